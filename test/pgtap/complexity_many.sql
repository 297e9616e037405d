-- Complexity of many countries, and of eigenvalues that are near: tables whose answer is known.
BEGIN;
SET client_min_messages = warning;
SELECT plan(7);

CREATE FUNCTION pg_temp.table_of(pairs text) RETURNS supply_network LANGUAGE plpgsql AS $$
DECLARE
	net supply_network;
BEGIN
	EXECUTE 'SELECT supply_network(''c'' || lpad(c::text, 5, ''0''), ''p'' || p, 1::float8) FROM (' || pairs || ') AS t(c, p)' INTO net;
	RETURN net;
END $$;

-- A path: country i has what its two neighbours have, the last one has but one product.  A walk of two steps along a path of N = 2n
-- ends has the eigenvalues cos(k pi / (N - 1))^2, which are near for many countries, and cosines for vectors.
SELECT cmp_ok(max(abs(complexity - (f - mean) / deviation)), '<', 1e-11::float8, 'a path of 1,001 countries, with eigenvalues 7e-6 apart')
FROM (SELECT complexity, f, avg(f) OVER () AS mean, stddev_samp(f) OVER () AS deviation
	FROM (SELECT complexity, cos(pi() * (2 * substr(country, 2)::int - 1) / 2001) AS f
		FROM economic_complexity(pg_temp.table_of('SELECT i, p FROM generate_series(1, 1001) AS i, LATERAL (VALUES (i - 1), (i)) AS v(p) WHERE p < 1001'), basis => 'amount')) AS e) AS e;
-- A ring has each of them twice.
SELECT throws_like($$SELECT economic_complexity(pg_temp.table_of('SELECT i, p % 1002 FROM generate_series(1, 1002) AS i, LATERAL (VALUES (i), (i + 1)) AS v(p)'), basis => 'amount')$$,
	'economic complexity is not defined for this table', 'a ring of 1,002 countries has two second eigenvectors');
SELECT throws_like($$SELECT economic_complexity(pg_temp.table_of('SELECT i, i % 2 * 10 + (i / 2) % 7 FROM generate_series(1, 2000) AS i UNION SELECT i, i % 2 * 10 + (i / 3) % 7 FROM generate_series(1, 2000) AS i'), basis => 'amount')$$,
	'economic complexity is not defined for this table', 'two parts');
SELECT results_eq($$SELECT count(*), count(complexity) FROM economic_complexity(pg_temp.table_of('SELECT i, p FROM generate_series(1, 1100) AS i, generate_series(1, 3) AS p'), basis => 'amount')$$,
	$$VALUES (1100::bigint, 0::bigint)$$, 'all alike');

-- Copies of every country change nothing but how large the spread is taken to be: by n - 1.
CREATE TEMP TABLE copy AS
SELECT k, substr(e.country, 2)::int / 100 AS c, e.complexity FROM (VALUES (1), (15)) AS n(k),
	LATERAL economic_complexity(pg_temp.table_of(format('SELECT c * 100 + k, p FROM generate_series(1, 80) AS c, generate_series(1, 120) AS p, generate_series(1, %s) AS k WHERE random_at(7, c, p) < 0.2', k)), basis => 'amount') AS e;
SELECT results_eq('SELECT k, count(*) FROM copy GROUP BY 1 ORDER BY 1', 'VALUES (1, 80::bigint), (15, 1200)', 'a table and 15 copies of it');
SELECT cmp_ok(max(abs(m.complexity * sqrt(1200 / 1199.0) - o.complexity * sqrt(80 / 79.0))), '<', 1e-12::float8, 'have the same complexity') FROM copy AS m JOIN copy AS o USING (c) WHERE m.k = 15 AND o.k = 1;
-- Where the spectrum is dense, other names and another order change rounding alone.
CREATE TEMP TABLE chance AS SELECT c, p FROM generate_series(1, 200) AS c, generate_series(1, 3000) AS p WHERE random_at(4, c, p) < 0.05;
SELECT cmp_ok(max(abs(a.complexity - b.complexity)), '<', 1e-13::float8, 'the same under other names')
FROM economic_complexity(pg_temp.table_of('SELECT c, p FROM chance'), basis => 'amount') AS a
	JOIN economic_complexity(pg_temp.table_of('SELECT 200 - c, p * 17 % 3001 FROM chance'), basis => 'amount') AS b ON substr(a.country, 2)::int = 200 - substr(b.country, 2)::int;
SELECT * FROM finish();
ROLLBACK;
