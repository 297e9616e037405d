-- Value chains against published tables (test/data/README.md), against dense inverses, and the laws that hold for any table.
BEGIN;
SELECT plan(38);

CREATE TEMP TABLE cell ("table" text, kind text, supplier text, buyer text, value float8);
\copy cell FROM PROGRAM 'zcat test/data/gvc_table.csv.gz' (FORMAT csv, HEADER)
CREATE TEMP TABLE answer ("table" text, measure text, key text, value float8, tolerance text, source text);
\copy answer FROM PROGRAM 'zcat test/data/gvc_answer.csv.gz' (FORMAT csv, HEADER)
CREATE TEMP TABLE flows AS SELECT "table", supply_network(supplier, buyer, value) AS net FROM cell WHERE kind = 'flow' GROUP BY "table";
CREATE TEMP TABLE io AS SELECT f."table", with_nodes(net, x.supplier, x.value, NULL, v.value, NULL, NULL) AS net,
	(SELECT supply_network(supplier, buyer, value) FROM cell WHERE "table" = f."table" AND kind = 'final') AS use
FROM flows AS f, cell AS x, cell AS v WHERE x."table" = f."table" AND v."table" = f."table" AND x.kind = 'output' AND v.kind = 'value_added' AND v.buyer = x.supplier GROUP BY f."table";

CREATE TEMP TABLE got (measure text, key text, value float8);
INSERT INTO got SELECT m, source || '>' || "user", value FROM io, (VALUES ('va_multiplier', 'unit'), ('va_origin_of_exports', 'exports'), ('va_origin_of_output', 'output'), ('va_origin_of_final_demand', 'final_use')) AS w(m, d),
	value_origin(net, use, d, detail => 'node', separator => '_') WHERE "table" = 'leather_3x3';
INSERT INTO got SELECT 'kww_' || m, country, v FROM io, koopman_wang_wei(net, use, '_') AS k, LATERAL (VALUES ('DVA_FIN', dva_final), ('DVA_INT', dva_intermediate), ('DVA_INTrex', dva_reexported), ('RDV_FIN', returned_final),
	('RDV_INT', returned_intermediate), ('DDC', domestic_double_counting), ('FVA_FIN', fva_final), ('FVA_INT', fva_intermediate), ('FDC', foreign_double_counting)) AS t(m, v) WHERE "table" = 'leather_3x3';
INSERT INTO got SELECT 'wwz_' || m, node || '>' || importer, v FROM io, wang_wei_zhu(net, use, separator => '_') AS w, LATERAL (VALUES ('texp', exports), ('DVA_FIN', dva_fin), ('DVA_INT', dva_int), ('DVA_INTrexI1', dva_intrex_i1),
	('DVA_INTrexF', dva_intrex_f), ('DVA_INTrexI2', dva_intrex_i2), ('RDV_FIN', rdv_fin), ('RDV_FIN2', rdv_fin2), ('RDV_INT', rdv_int), ('DDC_FIN', ddc_fin), ('DDC_INT', ddc_int), ('MVA_FIN', mva_fin), ('MVA_INT', mva_int),
	('MDC', mdc), ('OVA_FIN', ova_fin), ('OVA_INT', ova_int), ('ODC', odc)) AS t(m, v) WHERE "table" = 'leather_3x3';
INSERT INTO got SELECT 'bm2023_' || m, country, v FROM io, borin_mancini(net, use, '_') AS b, LATERAL (VALUES ('EX', exports), ('DVA', domestic_value_added), ('DDC', domestic_double_counting), ('FVA', foreign_value_added),
	('FDC', foreign_double_counting)) AS t(m, v) WHERE "table" = 'toy_4x3';
