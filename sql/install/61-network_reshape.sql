-- Networks reshaped: nodes kept, dropped, grouped and renamed, flows scaled, shifted and balanced.

CREATE FUNCTION @extschema@.network_group(network @extschema@.supply_network, groups jsonb, others text DEFAULT NULL)
RETURNS @extschema@.supply_network LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
BEGIN ATOMIC
	SELECT CASE WHEN network IS NULL THEN NULL ELSE coalesce(@extschema@.with_nodes(e.net, n.node, n.output, n.final_demand, n.value_added, n.sector, n.essential),
		'{}'::@extschema@.supply_network) END
	FROM (SELECT coalesce(@extschema@.supply_network(coalesce(groups ->> f.supplier, others, f.supplier), coalesce(groups ->> f."user", others, f."user"), f.amount),
			'{}'::@extschema@.supply_network) AS net FROM @extschema@.each_edge(network) AS f) AS e,
		(SELECT coalesce(groups ->> v.node, others, v.node) AS node,
			CASE WHEN count(v.output) = count(*) THEN sum(v.output) END AS output,
			CASE WHEN count(v.final_demand) = count(*) THEN sum(v.final_demand) END AS final_demand,
			CASE WHEN count(v.value_added) = count(*) THEN sum(v.value_added) END AS value_added,
			CASE WHEN count(DISTINCT v.sector) = 1 AND count(v.sector) = count(*) THEN min(v.sector) END AS sector,
			max(v.essential) AS essential
		FROM @extschema@.each_node(network) AS v GROUP BY 1) AS n;
END;
COMMENT ON FUNCTION @extschema@.network_group(@extschema@.supply_network, jsonb, text) IS
'The network with nodes put together: "groups" says node → group, nodes that it does not name stay, or become "others"; flows and accounts add up (an account that one member lacks is unknown), flows inside a group become what it sells to itself. Example: SELECT network_group(''{A>C:1,B>C:2,C>A:4}'', ''{"A": "X", "B": "X"}'') → {C>X:4,X>C:3;rows=3}';

CREATE FUNCTION @extschema@.network_group_countries(network @extschema@.supply_network, group_name text, on_date date DEFAULT CURRENT_DATE,
	own_groups jsonb DEFAULT NULL)
RETURNS @extschema@.supply_network LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
BEGIN ATOMIC
	SELECT CASE WHEN @extschema@.country_group(group_name, on_date, own_groups) IS NOT NULL
		THEN @extschema@.network_group(network, coalesce((SELECT jsonb_object_agg(n.node, group_name || substr(n.node, length(split_part(n.node, '|', 1)) + 1))
			FROM @extschema@.each_node(network) AS n WHERE @extschema@.in_country_group(split_part(n.node, '|', 1), group_name, on_date, own_groups)), '{}')) END;
END;
COMMENT ON FUNCTION @extschema@.network_group_countries(@extschema@.supply_network, text, date, jsonb) IS
'The network with the members of a dated country group (see country_group) as one place with the name of the group: nodes are countries by iso3 or iso2 code, or begin with one and "|"; a product or sector behind it stays; NULL when the group has no members on that day. Example: SELECT network_group_countries(''{"DEU|steel">"FRA|cars":4,"CHN|ore">"DE|steel":2}'', ''EU'', ''2024-01-01'') → {"CHN|ore">"EU|steel":2,"EU|steel">"EU|cars":4}';

CREATE FUNCTION @extschema@.network_rename(network @extschema@.supply_network, names jsonb)
RETURNS @extschema@.supply_network LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
BEGIN ATOMIC
	SELECT CASE WHEN network IS NULL THEN NULL ELSE coalesce(@extschema@.with_nodes(e.net, coalesce(names ->> n.node, n.node), n.output, n.final_demand, n.value_added, n.sector, n.essential),
		'{}'::@extschema@.supply_network) END
	FROM (SELECT coalesce(@extschema@.supply_network(coalesce(names ->> f.supplier, f.supplier), coalesce(names ->> f."user", f."user"), f.amount),
			'{}'::@extschema@.supply_network) AS net FROM @extschema@.each_edge(network) AS f) AS e,
		@extschema@.each_node(network) AS n;
END;
COMMENT ON FUNCTION @extschema@.network_rename(@extschema@.supply_network, jsonb) IS
'The network with nodes renamed, old → new; two nodes that would get one name are an error (network_group puts them together). Example: SELECT network_rename(''{A>B:1}'', ''{"A": "Ore"}'') → {Ore>B:1}';

