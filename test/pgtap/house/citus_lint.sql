-- Every aggregate can be computed in parts: in parallel workers and on the
-- workers of a distributed database, which ship states as SQL values.
BEGIN;
\set made `cat trade_exposure--*.sql | grep -c '^CREATE AGGREGATE '`
SELECT plan(3);

CREATE FUNCTION pg_temp.unfit_aggregates(extension name) RETURNS TABLE (aggregate text, problem text)
LANGUAGE sql AS $$
SELECT a.aggfnoid::regprocedure::text, problem
FROM pg_depend AS d
	JOIN pg_extension AS e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
	JOIN pg_aggregate AS a ON d.classid = 'pg_proc'::regclass AND a.aggfnoid = d.objid
	JOIN pg_proc AS p ON p.oid = a.aggfnoid
	JOIN pg_type AS t ON t.oid = a.aggtranstype
	JOIN pg_type AS r ON r.oid = p.prorettype,
	LATERAL (VALUES
		(a.aggkind <> 'n', 'is an ordered-set aggregate'),
		(a.aggcombinefn = 0, 'has no combine function'),
		(t.typtype = 'p', 'has no real type as its state'),
		(t.typsend = 0 OR t.typreceive = 0, 'has a state without a binary form'),
		(a.aggfinalextra, 'passes extra arguments to its final function'),
		(a.aggfinalmodify <> 'r', 'has a final function that changes the state'),
		(p.pronargs = 0, 'has no arguments'),
		(EXISTS (SELECT FROM unnest(p.proargtypes) AS arg JOIN pg_type AS y ON y.oid = arg WHERE y.typtype = 'p'), 'has a polymorphic argument'),
		(r.typtype = 'p', 'has a pseudo type as its result'),
		(p.proparallel <> 's', 'is not parallel safe'),
		(EXISTS (SELECT FROM pg_proc AS f WHERE f.oid IN (a.aggtransfn, a.aggcombinefn, a.aggfinalfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn)
			AND (f.provolatile <> 'i' OR f.proparallel <> 's')), 'has a support function that is not immutable and parallel safe'),
		(a.aggtransspace = 0 AND t.typlen = -1, 'does not say how large its state is')
	) AS v(is_so, problem)
WHERE e.extname = extension AND is_so
ORDER BY 1, 2
$$;

SELECT is_empty($$SELECT * FROM pg_temp.unfit_aggregates('trade_exposure')$$, 'every aggregate can be computed in parts');

SELECT is((SELECT count(*) FROM pg_depend AS d JOIN pg_aggregate AS a ON a.aggfnoid = d.objid
	WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND d.classid = 'pg_proc'::regclass
		AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'trade_exposure')), :made::bigint,
	'each aggregate that the install script makes was looked at');

-- the lint itself sees an aggregate that is unfit
CREATE AGGREGATE public.unfit(float8) (SFUNC = float8_accum, STYPE = float8[], FINALFUNC = float8_avg, FINALFUNC_MODIFY = READ_WRITE, INITCOND = '{0,0,0}');
ALTER EXTENSION trade_exposure ADD AGGREGATE public.unfit(float8);
SELECT results_eq($$SELECT problem FROM pg_temp.unfit_aggregates('trade_exposure') WHERE aggregate ~ 'unfit'$$,
	ARRAY['does not say how large its state is', 'has a final function that changes the state', 'has no combine function', 'is not parallel safe'],
	'the check finds what is wrong with an unfit aggregate');

SELECT * FROM finish();
ROLLBACK;