CREATE TEMP TABLE pair AS SELECT b.* FROM io, borin_mancini_bilateral(net, use, separator => '_') AS b WHERE "table" = 'toy_4x3';
INSERT INTO got SELECT m, exporter || '>' || importer, v FROM pair, LATERAL (VALUES ('bilateral_EX', exports), ('bilateral_DVAsource', domestic_value_added), ('bilateral_DDCsource', domestic_double_counting), ('bilateral_FVAsource', foreign_value_added),
	('bilateral_FDCsource', foreign_double_counting), ('bilateral_DVA_star', border_value_added), ('bilateral_DDC_star', border_double_counting), ('bilateral_FVA_star', border_foreign_value_added), ('bilateral_FDC_star', border_foreign_double_counting),
	('bilateral_DAVAX', direct_value_added), ('bilateral_GVC', chain_trade), ('bilateral_GVC_PF', chain_forward), ('bilateral_GVC_TS', chain_two_sided), ('bilateral_GVC_PB', chain_backward), ('bilateral_source_DVA', domestic_value_added),
	('bilateral_source_DDC', domestic_double_counting), ('bilateral_pure_DVA', border_value_added), ('bilateral_pure_DDC', border_double_counting), ('tripartite_DAVAX', direct_value_added), ('tripartite_GVC_PF', chain_forward),
	('tripartite_GVC_TS', chain_two_sided), ('tripartite_GVC_PB', chain_backward)) AS t(m, v);
INSERT INTO got SELECT m, exporter, v FROM (SELECT exporter, sum(exports) AS e, sum(chain_trade) AS g, sum(chain_forward) AS f, sum(chain_two_sided) AS t, sum(chain_backward) AS b FROM pair GROUP BY exporter) AS p,
	LATERAL (VALUES ('trade_E', e), ('trade_GVC', g), ('trade_GVC_PF', f), ('trade_GVC_TS', t), ('trade_GVC_PB', b), ('trade_share_GVC_trade', g / e), ('trade_share_PF_trade', f / g), ('trade_share_TS_trade', t / g), ('trade_share_PB_trade', b / g),
	('trade_forward_trade', (f - b) / g), ('gvc_trade', g), ('gvc_trade_PF', f), ('gvc_trade_TS', t), ('gvc_trade_PB', b)) AS t2(m, v);

-- the answers, each within its tolerance; output_* are that package's own approximation (docs/indicator.md says why we have none)
CREATE TEMP TABLE compared AS
SELECT a.*, g.value AS ours, coalesce(abs(g.value - a.value), abs(a.value)) <= CASE WHEN tolerance LIKE '%relative' THEN split_part(tolerance, ' ', 1)::float8 * abs(a.value) ELSE split_part(tolerance, ' ', 1)::float8 END AS near
FROM answer AS a LEFT JOIN got AS g ON g.measure = a.measure AND g.key = a.key WHERE a.measure NOT LIKE 'output\_%';
SELECT is((SELECT count(*) FROM answer WHERE measure LIKE 'output\_%'), 224::bigint, 'answers that are left out');
SELECT is_empty($$SELECT "table", measure, key, value, ours, tolerance FROM compared WHERE NOT near AND measure LIKE 'va\_%'$$, 'origins of value added');
SELECT is_empty($$SELECT "table", measure, key, value, ours, tolerance FROM compared WHERE NOT near AND measure LIKE 'kww%'$$, 'Koopman, Wang and Wei');
SELECT is_empty($$SELECT "table", measure, key, value, ours, tolerance FROM compared WHERE NOT near AND measure LIKE 'wwz%'$$, 'Wang, Wei and Zhu');
SELECT is_empty($$SELECT "table", measure, key, value, ours, tolerance FROM compared WHERE NOT near AND measure LIKE 'bm2023%'$$, 'Borin and Mancini by exporter');
SELECT is_empty($$SELECT "table", measure, key, value, ours, tolerance FROM compared WHERE NOT near AND measure ~ '^(bilateral|tripartite|gvc_trade|trade)_?'$$, 'Borin and Mancini by pair and in sum');
SELECT is((SELECT count(*) FROM compared WHERE ours IS NOT NULL), (SELECT count(*) FROM compared WHERE value <> 0), 'an answer of ours for each that is not 0');