CREATE FUNCTION @extschema@.network_keep(network @extschema@.supply_network, nodes text[])
RETURNS @extschema@.supply_network LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
BEGIN ATOMIC
	SELECT CASE WHEN network IS NULL THEN NULL ELSE coalesce(@extschema@.with_nodes(e.net, n.node, n.output,
			n.final_demand + coalesce(o.amount, 0), n.value_added, n.sector, n.essential), '{}'::@extschema@.supply_network) END
	FROM (SELECT coalesce(@extschema@.supply_network(f.supplier, f."user", f.amount), '{}'::@extschema@.supply_network) AS net
			FROM @extschema@.each_edge(network) AS f WHERE f.supplier = ANY (nodes) AND f."user" = ANY (nodes)) AS e,
		@extschema@.each_node(network) AS n
		LEFT JOIN (SELECT f.supplier, sum(f.amount) AS amount FROM @extschema@.each_edge(network) AS f WHERE NOT f."user" = ANY (nodes) GROUP BY 1) AS o
			ON o.supplier = n.node
	WHERE n.node = ANY (nodes);
END;
COMMENT ON FUNCTION @extschema@.network_keep(@extschema@.supply_network, text[]) IS
'The network of some nodes only: what they sell to others counts as final demand (output stays), what they buy from others is left out. Example: SELECT network_keep(''{A>B:1,B>C:2;B[final_demand=5]}'', ''{A,B}'') → {A>B:1;B[final_demand=7]}';

CREATE FUNCTION @extschema@.network_drop(network @extschema@.supply_network, nodes text[])
RETURNS @extschema@.supply_network LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
BEGIN ATOMIC
	SELECT @extschema@.network_keep(network, ARRAY(SELECT n.node FROM @extschema@.each_node(network) AS n WHERE NOT n.node = ANY (nodes)));
END;
COMMENT ON FUNCTION @extschema@.network_drop(@extschema@.supply_network, text[]) IS
'The network without some nodes, such as a TOTAL row or an idle sector: what the others sell to them counts as final demand. Example: SELECT network_drop(''{A>B:1,A>TOTAL:1,B>A:2,B>TOTAL:2}'', ''{TOTAL}'') → {A>B:1,B>A:2}';

CREATE FUNCTION @extschema@.network_scale(network @extschema@.supply_network, factor float8, suppliers text[] DEFAULT NULL, users text[] DEFAULT NULL)
RETURNS @extschema@.supply_network LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
BEGIN ATOMIC
	SELECT CASE WHEN network IS NULL THEN NULL ELSE coalesce(@extschema@.with_nodes(e.net, n.node, n.output * a.k, n.final_demand * a.k, n.value_added * a.k, n.sector, n.essential),
		'{}'::@extschema@.supply_network) END
	FROM (SELECT coalesce(@extschema@.supply_network(f.supplier, f."user", f.amount *
				CASE WHEN (suppliers IS NULL OR f.supplier = ANY (suppliers)) AND (users IS NULL OR f."user" = ANY (users)) THEN te_support.te_finite_float8('factor'::text, factor) ELSE 1 END),
			'{}'::@extschema@.supply_network) AS net FROM @extschema@.each_edge(network) AS f) AS e,
		@extschema@.each_node(network) AS n,
		(SELECT CASE WHEN suppliers IS NULL AND users IS NULL THEN te_support.te_finite_float8('factor'::text, factor) ELSE 1 END AS k) AS a;
END;
COMMENT ON FUNCTION @extschema@.network_scale(@extschema@.supply_network, float8, text[], text[]) IS
'The network with flows times a factor: all of them with the accounts (another unit), or those of some suppliers, some users or both, accounts as they are. Example: SELECT network_scale(''{A>B:1,C>B:2}'', 0.5, suppliers => ''{C}'') → {A>B:1,C>B:1}';

CREATE FUNCTION @extschema@.network_shift(network @extschema@.supply_network, from_supplier text, to_supplier text,
	users text[] DEFAULT NULL, share float8 DEFAULT 1)
