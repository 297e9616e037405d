-- catalog_snapshot.sql -- every fact that the catalogs hold about an extension's
-- objects, one sorted line each, without OIDs:
--
--     psql -X -At -v ext=trade_exposure -f tools/catalog_snapshot.sql
--
-- A fresh installation, an updated one and a restored dump must print the same.
SET search_path = pg_catalog;
WITH member AS (
	SELECT d.classid, d.objid
	FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid
	WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = :'ext'
), proc AS (
	SELECT p.* FROM member JOIN pg_proc AS p ON classid = 'pg_proc'::regclass AND objid = p.oid
), class AS (
	SELECT c.* FROM member JOIN pg_class AS c ON classid = 'pg_class'::regclass AND objid = c.oid
), fact AS (
	SELECT 'object ' || pg_describe_object(classid, objid, 0) AS line FROM member
	UNION ALL
	SELECT format('comment %s: %s', pg_describe_object(m.classid, m.objid, 0), description)
	FROM member AS m JOIN pg_description AS d ON d.classoid = m.classid AND d.objoid = m.objid
	UNION ALL
	-- a column without a name of its own gets one (text, float8) when a body passes through a dump
	SELECT format('function %s returns %s (%s) language %s %s %s volatile=%s parallel=%s strict=%s leakproof=%s definer=%s cost=%s rows=%s kind=%s support=%s set=%s config=%s acl=%s body=%s',
		p.oid::regprocedure, format_type(prorettype, NULL), pg_get_function_arguments(p.oid), lanname, prosrc, probin,
		provolatile, proparallel, proisstrict, proleakproof, prosecdef, procost, prorows, prokind, prosupport,
		proretset, proconfig, proacl, md5(regexp_replace(pg_get_function_sqlbody(p.oid), '(::[a-z ]+) AS [a-z0-9]+', '\1', 'g')))
	FROM proc AS p JOIN pg_language AS l ON l.oid = prolang
	UNION ALL
	SELECT format('aggregate %s kind=%s %s combine=%s serial=%s,%s final=%s,%s,%s state=%s,%s init=%s moving=%s,%s,%s,%s,%s state=%s,%s init=%s sort=%s',
		aggfnoid::regprocedure, aggkind, aggtransfn, aggcombinefn, aggserialfn, aggdeserialfn,
		aggfinalfn, aggfinalextra, aggfinalmodify, format_type(aggtranstype, NULL), aggtransspace, agginitval,
		aggmtransfn, aggminvtransfn, aggmfinalfn, aggmfinalextra, aggmfinalmodify,
		format_type(aggmtranstype, NULL), aggmtransspace, aggminitval, aggsortop::regoperator)
	FROM proc AS p JOIN pg_aggregate AS a ON aggfnoid = p.oid
	UNION ALL
	SELECT format('type %s kind=%s length=%s byval=%s align=%s storage=%s category=%s%s in=%s out=%s recv=%s send=%s mod=%s,%s analyze=%s subscript=%s collation=%s default=%s',
		t.oid::regtype, typtype, typlen, typbyval, typalign, typstorage, typcategory, typispreferred, typinput, typoutput,
		typreceive, typsend, typmodin, typmodout, typanalyze, typsubscript, typcollation, typdefault)
	FROM member JOIN pg_type AS t ON classid = 'pg_type'::regclass AND objid = t.oid
	UNION ALL
	SELECT format('operator %s %s commutator=%s negator=%s restrict=%s join=%s hash=%s merge=%s', o.oid::regoperator, oprcode,
		oprcom::regoperator, oprnegate::regoperator, oprrest, oprjoin, oprcanhash, oprcanmerge)
	FROM member JOIN pg_operator AS o ON classid = 'pg_operator'::regclass AND objid = o.oid
	UNION ALL
	SELECT format('cast %s to %s function=%s context=%s method=%s', castsource::regtype, casttarget::regtype,
		castfunc::regprocedure, castcontext, castmethod)
	FROM member JOIN pg_cast AS c ON classid = 'pg_cast'::regclass AND objid = c.oid
	UNION ALL
	SELECT format('operator class %s using %s for %s default=%s key=%s family=%s', opcname, amname, opcintype::regtype,
		opcdefault, opckeytype::regtype, opfname)
	FROM member JOIN pg_opclass AS o ON classid = 'pg_opclass'::regclass AND objid = o.oid
		JOIN pg_am AS am ON am.oid = opcmethod JOIN pg_opfamily AS f ON f.oid = opcfamily
	UNION ALL
	SELECT format('family operator %s %s(%s,%s) %s %s', opfname, amopstrategy, amoplefttype::regtype, amoprighttype::regtype,
		amopopr::regoperator, amoppurpose)
	FROM member JOIN pg_opfamily AS f ON classid = 'pg_opfamily'::regclass AND objid = f.oid JOIN pg_amop ON amopfamily = f.oid
	UNION ALL
	SELECT format('family function %s %s(%s,%s) %s', opfname, amprocnum, amproclefttype::regtype, amprocrighttype::regtype, amproc)
	FROM member JOIN pg_opfamily AS f ON classid = 'pg_opfamily'::regclass AND objid = f.oid JOIN pg_amproc ON amprocfamily = f.oid
	UNION ALL
	SELECT format('relation %s kind=%s persistence=%s acl=%s rowsecurity=%s options=%s', c.oid::regclass, relkind, relpersistence,
		relacl, relrowsecurity, reloptions) FROM class AS c
	UNION ALL
	SELECT format('column %s.%s %s notnull=%s collation=%s default=%s', c.oid::regclass, attname, format_type(atttypid, atttypmod),
		attnotnull, attcollation::regcollation, pg_get_expr(adbin, adrelid))
	FROM class AS c JOIN pg_attribute ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped
		LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
	UNION ALL
	SELECT format('constraint %s %s', c.oid::regclass, pg_get_constraintdef(k.oid))
	FROM class AS c JOIN pg_constraint AS k ON conrelid = c.oid
	UNION ALL
	SELECT format('index %s', pg_get_indexdef(indexrelid)) FROM class AS c JOIN pg_index ON indrelid = c.oid
	UNION ALL
	SELECT format('trigger %s enabled=%s', pg_get_triggerdef(t.oid), tgenabled)
	FROM class AS c JOIN pg_trigger AS t ON tgrelid = c.oid WHERE NOT tgisinternal
	UNION ALL
	SELECT format('rule %s', pg_get_ruledef(r.oid)) FROM class AS c JOIN pg_rewrite AS r ON ev_class = c.oid
	UNION ALL
	SELECT format('dumped %s %s', c.r::regclass, extcondition[c.n])
	FROM pg_extension, unnest(extconfig) WITH ORDINALITY AS c(r, n) WHERE extname = :'ext'
)
SELECT line FROM fact ORDER BY line COLLATE "C";