-- participation in value chains, (E - DAVAX) / E, as the packages print it for the exporter
SELECT is_empty($$SELECT country, chain_share, value FROM io, borin_mancini(net, use, '_') AS b LEFT JOIN (SELECT * FROM answer WHERE "table" = 'toy_4x3' AND measure = 'trade_share_GVC_trade') AS a ON a.key = country
	WHERE io."table" = 'toy_4x3' AND exports > 0 AND coalesce(abs(chain_share / value - 1), 1) > 1e-9$$, 'share of exports that crosses more than one border');
SELECT is_empty($$SELECT country FROM io, borin_mancini(net, use, '_') AS b JOIN (SELECT io."table", exporter AS country, sum(chain_trade) / sum(exports) AS c FROM io, borin_mancini_bilateral(net, use, separator => '_') AS p GROUP BY 1, 2) AS p USING (country)
	WHERE io."table" = p."table" AND abs(chain_share - c) > 1e-13$$, '… is that of its pairs');
-- who asks for some exporters gets their rows as all have them
SELECT is_empty($$SELECT "table", a.exporter, a.importer, x.key FROM io, borin_mancini_bilateral(net, use, separator => '_') AS a,
	LATERAL (SELECT ARRAY[c] AS few FROM (SELECT DISTINCT exporter AS c FROM borin_mancini_bilateral(net, use, separator => '_')) AS one UNION ALL SELECT (array_agg(DISTINCT exporter))[2:] FROM borin_mancini_bilateral(net, use, separator => '_')) AS asked
	LEFT JOIN LATERAL borin_mancini_bilateral(net, use, few, '_') AS b ON true, LATERAL jsonb_each_text(to_jsonb(a)) AS x LEFT JOIN LATERAL jsonb_each_text(to_jsonb(b)) AS y USING (key)
	WHERE (a.exporter = ANY (few) AND b.exporter IS NULL) OR b.exporter <> ALL (few) OR (a.exporter = b.exporter AND a.importer = b.importer AND x.key NOT IN ('exporter', 'importer')
		AND (y.value IS NULL <> (x.value IS NULL) OR abs(x.value::float8 - y.value::float8) > 1e-11 * greatest(abs(x.value::float8), a.exports)))$$, 'rows of some exporters');

---- laws of a table that balances
CREATE TEMP TABLE bm AS SELECT b.* FROM io, borin_mancini(net, use, '_') AS b WHERE "table" = 'leather_3x3';
CREATE TEMP TABLE kww AS SELECT k.* FROM io, koopman_wang_wei(net, use, '_') AS k WHERE "table" = 'leather_3x3';
CREATE TEMP TABLE wwz AS SELECT w.*, split_part(node, '_', 1) AS country FROM io, wang_wei_zhu(net, use, separator => '_') AS w WHERE "table" = 'leather_3x3';
CREATE TEMP TABLE leather_pair AS SELECT b.* FROM io, borin_mancini_bilateral(net, use, separator => '_') AS b WHERE "table" = 'leather_3x3';
SELECT is_empty($$SELECT country FROM bm WHERE abs(domestic_value_added + domestic_double_counting + foreign_value_added + foreign_double_counting - exports) > 1e-12 * exports$$, 'four parts make exports');
SELECT is_empty($$SELECT country FROM kww WHERE abs(dva_final + dva_intermediate + dva_reexported + returned_final + returned_intermediate + domestic_double_counting + fva_final + fva_intermediate + foreign_double_counting - exports) > 1e-12 * exports$$, 'nine parts make exports');
SELECT is_empty($$SELECT node, importer FROM wwz WHERE abs(dva_fin + dva_int + dva_intrex_i1 + dva_intrex_f + dva_intrex_i2 + rdv_fin + rdv_fin2 + rdv_int + ddc_fin + ddc_int + mva_fin + mva_int + mdc + ova_fin + ova_int + odc - exports) > 1e-12 * exports$$, 'sixteen parts make exports');
SELECT is_empty($$SELECT country FROM bm JOIN kww USING (country) WHERE abs(kww.dva_final + dva_intermediate + dva_reexported - value_added_exports) > 1e-11
	OR abs(kww.dva_final + dva_intermediate + dva_reexported + returned_final + returned_intermediate + kww.domestic_double_counting - domestic_value_added - bm.domestic_double_counting) > 1e-11$$,
	'what Koopman, Wang and Wei call absorbed abroad is VAX; domestic content is the same in both');
