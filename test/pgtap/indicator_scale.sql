-- Laws of all measures of trade, complexity and value chains: the unit of amounts does not matter, nor what things are called, nor in which
-- order rows come.  Powers of two change no bit; tenths of a thousand powers of ten change the last digits.
BEGIN;
SELECT plan(6);
SET LOCAL jit = off;

CREATE TEMP TABLE variant (v text, k float8, flip bool, ids jsonb);
INSERT INTO variant VALUES ('as it is', 1, false), ('2^-900', 2::float8 ^ -900, false), ('2^900', 2::float8 ^ 900, false), ('1e-300', 1e-300, false), ('1e3', 1e3, false), ('1e300', 1e300, false), ('other names', 1, true);
-- other names put everything into another order
CREATE FUNCTION pg_temp.called(letter text, i int, flip bool) RETURNS text LANGUAGE sql IMMUTABLE AS $$SELECT letter || 100 + CASE WHEN flip THEN i * 37 % 101 ELSE i END$$;
UPDATE variant SET ids = (SELECT jsonb_object_agg(name, id) FROM (SELECT pg_temp.called(l, i, flip) AS name, l || i AS id FROM unnest('{C,P}'::text[]) AS l, generate_series(1, 20) AS i
	UNION ALL SELECT pg_temp.called('C', c, flip) || ':' || pg_temp.called('S', s, flip), c || ':' || s FROM generate_series(1, 4) AS c, generate_series(1, 5) AS s) AS n);
CREATE TEMP TABLE got (v text, measure text, key text, value float8);
-- puts the numbers of a set of rows there: what is an amount in the unit of the table is divided by it
CREATE FUNCTION pg_temp.keep(measure text, query text, names text[], amounts text DEFAULT '^$', plain text DEFAULT '^$') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format($q$INSERT INTO got SELECT r.v, %1$L || '.' || j.key, r.id, CASE WHEN j.key ~ %3$L THEN j.value::float8 / r.k ELSE j.value::float8 END
		FROM (SELECT v, k, to_jsonb(f) - %2$L::text[] AS j, (SELECT string_agg(ids ->> (to_jsonb(f) ->> n), '>' ORDER BY o) FROM unnest(%2$L::text[]) WITH ORDINALITY AS u(n, o)) AS id
			FROM variant JOIN made AS t USING (v), LATERAL (%4$s) AS f OFFSET 0) AS r, jsonb_each_text(r.j) AS j WHERE j.key !~ %5$L$q$, measure, names, amounts, query, plain);
END $$;

---- a trade table of 15 countries and 20 products, and a chain of 4 countries and 5 industries
CREATE TEMP TABLE flow AS SELECT c, p, (1 + (c * 7919 + p * 104729) % 997 * (c % 5 + 1))::float8 AS x, ((c * 31 + p * 17) % 11 * 37)::float8 AS m FROM generate_series(1, 15) AS c, generate_series(1, 20) AS p WHERE (c * p) % 7 <> 3;
CREATE TEMP TABLE cell AS SELECT c, s, d, t, (1 + (c * 389 + s * 1009 + d * 5003 + t * 7001) % 89)::float8 AS x FROM generate_series(1, 4) AS c, generate_series(1, 5) AS s, generate_series(1, 4) AS d, generate_series(1, 5) AS t WHERE (c = d OR (c + s * d + t) % 3 = 0) AND (s * t + c) % 4 <> 0;
CREATE TEMP TABLE use AS SELECT c, s, d, (200 + (c * 997 + s * 61 + d * 7919) % 401 + CASE WHEN c = d THEN 2000 ELSE 0 END)::float8 AS x FROM generate_series(1, 4) AS c, generate_series(1, 5) AS s, generate_series(1, 4) AS d;
CREATE TEMP TABLE made AS
SELECT v, (SELECT supply_network(pg_temp.called('C', c, flip), pg_temp.called('P', p, flip), x * k) FROM flow) AS trade,
	(SELECT supply_mix(pg_temp.called('C', c, flip), 1000 + 17 * c * c) FROM generate_series(1, 15) AS c) AS income,
	(SELECT supply_network(pg_temp.called('C', c, flip) || ':' || pg_temp.called('S', s, flip), pg_temp.called('C', d, flip) || ':' || pg_temp.called('S', t, flip), x * k) FROM cell) AS sold,
	(SELECT supply_network(pg_temp.called('C', c, flip) || ':' || pg_temp.called('S', s, flip), pg_temp.called('C', d, flip), x * k) FROM use) AS used,
	NULL::supply_network AS closed, NULL::supply_network AS later, NULL::supply_mix AS wages, NULL::supply_mix AS bought,
	(SELECT supply_mix(pg_temp.called('C', c, flip) || ':' || pg_temp.called('S', s, flip), 0.01 * ((c * s) % 7)) FROM generate_series(1, 4) AS c, generate_series(1, 5) AS s) AS tariffs
