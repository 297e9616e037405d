-- Charts: what a call gives, and what it refuses.
\set SHOW_CONTEXT never
\pset format unaligned
SELECT chart_sparkline('{1,2,NULL,0}', styled => false, title => 'Imports <b>');
SELECT length(chart_supplier_shares(NULL, NULL, NULL)) > 0 AS empty_is_fine;
SELECT jsonb_pretty(vega_tariff_layers('{MFN,Reciprocal}', '{0.021,0.1}', '{applied,excluded by Section 232}') -> 'data');
SELECT vega_loss_distribution('{0,100,400}', '{0.9,0.08,0.02}', level => 0.95) ->> 'description';
SELECT chart_supplier_shares('{2019}', '{CHN,AUS}', '{75}');
SELECT chart_supplier_shares('{2019}', '{CHN}', '{-75}');
SELECT chart_supplier_shares('{2019}', '{CHN}', '{75}', form => 'png');
SELECT chart_supplier_heat_map('{a}', '{CHN}', '{1}', max_products => 0);
SELECT chart_loss_distribution('{1}', level => 95);