SELECT is_empty($$SELECT country FROM kww JOIN (SELECT country, sum(dva_fin) AS f, sum(mva_fin + ova_fin) AS v, sum(mva_int + ova_int) AS i FROM wwz GROUP BY country) AS w USING (country) WHERE abs(dva_final - f) > 1e-11 OR abs(fva_final - v) > 1e-11 OR abs(fva_intermediate - i) > 1e-11$$,
	'terms that both decompositions have');
SELECT is_empty($$SELECT country FROM bm JOIN (SELECT exporter AS country, sum(exports) AS e, sum(domestic_value_added) AS d, sum(foreign_value_added) AS f, sum(chain_trade - chain_forward - chain_two_sided - chain_backward) AS z FROM leather_pair GROUP BY exporter) AS p USING (country)
	WHERE abs(e - exports) > 1e-11 OR abs(d - domestic_value_added) > 1e-11 OR abs(f - foreign_value_added) > 1e-11 OR abs(z) > 1e-11$$, 'pairs sum to exporters, and chain trade to its parts');
SELECT is_empty($$SELECT exporter, importer FROM leather_pair WHERE abs(border_value_added + border_double_counting + border_foreign_value_added + border_foreign_double_counting - exports) > 1e-11
	OR border_value_added < domestic_value_added - 1e-11$$, 'across one border less is counted twice');
SELECT is_empty($$SELECT exporter FROM (SELECT exporter, sum(exports) AS e, sum(domestic_value_added - sink_value_added) AS d, sum(domestic_double_counting - sink_double_counting) AS dd,
	sum(foreign_value_added - sink_foreign_value_added) AS f, sum(foreign_double_counting - sink_foreign_double_counting) AS ff, max(abs(sink_value_added + sink_double_counting + sink_foreign_value_added + sink_foreign_double_counting - exports)) AS z
	FROM leather_pair GROUP BY exporter) AS p WHERE abs(d) + abs(dd) + abs(f) + abs(ff) + z > 1e-11 * e$$, 'source and sink differ by pair, not by exporter');
-- footprints: what all countries use holds all value added, and each country's final use is made of nothing else
SELECT is_empty($$SELECT "user" FROM io, value_origin(net, use, separator => '_') JOIN (SELECT buyer AS "user", sum(value) AS used FROM cell WHERE "table" = 'leather_3x3' AND kind = 'final' GROUP BY buyer) AS f USING ("user")
	WHERE "table" = 'leather_3x3' GROUP BY "user", used HAVING abs(sum(value) - used) > 1e-11$$, 'final use is made of value added');
SELECT is_empty($$SELECT source FROM io, value_origin(net, use, weights => '{ARG_Textile:7,TUR_Transport:11,DEU_Textile:5}', detail => 'node', separator => '_') AS o WHERE "table" = 'leather_3x3'
	GROUP BY source HAVING abs(sum(value) - CASE source WHEN 'ARG_Textile' THEN 7 WHEN 'TUR_Transport' THEN 11 WHEN 'DEU_Textile' THEN 5 ELSE 0 END) > 1e-11$$, 'any weight is found again, all of it');
SELECT is_empty($$SELECT a.source, a."user" FROM (SELECT split_part(source, '_', 1) AS source, "user", sum(value) AS value FROM io, value_origin(net, use, 'exports', detail => 'node', separator => '_') AS o WHERE "table" = 'toy_4x3' GROUP BY 1, 2) AS a
	FULL JOIN (SELECT o.* FROM io, value_origin(net, use, 'exports', separator => '_') AS o WHERE "table" = 'toy_4x3') AS b ON a.source = b.source AND a."user" = b."user" WHERE a.value IS NULL OR b.value IS NULL OR abs(a.value / b.value - 1) > 1e-11$$,
	'countries are the sums of their nodes');

