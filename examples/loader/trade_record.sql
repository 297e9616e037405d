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
-- A loader of many rows may leave what rows have in common in csv_common (id int,
-- frequency, period, flow, reporter, partner, unit, hs_revision, total, problem), each once,
-- and csv_record as a view (n, common, product, split, value, quantity, weight_kg,
-- problem), common being a row of it; n is the place of the row, a tid, then.
-- A loader may leave csv_own_code (code, country, problem): codes that the publisher
-- alone uses.  psql variables: source, system (of the country codes; empty for letters),
-- currency, code_lengths (digits that products have); from the user: digits (level of the products, the finest in the file
-- if not given), other_asia (country of Comtrade's code 490, TWN if not given),
-- replace (to load periods again).  A row is known by source, frequency, period, flow,
-- reporter, partner_code (4 and 004 are one), hs and unit; a load that has one which is there is refused.
\if :{?digits} \else \set digits ''
\endif
\if :{?other_asia} \else \set other_asia TWN
\endif

CREATE TEMP TABLE IF NOT EXISTS csv_own_code (code text, country text, problem text) ON COMMIT DROP;
-- what rows have in common, all but product and amounts, stands once
SELECT to_regclass('pg_temp.csv_common') IS NULL AS is_plain \gset
\if :is_plain
ALTER TABLE csv_record RENAME TO csv_statement;
CREATE TEMP TABLE csv_common ON COMMIT DROP AS
SELECT row_number() OVER ()::int AS id, key, frequency, period, flow, reporter, partner, unit, hs_revision, total, problem
FROM (SELECT hash_record_extended(ROW(frequency, period, flow, reporter, partner, unit, hs_revision, total, problem), 0) AS key, min(ctid) AS place FROM csv_statement GROUP BY 1) AS k
	JOIN csv_statement AS r ON r.ctid = k.place;
CREATE UNIQUE INDEX ON csv_common (key);
CREATE TEMP VIEW csv_record AS
SELECT n, c AS common, product, split, value, quantity, weight_kg, NULL::text AS problem
FROM csv_statement AS r LEFT JOIN csv_common AS c
	ON c.key = hash_record_extended(ROW(r.frequency, r.period, r.flow, r.reporter, r.partner, r.unit, r.hs_revision, r.total, r.problem), 0);
\endif
-- whatever the publisher, the World by its name is not a partner
UPDATE csv_common SET total = 'world' WHERE total IS NULL AND partner ~ '[^0-9]' AND is_total_partner(partner);
CREATE TEMP TABLE csv_country ON COMMIT DROP AS	-- each code once; NULL is left out
SELECT code, coalesce(own.country, country_code(code, nullif(:'system', ''), other_asia => nullif(:'other_asia', ''))) AS country,
	CASE WHEN own.country IS NULL THEN coalesce(own.problem, country_problem(code, nullif(:'system', '')),
		CASE WHEN code = 'NA' AND :'system' = '' THEN country_note(code) END) END AS problem	-- Namibia, or a country that is missing
FROM (SELECT coalesce(partner, '') FROM csv_common UNION SELECT coalesce(reporter, '') FROM csv_common) AS c(code) LEFT JOIN csv_own_code AS own USING (code);
-- spreadsheets take 0 from the front of a code, which leaves it one digit short
CREATE TEMP TABLE csv_product ON COMMIT DROP AS
SELECT row_number() OVER ()::int AS id, p.product, CASE WHEN digits ~ '^9{4,}$' OR whole = '9999AA' THEN rpad('', greatest(length(digits), 2), '9') WHEN is_all THEN 'TOTAL' ELSE hs_code(whole) END AS hs,
	is_all, digits ~ '^9{4,}$' OR whole = '9999AA' AS is_unspecified, hs_problem(whole) AS problem, whole = '0' || code AS was_short
FROM (SELECT coalesce(product, '') AS product FROM csv_record GROUP BY 1) AS p, regexp_replace(translate(p.product, ''' "', ''), '^([0-9]+)\.0$', '\1') AS code,	-- a column of decimals
	LATERAL (SELECT CASE WHEN code ~ '^[1-9][0-9]*$' AND length(code) + 1 = ANY (string_to_array(:'code_lengths', ' ')::int[])
		AND length(code) <> ALL (string_to_array(:'code_lengths', ' ')::int[]) THEN '0' || code WHEN code ~ '^[0-9]+$' THEN code ELSE p.product END AS whole) AS w,
	LATERAL (SELECT regexp_replace(whole, '[^0-9]', '', 'g') AS digits, upper(btrim(code)) IN ('TOTAL', '', 'ALL', '-') AS is_all) AS d;
ALTER TABLE csv_common ADD reporter_country text, ADD reporter_problem text, ADD partner_country text, ADD partner_problem text,
	ADD exporter text, ADD importer text, ADD book int, ADD is_odd bool, ADD same int8;	-- book: of the file's totals; odd: something is to be said of it
UPDATE csv_common AS m SET unit = coalesce(m.unit, ''), reporter_country = c.country, reporter_problem = c.problem, partner_country = o.country, partner_problem = o.problem,
	exporter = CASE WHEN m.flow IN ('import', 're-import') THEN o.country ELSE c.country END, importer = CASE WHEN m.flow IN ('import', 're-import') THEN c.country ELSE o.country END, book = r.book,
	is_odd = m.problem IS NOT NULL OR m.total IS NOT NULL OR c.country IS NULL OR o.country IS NULL OR o.problem IS NOT NULL OR o.country = c.country,
	same = CASE WHEN m.problem IS NULL THEN hash_record_extended(ROW(coalesce(c.country, m.reporter), m.flow, m.period, m.frequency, ltrim(m.partner, '0'), coalesce(m.unit, ''), m.total), 0) END
FROM (SELECT m.id, coalesce(m.reporter, '') AS reporter, coalesce(m.partner, '') AS partner, dense_rank() OVER (ORDER BY m.flow, c.country, extract(year FROM m.period))::int AS book
	FROM csv_common AS m JOIN csv_country AS c ON c.code = coalesce(m.reporter, '')) AS r
	JOIN csv_country AS c ON c.code = r.reporter JOIN csv_country AS o ON o.code = r.partner WHERE r.id = m.id;
ANALYZE csv_common, csv_country, csv_product;
-- the level of the products: the finest in the file; 0 where it has only their total
SELECT NOT EXISTS (SELECT FROM csv_common WHERE problem IS NULL AND total IS NULL) AS only_totals \gset
SELECT coalesce(nullif(:'digits', '')::int, (SELECT max(l) FROM (SELECT DISTINCT length(hs) AS l FROM csv_product WHERE NOT is_all AND NOT is_unspecified) AS d
	WHERE (SELECT true FROM csv_record AS r JOIN csv_product AS p ON p.product = coalesce(r.product, '')
		WHERE length(p.hs) = l AND NOT is_all AND NOT is_unspecified AND (r.common).problem IS NULL AND r.problem IS NULL AND ((r.common).total IS NULL OR :'only_totals' AND (r.common).total = 'world') LIMIT 1)), 0) AS finest \gset
ALTER TABLE csv_product ADD level int, ADD is_odd bool, ADD key int8;
UPDATE csv_product SET level = l, is_odd = hs IS NULL OR is_all AND :finest > 0 OR is_unspecified OR was_short OR l <> :finest, key = hashtextextended(coalesce(hs, product), 1)
FROM (SELECT id AS of, CASE WHEN is_all THEN 0 WHEN is_unspecified AND length(hs) = 4 AND :finest = 6 THEN 6 ELSE length(hs) END AS l FROM csv_product) AS d WHERE of = id;

\set flow_columns 'm.id AS context, m.frequency, m.period, m.flow, m.reporter, m.partner, m.unit, m.hs_revision, m.total, m.reporter_country, m.reporter_problem, m.partner_country, m.partner_problem, m.exporter, m.importer, m.book, p.id AS product, p.product AS code, p.problem AS product_problem, p.hs, p.level, p.is_all, p.is_unspecified, p.was_short'
CREATE TEMP VIEW csv_flow AS
SELECT r.n, nullif(r.split, '') AS split, r.value, r.quantity, r.weight_kg, coalesce(m.problem, r.problem) AS problem, r.problem AS row_problem, m.same # p.key # coalesce(hashtextextended(nullif(split, ''), 2), 0) AS key,
	m.is_odd OR p.is_odd OR r.value IS NULL OR r.problem IS NOT NULL AS is_odd, :flow_columns
FROM csv_record AS r, LATERAL (SELECT (r.common).*) AS m, csv_product AS p WHERE p.product = coalesce(r.product, '');
SELECT EXISTS (SELECT FROM csv_flow WHERE split IS NOT NULL) AS has_splits \gset
-- Most files have no rows given twice, which is seen at less cost than which they are: one code is one thing, and no two rows have the same codes.
SELECT NOT :'is_plain' AND NOT :'has_splits' AND (SELECT count(same) = count(DISTINCT same) FROM csv_common) AND (SELECT count(*) = count(DISTINCT key) FROM csv_product) AS is_hopeful,
	EXISTS (SELECT FROM csv_common WHERE is_odd) OR EXISTS (SELECT FROM csv_product WHERE is_odd) AS has_odd_codes \gset
\if :is_hopeful
SELECT count(*) = count(DISTINCT hashtextextended(product, (common).id)) AS is_hopeful FROM csv_record \gset
\endif
\if :is_hopeful
\set may_repeat f
\set has_parts f
\else
CREATE TEMP TABLE csv_found ON COMMIT DROP AS
SELECT n, split, value, quantity, weight_kg, problem, row_problem, key, is_odd, context, product FROM csv_flow;
DROP VIEW csv_flow;
CREATE TEMP VIEW csv_flow AS
SELECT n, split, value, quantity, weight_kg, f.problem, f.row_problem, f.key, f.is_odd, :flow_columns
FROM csv_found AS f JOIN csv_common AS m ON m.id = f.context JOIN csv_product AS p ON p.id = f.product;
-- equal rows have equal keys
SELECT count(key) > count(DISTINCT key) AS may_repeat, count(n) <> (SELECT count(*) FROM csv_rows) AS has_parts FROM csv_found \gset
\if :may_repeat
UPDATE csv_found SET is_odd = true WHERE NOT is_odd AND key IN (SELECT key FROM csv_found GROUP BY key HAVING count(*) > 1);
\endif
\endif
\ir record_rows.sql
\if :is_hopeful
SELECT :rows_written - count(*) AS plain_rows, :'is_new' AS is_quick, EXISTS (SELECT FROM csv_judged WHERE verdict = 'a total, to check with') AS has_totals FROM csv_judged WHERE verdict IS NULL \gset
\else
SELECT count(*) AS plain_rows, false AS is_quick FROM csv_found WHERE NOT is_odd \gset
\endif

-- What is kept, by flow, reporter, year and product, added up exactly, whole numbers fast.  A new table has it all, and nothing else; products are told apart where there are totals.
\set exact_parts 'LATERAL (SELECT CASE WHEN is_whole THEN value::int8 END AS whole, CASE WHEN NOT is_whole THEN value::numeric END AS broken FROM (SELECT abs(value) < 1e15 AND value = trunc(value) AS is_whole) AS w) AS v'
\if :is_quick
CREATE TEMP TABLE csv_book ON COMMIT DROP AS
WITH book_of AS (SELECT DISTINCT book, flow, reporter_country AS reporter, period FROM csv_common)
SELECT book, hs, sum(value) AS value
FROM (SELECT flow, reporter, period, CASE WHEN :'has_totals' THEN hs END AS hs, coalesce(sum(whole), 0) + coalesce(sum(broken), 0) AS value FROM trade_record, :exact_parts GROUP BY 1, 2, 3, 4) AS r JOIN book_of USING (flow, reporter, period)
GROUP BY 1, 2;
\else
CREATE TEMP TABLE csv_book ON COMMIT DROP AS
SELECT book, hs, coalesce(sum(whole), 0) + coalesce(sum(broken), 0) AS value FROM csv_kept, :exact_parts GROUP BY 1, 2;
\endif
-- The file's totals are by product where it has such rows, else of all products;
-- a product that was dropped counts as missing.
CREATE TEMP TABLE csv_total ON COMMIT DROP AS
WITH flow_of AS (SELECT DISTINCT book, flow FROM csv_common),
world AS (
	SELECT book, nullif(upper(item), 'TOTAL') AS hs, value::numeric AS value
	FROM csv_judged WHERE verdict = 'a total, to check with' AND (length(hs) = :finest OR hs IS NULL OR hs = 'TOTAL')),
total AS (
	SELECT book, hs, sum(value) AS value, bool_or(hs IS NOT NULL) OVER () AS by_product
	FROM world GROUP BY book, hs),
kept AS (
	SELECT book, hs, value FROM csv_book),
checked AS (
	SELECT t.book, t.value AS total, coalesce(sum(k.value), 0) AS kept
	FROM total AS t LEFT JOIN kept AS k ON k.book = t.book AND (k.hs = t.hs OR t.hs IS NULL)
	WHERE (t.hs IS NOT NULL) = t.by_product
	GROUP BY t.book, t.hs, t.value),
flows AS (SELECT flow, total, kept FROM checked JOIN flow_of USING (book)),
partner_total AS (SELECT flow, reporter, partner, period, frequency, sum(value::numeric) AS total FROM csv_judged
	WHERE verdict = 'a partner''s total, to check with' GROUP BY 1, 2, 3, 4, 5),
partner_kept AS (SELECT flow, reporter, partner, period, frequency, sum(value::numeric) AS kept FROM csv_kept
	WHERE EXISTS (SELECT FROM csv_judged WHERE verdict = 'a partner''s total, to check with') GROUP BY 1, 2, 3, 4, 5)
SELECT flow AS what, :'currency' AS unit, kept, total FROM flows
UNION ALL SELECT flow, :'currency', coalesce(k.kept, 0), t.total	-- a partner's total over products, where the World's are not there
	FROM partner_total AS t LEFT JOIN partner_kept AS k USING (flow, reporter, partner, period, frequency)
	WHERE NOT EXISTS (SELECT FROM flows AS c WHERE c.flow = t.flow)
UNION ALL SELECT k.flow, :'currency', k.value - coalesce((SELECT sum(c.kept) FROM flows AS c WHERE c.flow = k.flow), 0)
	- CASE WHEN EXISTS (SELECT FROM flows AS c WHERE c.flow = k.flow) THEN 0
		ELSE coalesce((SELECT sum(p.kept) FROM partner_kept AS p JOIN partner_total USING (flow, reporter, partner, period, frequency) WHERE flow = k.flow), 0) END, NULL
FROM (SELECT flow, sum(value) AS value FROM kept JOIN flow_of USING (book) GROUP BY flow) AS k;

-- a row of which parts are dropped is counted once
\if :has_parts
CREATE TEMP TABLE csv_verdict ON COMMIT DROP AS
SELECT fate, CASE fate WHEN 'kept' THEN note ELSE verdict END AS why,
	(row_number() OVER (PARTITION BY n ORDER BY fate DESC, verdict = 'nothing traded', verdict) = 1)::int AS rows,
	:'currency' AS unit, value::numeric AS value
FROM (SELECT n, verdict, note, value FROM csv_judged UNION ALL SELECT n, NULL, '', value FROM csv_flow WHERE NOT is_odd) AS f,
	LATERAL (SELECT CASE WHEN verdict IS NULL THEN 'kept' ELSE 'dropped' END AS fate) AS v
WHERE n IS NOT NULL;
\else
CREATE TEMP TABLE csv_verdict ON COMMIT DROP AS
SELECT CASE WHEN verdict IS NULL THEN 'kept' ELSE 'dropped' END AS fate, coalesce(verdict, note) AS why, count(*)::int AS rows, :'currency' AS unit, sum(value::numeric) AS value
FROM csv_judged WHERE n IS NOT NULL GROUP BY 1, 2
UNION ALL SELECT 'kept', '', :plain_rows, :'currency', coalesce((SELECT sum(value) FROM csv_book), 0) - coalesce((SELECT sum(value::numeric) FROM csv_judged WHERE verdict IS NULL), 0) WHERE :plain_rows > 0;	-- those of which nothing is to be said
\endif
DROP VIEW csv_kept, csv_flow, csv_record;
\ir audit.sql