RETURNS @extschema@.supply_network LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
BEGIN ATOMIC
	SELECT CASE WHEN network IS NULL THEN NULL ELSE coalesce(@extschema@.with_nodes(e.net, n.node,
			n.output + m.moved * CASE n.node WHEN from_supplier THEN -1 WHEN to_supplier THEN 1 ELSE 0 END,
			n.final_demand, n.value_added, n.sector, n.essential), '{}'::@extschema@.supply_network) END
	FROM (SELECT coalesce(@extschema@.supply_network(g.supplier, g."user", g.amount), '{}'::@extschema@.supply_network) AS net FROM (
			SELECT f.supplier, f."user", f.amount * CASE WHEN f.supplier = from_supplier AND (users IS NULL OR f."user" = ANY (users)) THEN 1 - network_shift.share ELSE 1 END AS amount
			FROM @extschema@.each_edge(network) AS f
			UNION ALL
			SELECT to_supplier, f."user", f.amount * network_shift.share FROM @extschema@.each_edge(network) AS f
			WHERE f.supplier = from_supplier AND (users IS NULL OR f."user" = ANY (users))) AS g) AS e,
		@extschema@.each_node(network) AS n,
		(SELECT coalesce(sum(f.amount) * network_shift.share, 0) AS moved FROM @extschema@.each_edge(network) AS f
			WHERE f.supplier = from_supplier AND (users IS NULL OR f."user" = ANY (users))) AS m;
END;
COMMENT ON FUNCTION @extschema@.network_shift(@extschema@.supply_network, text, text, text[], float8) IS
'The network in which users buy from another supplier what they bought from one, or a share of it: a new mine, a diverted flow; outputs that are known move along. Example: SELECT network_shift(''{CHN>JPN:30,AUS>JPN:10}'', ''CHN'', ''AUS'', ''{JPN}'', 0.5) → {AUS>JPN:25,CHN>JPN:15;rows=3}';

CREATE FUNCTION @extschema@.network_transpose(network @extschema@.supply_network)
RETURNS @extschema@.supply_network LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
BEGIN ATOMIC
	SELECT CASE WHEN network IS NULL THEN NULL ELSE coalesce(@extschema@.with_nodes(e.net, n.node, n.output, n.value_added, n.final_demand, n.sector, n.essential),
		'{}'::@extschema@.supply_network) END
	FROM (SELECT coalesce(@extschema@.supply_network(f."user", f.supplier, f.amount), '{}'::@extschema@.supply_network) AS net FROM @extschema@.each_edge(network) AS f) AS e,
		@extschema@.each_node(network) AS n;
END;
COMMENT ON FUNCTION @extschema@.network_transpose(@extschema@.supply_network) IS
'The network with every flow turned round, and final demand and value added changed over: the mirror in which the models of costs are those of demand. Example: SELECT network_transpose(''{A>B:1;A[final_demand=3]}'') → {B>A:1;A[value_added=3]}';

CREATE FUNCTION @extschema@.network_totals(network @extschema@.supply_network)
RETURNS TABLE (node text, side text) LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000 ROWS 1
BEGIN ATOMIC
	SELECT e.supplier, 'row'::text FROM @extschema@.each_edge(network) AS e WHERE e."user" <> e.supplier GROUP BY e.supplier
	HAVING bool_and(abs(e.share - 0.5) < 1e-3) AND count(*) > 1
		AND count(*) = (SELECT count(DISTINCT f."user") FROM @extschema@.each_edge(network) AS f WHERE f."user" <> e.supplier)
	UNION ALL
	SELECT e."user", 'column'::text
	FROM @extschema@.each_edge(network) AS e
		JOIN (SELECT f.supplier, sum(f.amount) AS sold FROM @extschema@.each_edge(network) AS f GROUP BY f.supplier) AS s USING (supplier)
	WHERE e."user" <> e.supplier GROUP BY e."user"
	HAVING bool_and(abs(e.amount - s.sold / 2) < 1e-3 * abs(s.sold)) AND count(*) > 1
		AND count(*) = (SELECT count(DISTINCT f.supplier) FROM @extschema@.each_edge(network) AS f WHERE f.supplier <> e."user")
	ORDER BY 1, 2;
END;
COMMENT ON FUNCTION @extschema@.network_totals(@extschema@.supply_network) IS
'Nodes that are sums of all others, to a thousandth: a TOTAL row or column that was loaded as a node, and doubles all multipliers; network_drop takes them out. Example: SELECT node, side FROM network_totals(''{A>A:1,A>B:2,B>A:3,B>B:4,TOTAL>A:4,TOTAL>B:6}'') → (TOTAL, row)';