---- where nodes stand: against inverses multiplied out in SQL, over the 13 sectors of Japan 2011
CREATE TEMP TABLE japan_cell (input_type text, input text, output_type text, output text, value float8);
\copy japan_cell FROM data/io/japan_2011_13sector.csv (FORMAT csv, HEADER)
CREATE TEMP TABLE japan AS SELECT with_nodes(net, output, x, NULL) AS net FROM (SELECT supply_network(input, output, value) AS net FROM japan_cell WHERE input_type = 'industry' AND output_type = 'industry') AS f,
	(SELECT output, sum(value) AS x FROM japan_cell WHERE output_type = 'industry' GROUP BY output) AS x;
CREATE TEMP TABLE inverse AS SELECT l.* FROM japan, leontief_inverse(net) AS l;
CREATE TEMP TABLE link AS SELECT l.* FROM japan, linkages(net) AS l;
SELECT is_empty($$SELECT node FROM japan, output_multiplier(net) JOIN link USING (node) WHERE abs(downstreamness - output_multiplier) > 1e-13 OR abs(upstreamness - forward_multiplier) > 1e-13$$, 'upstreamness and downstreamness are the multipliers');
SELECT is_empty($$SELECT node FROM link JOIN (SELECT supplier AS node, sum(value) / avg(sum(value)) OVER () AS s FROM inverse GROUP BY supplier) AS r USING (node) JOIN (SELECT "user" AS node, sum(value) / avg(sum(value)) OVER () AS c FROM inverse GROUP BY "user") AS c USING (node)
	WHERE abs(sensitivity - s) > 1e-12 OR abs(backward - c) > 1e-12$$, 'power and sensitivity of dispersion from the inverse');
SELECT results_eq($$SELECT count(*), sum((kind = 'key')::int), bool_and((kind = 'key') = (backward > 1 AND forward > 1) AND (kind = 'weak') = (backward <= 1 AND forward <= 1)) FROM link$$, $$VALUES (13::bigint, (SELECT count(*) FROM link WHERE backward > 1 AND forward > 1), true)$$, 'key sectors are above the mean both ways');
SELECT is_empty($$SELECT node FROM japan, linkage_spread(net) JOIN (SELECT "user" AS node, stddev_samp(value) / avg(value) AS c FROM inverse GROUP BY "user") AS c USING (node) JOIN (SELECT supplier AS node, stddev_samp(value) / avg(value) AS r FROM inverse GROUP BY supplier) AS r USING (node)
	WHERE abs(backward_variation - c) > 1e-11 OR abs(forward_variation - r) > 1e-11$$, 'coefficients of variation from the inverse');
SELECT is_empty($$SELECT f.supplier, f."user" FROM japan, field_of_influence(net) AS f JOIN inverse AS a ON a."user" = f.supplier JOIN inverse AS b ON b.supplier = f."user"
	GROUP BY f.supplier, f."user", influence, squared_influence HAVING abs(sum(a.value * b.value) / influence - 1) > 1e-12 OR abs(sum((a.value * b.value) ^ 2) / squared_influence - 1) > 1e-12$$, 'field of influence: column of the supplier times row of the user');
CREATE TEMP TABLE squared AS SELECT a.supplier, b."user", sum(a.value * (b.value - (b.supplier = b."user")::int)) AS steps FROM inverse AS a JOIN inverse AS b ON b.supplier = a."user" GROUP BY 1, 2;
SELECT is_empty($$SELECT supplier, "user" FROM (SELECT p.* FROM japan, average_propagation_length(net) AS p) AS p FULL JOIN squared AS s USING (supplier, "user") JOIN inverse AS i USING (supplier, "user")
	WHERE length IS NULL OR abs(length - steps / (i.value - (supplier = "user")::int)) > 1e-9 * length$$, 'average propagation length by its definition');
SELECT is_empty($$SELECT supplier FROM japan, average_propagation_length(net) AS a FULL JOIN (SELECT p.* FROM japan, average_propagation_length(net, ARRAY[(SELECT min(node) FROM link)]) AS p) AS b USING (supplier, "user")
	WHERE "user" = (SELECT min(node) FROM link) AND a.length IS DISTINCT FROM b.length$$, 'some users only');
