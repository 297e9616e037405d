-- Tables of one column each, inline, in TOAST and compressed, and what asks everything of
-- each of their rows (damaged_pages.pl).
CREATE EXTENSION trade_exposure;
SET search_path = public, te_support;
SET client_min_messages = warning;
CREATE AGGREGATE part (text, float8) (sfunc = te_support.te_mix_accum, stype = supply_mix);
CREATE AGGREGATE part (text, text, float8) (sfunc = te_support.te_network_accum, stype = supply_network);
CREATE TABLE kept_mix (v supply_mix);
CREATE TABLE kept_network (v supply_network);
CREATE TABLE kept_schedule (v tariff_schedule);
CREATE TABLE kept_total (v duty_total);
INSERT INTO kept_mix SELECT supply_mix('X' || i, i * k % 97 + 0.1) FROM generate_series(1, 8) AS i, generate_series(1, 20) AS k GROUP BY k;
INSERT INTO kept_mix SELECT part('X' || i, i * k % 97 + 0.1) FROM generate_series(1, 8) AS i, generate_series(1, 20) AS k GROUP BY k;
INSERT INTO kept_mix SELECT supply_mix('X' || i, i * k % 97 + 0.1) FROM generate_series(1, 400) AS i, generate_series(1, 8) AS k GROUP BY k;
INSERT INTO kept_network SELECT supply_network('X' || i, 'X' || i * k % 9, i * k % 97 + 0.1) FROM generate_series(1, 8) AS i, generate_series(1, 20) AS k GROUP BY k;
INSERT INTO kept_network SELECT part('X' || i, 'X' || i * k % 9, i * k % 97 + 0.1) FROM generate_series(1, 8) AS i, generate_series(1, 20) AS k GROUP BY k;
INSERT INTO kept_network SELECT supply_network('X' || i, 'X' || i * k % 50, i * k % 97 + 0.1) FROM generate_series(1, 300) AS i, generate_series(1, 8) AS k GROUP BY k;
INSERT INTO kept_network VALUES ('{A>B:1,B>C:2;A[output=10,final_demand=3,value_added=2,sector=S,essential=1],B[output=5,sector=T,essential=0]}');
INSERT INTO tariff_regime (regime, currency) VALUES ('US', 'USD');
INSERT INTO tariff_program (regime, program, ord, mandatory) VALUES ('US', 'MFN', 1, true), ('US', 'RECIP', 2, false);
INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, area, rate, op, "over", valid_from, valid_to)
VALUES ('US', '1', 'MFN', '8505', '*', '2.1%', 'add', NULL, NULL, NULL), ('US', '2', 'MFN', '8703', '*', '10% MIN 5 EUR/100 KGM', 'add', NULL, NULL, NULL),
	('US', '3', 'RECIP', '', 'JP', '15%', 'floor', '{MFN}', '2025-08-07', NULL);
DO $$ BEGIN PERFORM tariff_compile('US'); END $$;
INSERT INTO kept_schedule SELECT compiled FROM tariff_regime, generate_series(1, 10);
INSERT INTO kept_total SELECT '(5,100,0,1,0)' FROM generate_series(1, 20);
-- the same values once more, compressed where that is worth while, and never
CREATE TABLE kept_mix_external (v supply_mix);
ALTER TABLE kept_mix_external ALTER v SET STORAGE external;
INSERT INTO kept_mix_external SELECT v FROM kept_mix;
CREATE TABLE kept_network_external (v supply_network);
ALTER TABLE kept_network_external ALTER v SET STORAGE external;
INSERT INTO kept_network_external SELECT v FROM kept_network;

-- every question that takes one of our values and else only what has a default, or
-- another value of the type, as a template
CREATE VIEW question AS
SELECT t.typname AS type, format('SELECT %s(v) FROM %%s WHERE ctid = $1', p.oid::regproc) AS query
FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid JOIN pg_proc AS p ON p.oid = d.objid JOIN pg_type AS t ON t.oid = p.proargtypes[0]
WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = 'trade_exposure'
	AND p.prokind IN ('f', 'a') AND p.pronargs - p.pronargdefaults <= 1 AND t.typname IN ('supply_mix', 'supply_network', 'tariff_schedule', 'duty_total')
UNION ALL
SELECT t.typname, format('SELECT v OPERATOR(%s.%s) (SELECT w.v FROM %%1$s AS w WHERE w.ctid <> $1 ORDER BY ctid LIMIT 1) FROM %%1$s WHERE ctid = $1', o.oprnamespace::regnamespace, o.oprname)
FROM pg_operator AS o JOIN pg_type AS t ON t.oid = o.oprleft
WHERE o.oprleft = o.oprright AND t.typname IN ('supply_mix', 'supply_network', 'tariff_schedule', 'duty_total')
UNION ALL
SELECT t, format(q, '%s') FROM unnest('{supply_mix,supply_network,tariff_schedule,duty_total}'::text[]) AS t,
	unnest('{"SELECT v::text FROM %s WHERE ctid = $1","SELECT count(*) FROM (SELECT v FROM %s WHERE ctid = $1 OFFSET 0) AS q WHERE v IS NOT NULL"}'::text[]) AS q
UNION ALL
SELECT 'tariff_schedule', 'SELECT tariff_layers(v, ''85051100'', ''JP'', ''2025-09-01'', 100) FROM %s WHERE ctid = $1';

-- What came of it: "answered", or SQLSTATE and the beginning of the message, and how often.
CREATE FUNCTION ask_everything() RETURNS TABLE (what text, times bigint) LANGUAGE plpgsql AS $$
DECLARE
	asked record;
	place tid;
	places tid[];
	outcome text;
	said jsonb := '{}';
BEGIN
	FOR asked IN SELECT c.oid::regclass AS kept, q.query FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = 1
		JOIN question AS q ON q.type = a.atttypid::regtype::text WHERE c.relkind = 'r' AND c.relname LIKE 'kept\_%' LOOP
		BEGIN
			EXECUTE format('SELECT array_agg(ctid) FROM %s', asked.kept) INTO places;
		EXCEPTION WHEN OTHERS THEN
			said := said || jsonb_build_object(sqlstate || ' page', coalesce((said->>(sqlstate || ' page'))::int, 0) + 1);
			CONTINUE;
		END;
		FOREACH place IN ARRAY coalesce(places, '{}') LOOP
			BEGIN
				EXECUTE format(asked.query, asked.kept) USING place;
				outcome := 'answered';
			EXCEPTION WHEN query_canceled THEN
				RAISE;
			WHEN OTHERS THEN
				outcome := sqlstate || ' ' || regexp_replace(left(sqlerrm, 60), '[0-9|"].*', '');
			END;
			said := said || jsonb_build_object(outcome, coalesce((said->>outcome)::int, 0) + 1);
		END LOOP;
	END LOOP;
	RETURN QUERY SELECT key, value::bigint FROM jsonb_each_text(said);
END $$;
VACUUM FREEZE;