CREATE FUNCTION @extschema@.supply_use_network(supply_table @extschema@.supply_network, use_table @extschema@.supply_network)
RETURNS @extschema@.supply_network LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000
BEGIN ATOMIC
	SELECT @extschema@.with_nodes(z.net, q.product, q.output, NULL::float8)
	FROM (SELECT coalesce(@extschema@.supply_network(u.supplier, v."user", u.amount * v.amount / g.output), '{}'::@extschema@.supply_network) AS net
			FROM @extschema@.each_edge(use_table) AS u
				JOIN (SELECT s.supplier AS industry, sum(s.amount) AS output FROM @extschema@.each_edge(supply_table) AS s GROUP BY 1) AS g ON g.industry = u."user"
				JOIN @extschema@.each_edge(supply_table) AS v ON v.supplier = u."user") AS z,
		(SELECT s."user" AS product, sum(s.amount) AS output FROM @extschema@.each_edge(supply_table) AS s GROUP BY 1) AS q;
END;
COMMENT ON FUNCTION @extschema@.supply_use_network(@extschema@.supply_network, @extschema@.supply_network) IS
'The product-by-product network of a supply table (industry → product) and a use table (product → industry), where each industry uses the same inputs for all its products (industry technology, Z = U diag(g)^-1 V). Example: SELECT supply_use_network(''{Farm>food:8,Farm>fuel:2}'', ''{food>Farm:1,fuel>Farm:5}'') → {food>food:0.8,food>fuel:0.2,fuel>food:4,fuel>fuel:1;food[output=8],fuel[output=2]}';

CREATE FUNCTION te_support.te_network_nodes(network @extschema@.supply_network) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT array_agg(e.node ORDER BY e.node) FROM @extschema@.each_node(network) AS e;
END;
COMMENT ON FUNCTION te_support.te_network_nodes(@extschema@.supply_network) IS
'Support of network_balance: the nodes of a network in order. Example: SELECT te_support.te_network_nodes(''{B>A:1}'') → {A,B}';

CREATE FUNCTION te_support.te_network_edges(network @extschema@.supply_network) RETURNS TABLE (supplier text, buyer text, amount float8)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT e.supplier, e."user", e.amount FROM @extschema@.each_edge(network) AS e;
END;
COMMENT ON FUNCTION te_support.te_network_edges(@extschema@.supply_network) IS
'Support of network_balance: the edges of a network. Example: SELECT supplier, buyer, amount FROM te_support.te_network_edges(''{B>A:1}'') → B, A, 1';

CREATE FUNCTION te_support.te_mix_amount(mix @extschema@.supply_mix, origin text) RETURNS float8
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT e.amount FROM @extschema@.each_origin(mix) AS e WHERE e.origin = te_mix_amount.origin;
END;
COMMENT ON FUNCTION te_support.te_mix_amount(@extschema@.supply_mix, text) IS
'Support of network_balance: the amount of an origin, NULL when it is not in the mix. Example: SELECT te_support.te_mix_amount(''{CHN:3}'', ''CHN'') → 3';

CREATE FUNCTION te_support.te_network_like(network @extschema@.supply_network, suppliers text[], users text[], amounts float8[]) RETURNS @extschema@.supply_network
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT coalesce(w.net, f.net)
	FROM (SELECT coalesce(@extschema@.supply_network(e.supplier, e.buyer, e.amount), '{}'::@extschema@.supply_network) AS net
			FROM unnest(suppliers, users, amounts) AS e (supplier, buyer, amount)) AS f,
		LATERAL (SELECT @extschema@.with_nodes(f.net, o.node, o.output, o.final_demand, o.value_added, o.sector, o.essential) AS net
			FROM @extschema@.each_node(network) AS o) AS w;
END;
COMMENT ON FUNCTION te_support.te_network_like(@extschema@.supply_network, text[], text[], float8[]) IS
'Support of network_balance and of supply_network over arrays: a network of other edges whose nodes have what the given one''s have. Example: SELECT te_support.te_network_like(''{B>A:1}'', ''{B}'', ''{A}'', ''{2}'') → {B>A:2}';

CREATE FUNCTION @extschema@.network_balance(network @extschema@.supply_network, sold @extschema@.supply_mix, bought @extschema@.supply_mix,
	tolerance float8 DEFAULT 1e-9, max_rounds int4 DEFAULT 10000)