-- Miller and Blair 2009, 2.5.2: the printed inverse closed for households, 1.365 .425 .251; .527 1.348 .595; .570 .489 1.289
SELECT results_eq($$SELECT node, round(output_2::numeric, 3), round(output_2_total::numeric, 3), round(income_2::numeric, 3) FROM household_multiplier('{A>A:150,A>B:500,B>A:200,B>B:100;A[output=1000],B[output=2000]}', '{A:300,B:500}', '{A:50,B:400}', 1000, 50)$$,
	$$VALUES ('A', 1.892, 2.462, 0.570), ('B', 1.773, 2.262, 0.489)$$, 'type II multipliers as printed');

---- what changed: both polar forms by leontief_output, over the toy and a copy in which some cells grew
CREATE TEMP TABLE later AS SELECT with_nodes(net, supplier, x, NULL) AS net FROM (SELECT supply_network(supplier, buyer, value * (1 + (length(supplier) * 7 + length(buyer) * 3 + ascii(buyer)) % 5 / 10.0)) AS net FROM cell WHERE "table" = 'toy_4x3' AND kind = 'flow') AS f,
	(SELECT supplier, value * 1.6 AS x FROM cell WHERE "table" = 'toy_4x3' AND kind = 'output') AS x;
CREATE TEMP TABLE parts AS SELECT s.* FROM io, later, structural_decomposition(io.net, later.net) AS s WHERE "table" = 'toy_4x3';
SELECT is_empty($$SELECT node FROM parts WHERE abs(technology_effect + final_demand_effect - change) > 1e-9 * after OR intensity_effect <> 0 OR abs(after - before - change) > 1e-9 * after$$, 'effects make the change');
CREATE TEMP TABLE polar AS SELECT a.node, (a.output - o.output + l.output - b.output) / 2 AS technology FROM io, later,
	LATERAL (SELECT supply_mix(node, output - sales) AS f FROM each_node(io.net) JOIN (SELECT supplier AS node, sum(amount) AS sales FROM each_edge(io.net) GROUP BY 1) AS s USING (node)) AS f0,
	LATERAL (SELECT supply_mix(node, output - sales) AS f FROM each_node(later.net) JOIN (SELECT supplier AS node, sum(amount) AS sales FROM each_edge(later.net) GROUP BY 1) AS s USING (node)) AS f1,
	leontief_output(later.net, f0.f) AS a JOIN leontief_output(io.net, f0.f) AS o USING (node) JOIN leontief_output(later.net, f1.f) AS l USING (node) JOIN leontief_output(io.net, f1.f) AS b USING (node) WHERE io."table" = 'toy_4x3';
SELECT is_empty($$SELECT node FROM parts FULL JOIN polar USING (node) WHERE technology IS NULL OR abs(technology - technology_effect) > 1e-9 * after$$, 'the mean of both polar forms');

---- a generated table against dense blocks in numpy (test/data/chain_cases.py)
CREATE TEMP TABLE made_flow (supplier text, buyer text, value float8);
\copy made_flow FROM PROGRAM 'zcat test/data/chain_flow.csv.gz' (FORMAT csv, HEADER)
CREATE TEMP TABLE made_use (supplier text, country text, value float8);
\copy made_use FROM PROGRAM 'zcat test/data/chain_use.csv.gz' (FORMAT csv, HEADER)
CREATE TEMP TABLE made_answer (measure text, key text, value float8);
\copy made_answer FROM PROGRAM 'zcat test/data/chain_answer.csv.gz' (FORMAT csv, HEADER)
-- outputs are not given: all sales, also those to final users, make them
CREATE TEMP TABLE made AS SELECT (SELECT supply_network(supplier, buyer, value) FROM made_flow) AS net, (SELECT supply_network(supplier, country, value) FROM made_use) AS use;
CREATE TEMP TABLE made_with AS SELECT with_nodes(net, supplier, NULL, f) AS net FROM made, (SELECT supplier, sum(value) AS f FROM made_use GROUP BY supplier) AS u;
CREATE TEMP TABLE ours (measure text, key text, value float8);
INSERT INTO ours SELECT m, node, v FROM made_with, linkages(net), LATERAL (VALUES ('downstreamness', downstreamness), ('upstreamness', upstreamness)) AS t(m, v);
INSERT INTO ours SELECT 'footprint', source || '>' || "user", value FROM made, value_origin(net, use);
INSERT INTO ours SELECT m, country, v FROM made, borin_mancini(net, use), LATERAL (VALUES ('exports', exports), ('dva', domestic_value_added), ('fva', foreign_value_added), ('vax', value_added_exports)) AS t(m, v);
INSERT INTO ours SELECT m, exporter || '>' || importer, v FROM made, borin_mancini_bilateral(net, use), LATERAL (VALUES ('sink_value_added', sink_value_added), ('sink_double_counting', sink_double_counting),
	('sink_foreign_value_added', sink_foreign_value_added), ('sink_foreign_double_counting', sink_foreign_double_counting)) AS t(m, v);