FROM variant;
UPDATE made SET closed = with_nodes, later = l FROM (SELECT v, (SELECT with_nodes(sold, node, x * k, NULL) FROM (SELECT pg_temp.called('C', c, flip) || ':' || pg_temp.called('S', s, flip) AS node, sum(x) AS x FROM (SELECT c, s, x FROM cell UNION ALL SELECT c, s, x FROM use) AS a GROUP BY c, s) AS o) AS with_nodes,
		(SELECT with_nodes((SELECT supply_network(pg_temp.called('C', c, flip) || ':' || pg_temp.called('S', s, flip), pg_temp.called('C', d, flip) || ':' || pg_temp.called('S', t, flip), x * k * (1 + (s + t) % 3 * 0.25)) FROM cell), node, x * k * 1.5, NULL)
			FROM (SELECT pg_temp.called('C', c, flip) || ':' || pg_temp.called('S', s, flip) AS node, sum(x) AS x FROM (SELECT c, s, x FROM cell UNION ALL SELECT c, s, x FROM use) AS a GROUP BY c, s) AS o) AS l
	FROM made JOIN variant USING (v)) AS w WHERE w.v = made.v;
UPDATE made SET wages = w, bought = b FROM (SELECT v, supply_mix(pg_temp.called('C', c, flip) || ':' || pg_temp.called('S', s, flip), (50 + 7 * c * s) * k) AS w, supply_mix(pg_temp.called('C', c, flip) || ':' || pg_temp.called('S', s, flip), (20 + 3 * c * s) * k) AS b
	FROM variant, generate_series(1, 4) AS c, generate_series(1, 5) AS s GROUP BY v) AS w WHERE w.v = made.v;

SELECT pg_temp.keep('advantage', 'SELECT * FROM revealed_advantage(trade)', '{country,product}', '^amount$');
SELECT pg_temp.keep('complexity ' || m, format('SELECT * FROM economic_complexity(trade, method => %L)', m), '{country}') FROM unnest('{eigenvector,reflections,fitness}'::text[]) AS m;
SELECT pg_temp.keep('products ' || m, format('SELECT * FROM product_complexity(trade, method => %L)', m), '{product}') FROM unnest('{eigenvector,reflections,fitness}'::text[]) AS m;
SELECT pg_temp.keep('density', 'SELECT country, product, density, distance, outlook_gain FROM product_density(trade)', '{country,product}');
SELECT pg_temp.keep('prody', 'SELECT * FROM product_sophistication(trade, income)', '{product}');
SELECT pg_temp.keep('expy', 'SELECT * FROM export_sophistication(trade, income)', '{country}');
SELECT pg_temp.keep('linkages', 'SELECT * FROM linkages(closed)', '{node}', plain => 'kind');
SELECT pg_temp.keep('spread', 'SELECT * FROM linkage_spread(closed)', '{node}');
SELECT pg_temp.keep('influence', 'SELECT * FROM field_of_influence(closed)', '{supplier,user}');
SELECT pg_temp.keep('length', 'SELECT * FROM average_propagation_length(closed)', '{supplier,user}');
SELECT pg_temp.keep('households', 'SELECT * FROM household_multiplier(closed, wages, bought)', '{node}');
SELECT pg_temp.keep('protection', 'SELECT * FROM effective_protection(closed, tariffs)', '{node}');
SELECT pg_temp.keep('decomposition', 'SELECT * FROM structural_decomposition(closed, later)', '{node}', '.');
SELECT pg_temp.keep('origin ' || w, format('SELECT * FROM value_origin(sold, used, %L)', w), '{source,user}', CASE w WHEN 'unit' THEN '^$' ELSE '.' END) FROM unnest('{final_use,exports,output,unit}'::text[]) AS w;
SELECT pg_temp.keep('exports', 'SELECT * FROM borin_mancini(sold, used)', '{country}', '^(?!chain_share)');
SELECT pg_temp.keep('pairs', 'SELECT * FROM borin_mancini_bilateral(sold, used)', '{exporter,importer}', '.');
SELECT pg_temp.keep('kww', 'SELECT * FROM koopman_wang_wei(sold, used)', '{country}', '.');
SELECT pg_temp.keep('wwz', 'SELECT * FROM wang_wei_zhu(sold, used)', '{node,importer}', '.');

---- numbers, rows and mixes
INSERT INTO got SELECT v, t.measure, c || '>' || p, value FROM (SELECT v, c, p, x * k AS x, m * k AS m, sum(x * k) OVER wc AS xc, sum(m * k) OVER wc AS mc, sum(x * k) OVER wp AS xp, sum(m * k) OVER wp AS mp, sum(x * k) OVER w AS xw, sum(m * k) OVER w AS mw FROM flow, variant
		WINDOW w AS (PARTITION BY v), wc AS (PARTITION BY v, c), wp AS (PARTITION BY v, p)) AS f,
	LATERAL (VALUES ('balassa', revealed_advantage(x, xc, xp, xw)), ('symmetric', revealed_advantage(x, xc, xp, xw, 'symmetric')), ('additive', revealed_advantage(x, xc, xp, xw, 'additive')), ('lafay', lafay_index(x, m, xc, mc)),
		('grubel_lloyd', grubel_lloyd(x, m)), ('marginal', marginal_trade(-x, x - m)), ('intensity', trade_intensity(x, xc, mp / 2, mw, mc / 2))) AS t(measure, value);