RETURNS @extschema@.supply_network LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000000
SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	names text[];
	i int[];
	j int[];
	a float8[];
	u float8[];
	v float8[];
	r float8[];
	s float8[];
	p float8[];
	n float8[];
	gap float8;
	nodes int;
	edges int;
BEGIN
	IF NOT (tolerance > 0 AND tolerance < 1) THEN
		RAISE EXCEPTION 'argument "tolerance" must be above 0 and below 1, but is %', tolerance
			USING ERRCODE = 'invalid_parameter_value', HINT = 'It is the share of its margin by which a node may be off, such as 1e-9.';
	END IF;
	IF max_rounds < 1 THEN
		RAISE EXCEPTION 'argument "max_rounds" must be at least 1, but is %', max_rounds USING ERRCODE = 'invalid_parameter_value';
	END IF;
	names := te_support.te_network_nodes(network);
	nodes := coalesce(cardinality(names), 0);
	SELECT array_agg(array_position(names, e.supplier)), array_agg(array_position(names, e.buyer)), array_agg(e.amount) INTO i, j, a
	FROM te_support.te_network_edges(network) AS e;
	edges := coalesce(cardinality(a), 0);
	SELECT array_agg(coalesce(te_support.te_mix_amount(sold, name), 0) ORDER BY k), array_agg(coalesce(te_support.te_mix_amount(bought, name), 0) ORDER BY k) INTO u, v
	FROM unnest(names) WITH ORDINALITY AS t(name, k);
	IF abs((SELECT sum(x) FROM unnest(u) AS x) - (SELECT sum(x) FROM unnest(v) AS x)) > 1e-6 * (SELECT sum(abs(x)) FROM unnest(u) AS x) THEN
		RAISE EXCEPTION 'sales of % and purchases of % do not balance', (SELECT sum(x) FROM unnest(u) AS x), (SELECT sum(x) FROM unnest(v) AS x)
			USING ERRCODE = 'data_exception', HINT = 'Both are sums of the same flows: scale one of them first.';
	END IF;
	r := array_fill(1::float8, ARRAY[nodes]);
	s := r;
	FOR step IN 1 .. max_rounds LOOP
		p := array_fill(0::float8, ARRAY[nodes]);
		n := p;
		FOR e IN 1 .. edges LOOP
			IF a[e] > 0 THEN p[i[e]] := p[i[e]] + a[e] * s[j[e]]; ELSE n[i[e]] := n[i[e]] - a[e] / s[j[e]]; END IF;
		END LOOP;
		FOR k IN 1 .. nodes LOOP
			IF p[k] > 0 THEN r[k] := greatest((u[k] + sqrt(u[k] * u[k] + 4 * p[k] * n[k])) / (2 * p[k]), 1e-300);
			ELSIF n[k] > 0 AND u[k] < 0 THEN r[k] := -n[k] / u[k]; END IF;
		END LOOP;
		p := array_fill(0::float8, ARRAY[nodes]);
		n := p;
		FOR e IN 1 .. edges LOOP
			IF a[e] > 0 THEN p[j[e]] := p[j[e]] + a[e] * r[i[e]]; ELSE n[j[e]] := n[j[e]] - a[e] / r[i[e]]; END IF;
		END LOOP;
		FOR k IN 1 .. nodes LOOP
			IF p[k] > 0 THEN s[k] := greatest((v[k] + sqrt(v[k] * v[k] + 4 * p[k] * n[k])) / (2 * p[k]), 1e-300);
			ELSIF n[k] > 0 AND v[k] < 0 THEN s[k] := -n[k] / v[k]; END IF;
		END LOOP;
		p := array_fill(0::float8, ARRAY[nodes]);
		FOR e IN 1 .. edges LOOP
			p[i[e]] := p[i[e]] + CASE WHEN a[e] > 0 THEN a[e] * r[i[e]] * s[j[e]] ELSE a[e] / (r[i[e]] * s[j[e]]) END;
		END LOOP;
		gap := 0;
		FOR k IN 1 .. nodes LOOP
			gap := greatest(gap, abs(p[k] - u[k]) / greatest(abs(u[k]), 1e-300));
			CONTINUE WHEN u[k] <> 0;
			gap := CASE WHEN abs(p[k]) <= tolerance THEN gap ELSE greatest(gap, 1) END;
		END LOOP;
		EXIT WHEN gap <= tolerance;
		IF step = max_rounds THEN
			RAISE EXCEPTION 'the network cannot be balanced: after % rounds sales are still off by a share of %', step, gap
				USING ERRCODE = 'data_exception', HINT = 'A node that must sell or buy something needs a flow to do it with.';
		END IF;
	END LOOP;
	RETURN (SELECT te_support.te_network_like(network, coalesce(array_agg(names[i[e]] ORDER BY e), '{}'), coalesce(array_agg(names[j[e]] ORDER BY e), '{}'),
			coalesce(array_agg(CASE WHEN a[e] > 0 THEN a[e] * r[i[e]] * s[j[e]] ELSE a[e] / (r[i[e]] * s[j[e]]) END ORDER BY e), '{}'))
		FROM generate_series(1, edges) AS e);