INSERT INTO ours SELECT m, country, v FROM made, koopman_wang_wei(net, use), LATERAL (VALUES ('kww_dva_intermediate', dva_intermediate), ('kww_returned_intermediate', returned_intermediate), ('kww_foreign_double_counting', foreign_double_counting)) AS t(m, v);
INSERT INTO ours SELECT 'wwz_' || j.key, node || '>' || importer, j.value::float8 FROM made, wang_wei_zhu(net, use, '{C01}') AS w, jsonb_each_text(to_jsonb(w) - '{node,importer,exports}'::text[]) AS j;
SELECT is((SELECT count(*) FROM made_answer JOIN ours USING (measure, key)), 1146::bigint, 'every figure has one of ours');
SELECT is_empty($$SELECT * FROM made_answer AS a JOIN ours AS o USING (measure, key) WHERE measure IN ('downstreamness', 'upstreamness') AND abs(o.value / a.value - 1) > 1e-11$$, 'places in chains');
SELECT is_empty($$SELECT * FROM made_answer AS a JOIN ours AS o USING (measure, key) WHERE measure = 'footprint' AND abs(o.value / a.value - 1) > 1e-11$$, 'footprints');
SELECT is_empty($$SELECT * FROM made_answer AS a JOIN ours AS o USING (measure, key) WHERE measure ~ '^(exports|dva|fva|vax|kww)' AND abs(o.value / a.value - 1) > 1e-10$$, 'exports by source, and terms of Koopman, Wang and Wei');
SELECT is_empty($$SELECT * FROM made_answer AS a JOIN ours AS o USING (measure, key) WHERE measure LIKE 'sink%' AND abs(o.value - a.value) > 1e-10 * greatest(abs(a.value), 1)$$, 'exports by sink');
SELECT is_empty($$SELECT * FROM made_answer AS a JOIN ours AS o USING (measure, key) WHERE measure LIKE 'wwz%' AND abs(o.value - a.value) > 1e-10 * greatest(abs(a.value), 1)$$, 'terms of Wang, Wei and Zhu');

-- a unit of product is made of value added alone, also where inputs are nearly all of it and sweeps hardly shrink what is missing
SELECT is_empty($$SELECT n, k, "user", sum(value) FROM generate_series(2, 5) AS n, unnest('{0.3,0.9,0.999,0.9999}'::float8[]) AS k,
		LATERAL (SELECT with_nodes((SELECT supply_network('C' || i || ':s', 'C' || i % n + 1 || ':s', k) FROM generate_series(1, n) AS i), 'C' || i || ':s', 1, NULL) AS net, (SELECT supply_network('C' || i || ':s', 'C' || i, 1 - k) FROM generate_series(1, n) AS i) AS use
			FROM generate_series(1, n) AS i) AS t, value_origin(net, use, 'unit') AS o
	GROUP BY n, k, "user" HAVING abs(sum(value) - 1) > 1e-8$$, 'a unit of a ring holds one unit of value added');

SELECT * FROM finish();
ROLLBACK;