INSERT INTO got SELECT v, j.key, c::text, j.value::float8 FROM (SELECT v, c, grubel_lloyd_total(x * k, m * k) AS total, grubel_lloyd_balanced(x * k, m * k) AS balanced, marginal_trade_total(x * k, (m - 100) * k) AS changes, trade_restrictiveness(m / 400, x * k, -0.5) AS tri, overall_trade_restrictiveness(m / 400, x * k, -0.5) AS otri
	FROM (SELECT * FROM flow, variant ORDER BY v, CASE WHEN flip THEN p * 37 % 101 ELSE p END) AS f GROUP BY v, c) AS a, jsonb_each_text(to_jsonb(a) - '{v,c}'::text[]) AS j;
CREATE TEMP TABLE mixed AS SELECT v, c, supply_mix(pg_temp.called('P', p, flip), x * k) AS mix, supply_mix(pg_temp.called('P', p, flip), m * k) AS other, supply_mix(pg_temp.called('P', p, flip), (x + m) * k) AS whole FROM flow, variant GROUP BY v, c;
INSERT INTO got SELECT v, j.key, c::text, j.value::float8 FROM (SELECT v, c, concentration_index(mix, 30), gini_index(mix, 30) AS gini, rosenbluth_index(mix), lorenz_asymmetry(mix), hachman_index(mix, whole), locational_gini(mix, whole), extensive_margin(mix, whole), intensive_margin(other, whole),
		(margin_change(mix, other)).grown_share, (margin_change(mix, other)).left_share, economic_importance_eu(mix, whole, 0.8), geopolrisk(mix, mix, supply_mix_shares) AS geopolrisk
	FROM mixed, LATERAL (SELECT supply_mix(origin, 0.5) AS supply_mix_shares FROM each_origin(mix)) AS w) AS a, jsonb_each_text(to_jsonb(a) - '{v,c}'::text[]) AS j;
INSERT INTO got SELECT v, 'entropy ' || a, c::text, generalized_entropy(mix, a) FROM mixed, unnest('{-1,0,0.3,1,1.0001,2,5}'::float8[]) AS a UNION ALL SELECT v, 'atkinson ' || a, c::text, atkinson_index(mix, a, 30) FROM mixed, unnest('{0.1,0.5,0.9999,1,2,30}'::float8[]) AS a;
INSERT INTO got SELECT v, 'lorenz', c || '>' || rank, amount_share FROM mixed, lorenz_curve(mix);

---- compared with the table as it is
CREATE TEMP TABLE compared AS SELECT g.*, n.value AS plain, CASE WHEN g.value = n.value THEN 0 ELSE abs(g.value - n.value) / greatest(abs(g.value), abs(n.value), (g.measure ~ '^(complexity|products|density|pairs|wwz|kww|exports|decomposition|additive|lafay)')::int) END AS off
FROM got AS g FULL JOIN (SELECT * FROM got WHERE v = 'as it is') AS n ON n.measure = g.measure AND n.key = g.key;
SELECT cmp_ok((SELECT count(DISTINCT measure) FROM got)::int, '>', 130, 'measures that are compared');
SELECT is_empty('SELECT measure, v, count(*) FROM got GROUP BY 1, 2 EXCEPT SELECT measure, variant.v, count(*) FROM got, variant WHERE got.v = ''as it is'' GROUP BY 1, 2', 'every variant has every figure');
SELECT is_empty($$SELECT v, measure, count(*), min(key), min(plain), min(value) FROM compared WHERE v ~ '^2' AND value IS DISTINCT FROM plain GROUP BY 1, 2$$, 'powers of two change no bit');
SELECT is_empty($$SELECT v, measure, count(*), max(off), min(key) FROM compared WHERE v ~ '^1' AND (value IS NULL <> (plain IS NULL) OR off > 1e-10) GROUP BY 1, 2$$, 'other units change the last digits');
SELECT is_empty($$SELECT v, measure, count(*), max(off), min(key) FROM compared WHERE v = 'other names' AND (value IS NULL <> (plain IS NULL) OR off > 1e-10) GROUP BY 1, 2$$, 'names and order change the last digits');
-- sums are exact: what has no iteration in it does not move by a bit with the order of rows
SELECT is_empty($$SELECT measure, count(*), max(off) FROM compared WHERE v = 'other names' AND value IS DISTINCT FROM plain AND measure ~ '^(balassa|symmetric|lafay|grubel_lloyd|marginal|total|balanced|changes|tri|otri|gini|lorenz)$' GROUP BY 1$$, 'exact sums know no order');

SELECT * FROM finish();
ROLLBACK;