END $$;
COMMENT ON FUNCTION @extschema@.network_balance(@extschema@.supply_network, @extschema@.supply_mix, @extschema@.supply_mix, float8, int4) IS
'The network nearest to the given one whose nodes sell and buy to each other what "sold" and "bought" say (RAS; with negative flows GRAS, Junius and Oosterhaven 2003); nodes that they do not name sell or buy nothing. Example: SELECT network_balance(''{A>A:1,A>B:1,B>A:1,B>B:1}'', ''{A:4,B:2}'', ''{A:3,B:3}'') → {A>A:2,A>B:2,B>A:1,B>B:1}';

-- equality, by nodes, figures and edges; counts of rows do not matter

CREATE FUNCTION te_support.te_network_eq(a @extschema@.supply_network, b @extschema@.supply_network) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION te_support.te_network_eq(@extschema@.supply_network, @extschema@.supply_network) IS
'Function of the operator supply_network = supply_network. Example: SELECT supply_network ''{A>B:1}'' = ''{A>B:2}'' → f';

CREATE FUNCTION te_support.te_network_ne(a @extschema@.supply_network, b @extschema@.supply_network) RETURNS boolean
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;
COMMENT ON FUNCTION te_support.te_network_ne(@extschema@.supply_network, @extschema@.supply_network) IS
'Function of the operator supply_network <> supply_network. Example: SELECT supply_network ''{A>B:1}'' <> ''{A>B:2}'' → t';

CREATE FUNCTION te_support.te_network_hash(network @extschema@.supply_network) RETURNS int4
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION te_support.te_network_hash(@extschema@.supply_network) IS
'Hash of a network that agrees with equality. Example: SELECT te_support.te_network_hash(''{A>B:1}'') = te_support.te_network_hash(''{A>B:1;rows=2}'') → t';

CREATE OPERATOR @extschema@.= (LEFTARG = @extschema@.supply_network, RIGHTARG = @extschema@.supply_network, FUNCTION = te_support.te_network_eq, COMMUTATOR = OPERATOR(@extschema@.=), NEGATOR = OPERATOR(@extschema@.<>), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES);
COMMENT ON OPERATOR @extschema@.= (@extschema@.supply_network, @extschema@.supply_network) IS 'Same nodes, figures and edges. Example: SELECT supply_network ''{A>B:1}'' = ''{A>B:2}'' → f';
CREATE OPERATOR @extschema@.<> (LEFTARG = @extschema@.supply_network, RIGHTARG = @extschema@.supply_network, FUNCTION = te_support.te_network_ne, COMMUTATOR = OPERATOR(@extschema@.<>), NEGATOR = OPERATOR(@extschema@.=), RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR @extschema@.<> (@extschema@.supply_network, @extschema@.supply_network) IS 'Different nodes, figures or edges. Example: SELECT supply_network ''{A>B:1}'' <> ''{A>B:2}'' → t';

CREATE OPERATOR CLASS @extschema@.supply_network_hash_ops DEFAULT FOR TYPE @extschema@.supply_network USING hash AS
	OPERATOR 1 @extschema@.=, FUNCTION 1 te_support.te_network_hash(@extschema@.supply_network);
COMMENT ON OPERATOR CLASS @extschema@.supply_network_hash_ops USING hash IS 'Hash grouping and DISTINCT of supply networks. Example: SELECT count(*) FROM unnest(''{"{A>B:3}","{A>B:3}"}''::supply_network[]) AS network GROUP BY network → 2';
