-- trade_record.sql -- for \ir at the end of a loader of trade statistics: takes
-- the rows of the temporary table csv_record into the table trade_record, and
-- prints the value kept against the file's own totals and what became of the rows.
--
-- csv_record (n int, frequency text, period date, flow text, reporter text,
-- partner text, product text, split text, value float8, quantity float8, unit
-- text, weight_kg float8, hs_revision text, total text, problem text): n is the
-- row of the file; reporter, partner and product are codes as in the file; rows
-- that differ in nothing but "split" are parts and are added up; total is NULL
-- for a partner that is one, 'world' for a row that is a total to check against
-- (also of one partner over all products),
-- or the name of another sum; problem says why a row is dropped.
-- A loader may leave csv_own_code (code, country, problem): codes that the publisher
-- alone uses.  psql variables: source, system (of the country codes; empty for letters),
-- currency, code_lengths (digits that products have); from the user: digits (level of the products, the finest in the file
-- if not given), other_asia (country of Comtrade's code 490, TWN if not given),
-- replace (to load periods again).
\if :{?digits} \else \set digits ''
\endif
\if :{?other_asia} \else \set other_asia TWN
\endif

CREATE TABLE IF NOT EXISTS trade_record (
	source		text COLLATE "C" NOT NULL,				-- who published it
	frequency	text COLLATE "C" NOT NULL,				-- month or year
	period		date NOT NULL,				-- its first day
	exporter	text COLLATE "C",			-- iso3; NULL: not assigned to a country
	importer	text COLLATE "C",			-- iso3; NULL: not assigned to a country
	hs			text COLLATE "C" NOT NULL,	-- digits, as many as the publisher gives; TOTAL: all products; 999999: not specified
	hs_revision	text,						-- for hs_convert; NULL: that of the period
	value		float8 NOT NULL,
	currency	text COLLATE "C" NOT NULL,
	quantity	float8,						-- NULL: unknown
	unit		text COLLATE "C" NOT NULL,				-- of the quantity, the publisher's word
	weight_kg	float8,						-- NULL: unknown
	flow		text COLLATE "C" NOT NULL,				-- import or export, as seen by the reporter; re-import, re-export: parts of these
	reporter	text COLLATE "C" NOT NULL,	-- iso3: whose customs counted it
	partner_code text COLLATE "C" NOT NULL,	-- as in the file
	PRIMARY KEY (hs, partner_code, period, reporter, flow, source, frequency, unit)	-- what differs most comes first
);

CREATE TEMP TABLE IF NOT EXISTS csv_own_code (code text, country text, problem text) ON COMMIT DROP;
CREATE TEMP TABLE csv_country ON COMMIT DROP AS	-- each code once; NULL is left out
SELECT code, coalesce(own.country, country_code(code, nullif(:'system', ''), other_asia => nullif(:'other_asia', ''))) AS country,
	CASE WHEN own.country IS NULL THEN coalesce(own.problem, country_problem(code, nullif(:'system', ''))) END AS problem
FROM (SELECT coalesce(partner, '') FROM csv_record GROUP BY 1 UNION SELECT coalesce(reporter, '') FROM csv_record GROUP BY 1) AS c(code) LEFT JOIN csv_own_code AS own USING (code);
-- spreadsheets take 0 from the front of a code, which leaves it one digit short
CREATE TEMP TABLE csv_product ON COMMIT DROP AS
SELECT p.product, CASE WHEN digits ~ '^9{4,}$' OR whole = '9999AA' THEN rpad('', greatest(length(digits), 2), '9') WHEN is_all THEN 'TOTAL' ELSE hs_code(whole) END AS hs,
	is_all, digits ~ '^9{4,}$' OR whole = '9999AA' AS is_unspecified, hs_problem(whole) AS problem, whole <> p.product AS was_short
FROM (SELECT coalesce(product, '') AS product FROM csv_record GROUP BY 1) AS p, translate(p.product, ''' "', '') AS code,
	LATERAL (SELECT CASE WHEN code ~ '^[1-9][0-9]*$' AND length(code) + 1 = ANY (string_to_array(:'code_lengths', ' ')::int[])
		AND length(code) <> ALL (string_to_array(:'code_lengths', ' ')::int[]) THEN '0' || code ELSE p.product END AS whole) AS w,
	LATERAL (SELECT regexp_replace(whole, '[^0-9]', '', 'g') AS digits, upper(btrim(code)) IN ('TOTAL', '', 'ALL', '-') AS is_all) AS d;
ANALYZE csv_record, csv_country, csv_product;
-- the level of the products: the finest in the file; 0 where it has only their total
SELECT NOT EXISTS (SELECT FROM csv_record WHERE problem IS NULL AND total IS NULL) AS only_totals \gset
SELECT coalesce(nullif(:'digits', '')::int, max(length(hs)), 0) AS digits
FROM csv_record JOIN csv_product AS p ON p.product = coalesce(csv_record.product, '') WHERE csv_record.problem IS NULL AND (total IS NULL OR :'only_totals' AND total = 'world') AND NOT is_all AND NOT is_unspecified \gset
-- a file of the total of all partners alone has no others to check
SELECT NOT EXISTS (SELECT FROM csv_record JOIN csv_product AS p ON p.product = coalesce(csv_record.product, '') WHERE csv_record.problem IS NULL AND total IS NULL AND (is_all = (:digits = 0))) AS world_only \gset

CREATE TEMP TABLE csv_flow ON COMMIT DROP AS
SELECT r.n, r.frequency, r.period, r.flow, r.reporter, r.partner, r.split, r.value, r.quantity, coalesce(r.unit, '') AS unit,
	r.weight_kg, r.hs_revision, r.total, p.hs, coalesce(p.hs, r.product) AS item, c.country AS reporter_country, o.country AS partner_country,
	CASE WHEN r.problem IS NOT NULL THEN r.problem
		WHEN r.total = 'world' AND NOT (:'world_only' AND (p.is_all = (:digits = 0))) THEN 'a total, to check with'
		WHEN r.total IS NOT NULL AND r.total <> 'world' THEN 'a sum: ' || r.total
		WHEN p.is_all AND :digits > 0 THEN 'a partner''s total, to check with'
		WHEN p.hs IS NULL THEN 'product ' || r.product || ': ' || p.problem
		WHEN CASE WHEN p.is_all THEN 0 WHEN p.is_unspecified AND length(p.hs) = 4 AND :digits = 6 THEN 6 ELSE length(p.hs) END <> :digits THEN 'level: ' || length(p.hs) || ' digits'
		WHEN c.country IS NULL THEN 'reporter ' || r.reporter || ': ' || c.problem
		WHEN r.value IS NULL THEN 'without value' END AS verdict,
	CASE WHEN o.country IS NULL THEN 'without partner: ' || r.partner || ', ' || o.problem
		WHEN o.problem IS NOT NULL THEN 'partner ' || r.partner || ' counted as ' || o.country
		WHEN o.country = c.country THEN 'partner is the reporter'
		WHEN p.is_unspecified THEN 'product not specified'
		WHEN p.was_short THEN 'product with its lost zero put back' ELSE '' END AS note
FROM csv_record AS r LEFT JOIN csv_product AS p ON p.product = coalesce(r.product, '')
	LEFT JOIN csv_country AS c ON c.code = coalesce(r.reporter, '')
	LEFT JOIN csv_country AS o ON o.code = coalesce(r.partner, '');
ANALYZE csv_flow;
-- rows given twice: most files have none, which is seen at less cost than which they are (equal rows have equal hashes)
SELECT count(*) > count(DISTINCT key) AS may_repeat
FROM (SELECT hash_record_extended(ROW(reporter, flow, period, frequency, item, partner, unit, split, total), 0) AS key FROM csv_flow
	WHERE verdict IS NULL OR verdict LIKE 'a %total, to check with') AS k \gset
\if :may_repeat
UPDATE csv_flow AS f SET verdict = r.verdict
FROM (SELECT ctid AS place, row_number() OVER same > 1 AS is_repeat, CASE WHEN value = first_value(value) OVER same THEN 'duplicate' ELSE 'given before with another value' END AS verdict
	FROM csv_flow WHERE verdict IS NULL OR verdict LIKE 'a %total, to check with'
	WINDOW same AS (PARTITION BY verdict, reporter, flow, period, frequency, item, partner, unit, split ORDER BY n
		ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) AS r
WHERE r.place = f.ctid AND r.is_repeat;
\endif

\if :{?replace}
DELETE FROM trade_record AS t USING (SELECT reporter_country, flow, period, frequency FROM csv_flow WHERE verdict IS NULL GROUP BY 1, 2, 3, 4) AS f
WHERE (t.source, t.reporter, t.flow, t.period, t.frequency) = (:'source', f.reporter_country, f.flow, f.period, f.frequency);
\endif
-- parts are added up; a file without any goes in as it is
SELECT EXISTS (SELECT FROM csv_flow WHERE split <> '') AS has_splits \gset
\if :has_splits
INSERT INTO trade_record
SELECT :'source', frequency, period,
	CASE WHEN flow IN ('import', 're-import') THEN partner_country ELSE reporter_country END,
	CASE WHEN flow IN ('import', 're-import') THEN reporter_country ELSE partner_country END,
	hs, min(hs_revision), sum(value), :'currency', sum(quantity), unit, sum(weight_kg), flow, reporter_country, partner
FROM csv_flow WHERE verdict IS NULL
GROUP BY frequency, period, flow, reporter_country, partner_country, partner, hs, unit;
\else
INSERT INTO trade_record
SELECT :'source', frequency, period,
	CASE WHEN flow IN ('import', 're-import') THEN partner_country ELSE reporter_country END,
	CASE WHEN flow IN ('import', 're-import') THEN reporter_country ELSE partner_country END,
	hs, hs_revision, value, :'currency', quantity, unit, weight_kg, flow, reporter_country, partner
FROM csv_flow WHERE verdict IS NULL;
\endif

-- The file's totals are by product where it has such rows, else of all products;
-- a product that was dropped counts as missing.
CREATE TEMP TABLE csv_total ON COMMIT DROP AS
WITH world AS (
	SELECT flow, reporter_country, extract(year FROM period) AS year, nullif(upper(item), 'TOTAL') AS hs, value::numeric AS value
	FROM csv_flow WHERE verdict = 'a total, to check with' AND (length(hs) = :digits OR hs IS NULL OR hs = 'TOTAL')),
total AS (
	SELECT flow, reporter_country, year, hs, sum(value) AS value, bool_or(hs IS NOT NULL) OVER () AS by_product
	FROM world GROUP BY flow, reporter_country, year, hs),
kept AS (
	SELECT flow, reporter_country, extract(year FROM period) AS year, hs, sum(value::numeric) AS value
	FROM csv_flow WHERE verdict IS NULL GROUP BY flow, reporter_country, extract(year FROM period), hs),
checked AS (
	SELECT t.flow, t.value AS total, coalesce(sum(k.value), 0) AS kept
	FROM total AS t LEFT JOIN kept AS k ON (k.flow, k.reporter_country, k.year) = (t.flow, t.reporter_country, t.year)
		AND (k.hs = t.hs OR t.hs IS NULL)
	WHERE (t.hs IS NOT NULL) = t.by_product
	GROUP BY t.flow, t.reporter_country, t.year, t.hs, t.value)
SELECT flow AS what, :'currency' AS unit, kept, total FROM checked
UNION ALL SELECT t.flow, :'currency', coalesce(k.kept, 0), t.total	-- a partner's total over products, where the World's are not there
	FROM (SELECT flow, reporter, partner, period, frequency, sum(value::numeric) AS total FROM csv_flow
			WHERE verdict = 'a partner''s total, to check with' GROUP BY 1, 2, 3, 4, 5) AS t
		LEFT JOIN (SELECT flow, reporter, partner, period, frequency, sum(value::numeric) AS kept FROM csv_flow WHERE verdict IS NULL GROUP BY 1, 2, 3, 4, 5) AS k
			USING (flow, reporter, partner, period, frequency)
	WHERE NOT EXISTS (SELECT FROM checked AS c WHERE c.flow = t.flow)
UNION ALL SELECT k.flow, :'currency', k.value - coalesce((SELECT sum(c.kept) FROM checked AS c WHERE c.flow = k.flow), 0)
	- CASE WHEN EXISTS (SELECT FROM checked AS c WHERE c.flow = k.flow) THEN 0 ELSE coalesce((SELECT sum(f.value::numeric) FROM csv_flow AS f WHERE f.verdict IS NULL AND f.flow = k.flow
		AND EXISTS (SELECT FROM csv_flow AS t WHERE t.verdict = 'a partner''s total, to check with' AND (t.flow, t.reporter, t.partner, t.period, t.frequency) = (f.flow, f.reporter, f.partner, f.period, f.frequency))), 0) END, NULL
FROM (SELECT flow, sum(value) AS value FROM kept GROUP BY flow) AS k;

-- a row of which parts are dropped is counted once
SELECT count(*) > count(DISTINCT n) AS has_parts FROM csv_flow WHERE n IS NOT NULL \gset
\if :has_parts
CREATE TEMP TABLE csv_verdict ON COMMIT DROP AS
SELECT fate, CASE fate WHEN 'kept' THEN note ELSE verdict END AS why,
	(row_number() OVER (PARTITION BY n ORDER BY fate DESC, verdict = 'nothing traded', verdict) = 1)::int AS rows,
	:'currency' AS unit, value::numeric AS value
FROM csv_flow, LATERAL (SELECT CASE WHEN verdict IS NULL THEN 'kept' ELSE 'dropped' END AS fate) AS f
WHERE n IS NOT NULL;
\else
CREATE TEMP TABLE csv_verdict ON COMMIT DROP AS
SELECT CASE WHEN verdict IS NULL THEN 'kept' ELSE 'dropped' END AS fate, coalesce(verdict, note) AS why, count(*)::int AS rows, :'currency' AS unit, sum(value::numeric) AS value
FROM csv_flow WHERE n IS NOT NULL GROUP BY 1, 2;
\endif
\ir audit.sql
