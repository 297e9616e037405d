-- The page: Japan's imports of magnets, and the supply chain of rare earths
-- behind them.  Run with -At; the output is the page.
SELECT trade_report('magnet', importer => 'JPN', amount_column => 'value_kusd',
	title => 'Japan: magnets and what stands behind them',
	notes => 'Imports of metal magnets (HS 850511) by Japan, main flows 2002 to 2024 (CEPII BACI), and the world supply of the materials behind '
		'magnets and batteries (European Commission 2023).',
	unit => 'thousand US dollars', names => '{"850511": "Magnets of metal (HS 850511)"}',
	limits => '{"share_limit": 0.5, "hhi_limit": 0.25}',
	supply_chain => (
		SELECT jsonb_agg(jsonb_build_object('chain', material || ', world supply by stage', 'stage', s.name, 'origin', country, 'amount', share)
			ORDER BY material, stage, share DESC)
		FROM material_supply, LATERAL (SELECT CASE stage WHEN 'E' THEN 'Extraction' ELSE 'Processing' END) AS s(name)
		WHERE scope = 'global' AND material IN ('Lithium', 'Neodymium')),
	losses => (
		SELECT jsonb_agg(jsonb_build_object('weight', exp(-days / 90.0),
			'loss', disruption_loss(dependency_share(m.mix, 'CHN'), days, cover => 30, value_per_day => total(m.mix) / 365)))
		FROM (SELECT supply_mix(exporter, value_kusd) AS mix FROM crm WHERE importer = 'JPN' AND hs6 = '850511' AND year = 2024) AS m,
			generate_series(2, 364, 2) AS days),
	loss_title => 'Use not covered if China stops (assumed: up to a year, long stops less likely; stocks for 30 days)',
	tariff_layers => (
		SELECT jsonb_agg(to_jsonb(l) || jsonb_build_object('line', 'What a car from Japan (8703.23.01.90) paid in the United States on 1 October 2025', 'value', 30000,
			'layer', coalesce(w.words, l.program) || ' (' || l.legal_ref || ')', 'reason', replace(replace(l.reason, coalesce(l.superseded, ''), 'the deal with Japan'), 'S232_AUTO', 'the duty on cars')))
		FROM tariff_regime AS r, LATERAL (SELECT *, substring(t.reason FROM '".*"') AS superseded
				FROM tariff_layers(r.regime, '8703230190', 'JP', '2025-10-01', 30000) AS t) AS l
			LEFT JOIN (VALUES ('MFN', 'Ordinary duty'), ('S232_AUTO', 'Cars and parts'), ('RECIP', 'Reciprocal duty')) AS w(program, words) ON w.program = l.program
		WHERE r.regime = 'US'),
	figures => ARRAY(
		SELECT chart_supplier_shares(array_agg(period), array_agg(origin), array_agg(share), form => 'page',
			title => 'Rare earths: China''s share of Japan''s imports by weight, as published')
		FROM rare_earth_fact, LATERAL (VALUES ('China', value), ('others', 100 - value)) AS s(origin, share)
		WHERE scope ~ '^(all )?rare earths' AND measure IN ('share of total weight', 'share') AND partner = 'CHN' AND period ~ '^[0-9]{4}$'
		UNION ALL
		SELECT chart_supplier_shares(array_agg(year::text), array_agg(country_name(exporter)), array_agg(value_usd), form => 'page', unit => 'US dollars',
			title => 'Rare earths: imports of the United States (HS 280530, 284610, 284690)')
		FROM us_import
		UNION ALL
		SELECT chart_supplier_shares(array_agg(year::text), array_agg(country_name(exporter)), array_agg(value_kusd), form => 'page', unit => 'thousand US dollars',
			title => 'Magnets of metal: who exports to the world, main flows')
		FROM magnet),
	source => 'CEPII BACI, release 202601 (Etalab 2.0); European Commission, Study on the critical raw materials for the EU 2023 (CC BY 4.0); US Census; Japan''s Ministry of Finance and METI as quoted in the press',
	data_vintage => 'BACI V202601, years 2002 to 2024; EU study of March 2023');
