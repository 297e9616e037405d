-- Supply networks: the type, its aggregates, linear models and multi-tier dependence.

CREATE TYPE @extschema@.supply_network;

CREATE FUNCTION te_support.te_network_in(cstring) RETURNS @extschema@.supply_network
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_network_in(cstring) IS
'Reads a supply network from text. Example: SELECT supply_network ''{CHN>VNM:20,CHN>JPN:30}''';

CREATE FUNCTION te_support.te_network_out(@extschema@.supply_network) RETURNS cstring
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_network_out(@extschema@.supply_network) IS
'Text of a supply network, edges by supplier and user. Example: SELECT (supply_network ''{B>C:1,A>B:2}'')::text → {A>B:2,B>C:1}';

CREATE FUNCTION te_support.te_network_recv(internal) RETURNS @extschema@.supply_network
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_network_recv(internal) IS
'Reads a supply network from its binary form, for COPY BINARY and binary clients. Example: COPY t FROM ''t.bin'' (FORMAT binary)';

CREATE FUNCTION te_support.te_network_send(@extschema@.supply_network) RETURNS bytea
AS 'MODULE_PATHNAME' LANGUAGE C STABLE STRICT PARALLEL RESTRICTED;
COMMENT ON FUNCTION te_support.te_network_send(@extschema@.supply_network) IS
'Binary form of a supply network, for COPY BINARY and binary clients. Example: COPY t TO ''t.bin'' (FORMAT binary)';

CREATE TYPE @extschema@.supply_network (
	INPUT = te_support.te_network_in,
	OUTPUT = te_support.te_network_out,
	RECEIVE = te_support.te_network_recv,
	SEND = te_support.te_network_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = double,
	STORAGE = external
);
COMMENT ON TYPE @extschema@.supply_network IS
'Who supplies whom with how much, and what is known of the nodes (output, final demand, value added, sector, essential). Example: SELECT supply_network ''{CHN>VNM:20,CHN>JPN:30}'' → {CHN>JPN:30,CHN>VNM:20}';

-- Aggregates

CREATE FUNCTION te_support.te_network_accum(@extschema@.supply_network, text, text, float8) RETURNS @extschema@.supply_network
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_network_accum(@extschema@.supply_network, text, text, float8) IS
'Transition function of supply_network(supplier, user, amount). Example: SELECT supply_network(exporter, importer, value) FROM flow';

CREATE FUNCTION te_support.te_network_sum_accum(@extschema@.supply_network, @extschema@.supply_network) RETURNS @extschema@.supply_network
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_network_sum_accum(@extschema@.supply_network, @extschema@.supply_network) IS
'Transition function of sum(supply_network). Example: SELECT sum(network) FROM network_of_month';

CREATE FUNCTION te_support.te_network_node_accum(@extschema@.supply_network, @extschema@.supply_network, text, float8, float8) RETURNS @extschema@.supply_network
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_network_node_accum(@extschema@.supply_network, @extschema@.supply_network, text, float8, float8) IS
'Transition function of with_nodes(network, node, output, final_demand). Example: SELECT with_nodes(network, code, output, final_demand) FROM sector';

CREATE FUNCTION te_support.te_network_node_accum(@extschema@.supply_network, @extschema@.supply_network, text, float8, float8, float8, text, float8)
RETURNS @extschema@.supply_network
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_network_node_accum(@extschema@.supply_network, @extschema@.supply_network, text, float8, float8, float8, text, float8) IS
'Transition function of with_nodes with all attributes. Example: SELECT with_nodes(network, code, output, NULL, NULL, sector, NULL) FROM firm';

CREATE FUNCTION te_support.te_network_combine(@extschema@.supply_network, @extschema@.supply_network) RETURNS @extschema@.supply_network
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_network_combine(@extschema@.supply_network, @extschema@.supply_network) IS
'Combines the partial states of workers. Example: SET max_parallel_workers_per_gather = 4; SELECT supply_network(exporter, importer, value) FROM flow';

CREATE FUNCTION te_support.te_network_final(@extschema@.supply_network) RETURNS @extschema@.supply_network
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_network_final(@extschema@.supply_network) IS
'Sorted network of an aggregate''s state. Example: SELECT supply_network(exporter, importer, value) FROM flow';

CREATE AGGREGATE @extschema@.supply_network(supplier text, "user" text, amount float8) (
	SFUNC = te_support.te_network_accum, STYPE = @extschema@.supply_network, SSPACE = 65536,
	FINALFUNC = te_support.te_network_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_network_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.supply_network(text, text, float8) IS
'Builds a network from rows (supplier, user, amount): rows of the same pair add up exactly in any order, rows that lack one of the three are counted and skipped. Example: SELECT supply_network(s, u, a) FROM (VALUES (''CHN'', ''JPN'', 30), (''CHN'', ''VNM'', 20)) t(s, u, a) → {CHN>JPN:30,CHN>VNM:20}';

CREATE AGGREGATE @extschema@.sum(@extschema@.supply_network) (
	SFUNC = te_support.te_network_sum_accum, STYPE = @extschema@.supply_network, SSPACE = 65536,
	FINALFUNC = te_support.te_network_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_network_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.sum(@extschema@.supply_network) IS
'Adds networks: amounts of the same edge and of the same node add up; a node with two different sectors is an error. Example: SELECT sum(n) FROM (VALUES (supply_network ''{A>B:1}''), (''{A>B:2,B>C:3}'')) t(n) → {A>B:3,B>C:3;rows=3}';

CREATE AGGREGATE @extschema@.with_nodes(network @extschema@.supply_network, node text, output float8, final_demand float8) (
	SFUNC = te_support.te_network_node_accum, STYPE = @extschema@.supply_network, SSPACE = 65536,
	FINALFUNC = te_support.te_network_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_network_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.with_nodes(@extschema@.supply_network, text, float8, float8) IS
'The network with output and final demand of its nodes, one row per node; NULL leaves what was known, a node given twice is an error, one without flows is added. Example: SELECT with_nodes(''{A>B:1}'', n, x, f) FROM (VALUES (''A'', 5, 4), (''B'', 3, 3)) t(n, x, f) → {A>B:1;A[output=5,final_demand=4],B[output=3,final_demand=3]}';

CREATE AGGREGATE @extschema@.with_nodes(network @extschema@.supply_network, node text, output float8, final_demand float8,
	value_added float8, sector text, essential float8) (
	SFUNC = te_support.te_network_node_accum, STYPE = @extschema@.supply_network, SSPACE = 65536,
	FINALFUNC = te_support.te_network_final, FINALFUNC_MODIFY = READ_ONLY,
	COMBINEFUNC = te_support.te_network_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.with_nodes(@extschema@.supply_network, text, float8, float8, float8, text, float8) IS
'The network with output, final demand, value added, sector and essentiality (0..1) of its nodes, one row per node; NULL leaves what was known. Example: SELECT with_nodes(''{A>B:1}'', n, x, NULL, NULL, s, NULL) FROM (VALUES (''A'', 5, ''ore''), (''B'', 3, ''steel'')) t(n, x, s) → {A>B:1;A[output=5,sector=ore],B[output=3,sector=steel]}';

CREATE FUNCTION te_support.te_network_plus(@extschema@.supply_network, @extschema@.supply_network) RETURNS @extschema@.supply_network
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION te_support.te_network_plus(@extschema@.supply_network, @extschema@.supply_network) IS
'Adds two networks. Example: SELECT supply_network ''{A>B:1}'' + ''{A>B:2}'' → {A>B:3;rows=2}';

CREATE OPERATOR @extschema@.+ (
	LEFTARG = @extschema@.supply_network, RIGHTARG = @extschema@.supply_network, FUNCTION = te_support.te_network_plus, COMMUTATOR = OPERATOR(@extschema@.+)
);
COMMENT ON OPERATOR @extschema@.+ (@extschema@.supply_network, @extschema@.supply_network) IS
'Adds two networks. Example: SELECT supply_network ''{A>B:1}'' + ''{A>B:2}'' → {A>B:3;rows=2}';

-- Looking into a network

CREATE FUNCTION @extschema@.each_edge(network @extschema@.supply_network)
RETURNS TABLE (supplier text, "user" text, amount float8, share float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 1000;
COMMENT ON FUNCTION @extschema@.each_edge(@extschema@.supply_network) IS
'The edges of a network; share is the part of the user''s purchases that the supplier has. Example: SELECT * FROM each_edge(''{CHN>JPN:30,VNM>JPN:10}'') → (CHN, JPN, 30, 0.75), (VNM, JPN, 10, 0.25)';

CREATE FUNCTION @extschema@.supply_network(suppliers text[], users text[], amounts float8[]) RETURNS @extschema@.supply_network
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF cardinality(suppliers) <> cardinality(users) OR cardinality(suppliers) <> cardinality(amounts) THEN
		RAISE EXCEPTION 'supply_network: the arrays have %, % and % elements', cardinality(suppliers), cardinality(users), cardinality(amounts)
		USING ERRCODE = 'array_subscript_error', HINT = 'Give one supplier, one user and one amount for each edge.';
	END IF;
	RETURN CASE WHEN cardinality(suppliers) > 0 THEN te_support.te_network_like('{}', suppliers, users, amounts) END;
END $$;
COMMENT ON FUNCTION @extschema@.supply_network(text[], text[], float8[]) IS
'A network from three arrays of equal length, as drivers send them. Example: SELECT supply_network(ARRAY[''CHN'',''VNM''], ARRAY[''JPN'',''JPN''], ARRAY[30,10]) → {CHN>JPN:30,VNM>JPN:10}';

CREATE FUNCTION @extschema@.supply_network(edges jsonb) RETURNS @extschema@.supply_network
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	missing text;
BEGIN
	IF NOT (CASE WHEN jsonb_typeof(edges) = 'array' THEN (SELECT coalesce(bool_and(jsonb_typeof(e) = 'object'), true) FROM jsonb_array_elements(edges) AS e) ELSE false END) THEN
		RAISE EXCEPTION 'supply_network: the edges are not a JSON array of objects'
		USING ERRCODE = 'invalid_parameter_value', HINT = 'Write them as [{"supplier": "CHN", "user": "JPN", "amount": 30}].';
	END IF;
	SELECT key INTO missing FROM unnest('{supplier,user,amount}'::text[]) AS key
	WHERE jsonb_array_length(edges) > 0 AND NOT EXISTS (SELECT FROM jsonb_array_elements(edges) AS e WHERE e ? key) LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'supply_network: the edges have no "%"', missing
		USING ERRCODE = 'invalid_parameter_value', HINT = 'Each edge has a "supplier", a "user" and an "amount".';
	END IF;
	RETURN coalesce((SELECT te_support.te_network_like('{}', array_agg(supplier), array_agg("user"), array_agg(amount))
		FROM jsonb_to_recordset(edges) AS e (supplier text, "user" text, amount float8) HAVING count(*) > 0), '{}');
END $$;
COMMENT ON FUNCTION @extschema@.supply_network(jsonb) IS
'A network from a JSON array of edges; edges that lack one of the three are counted and skipped. Example: SELECT supply_network(''[{"supplier": "CHN", "user": "JPN", "amount": 30}]''::jsonb) → {CHN>JPN:30}';

CREATE FUNCTION @extschema@.to_jsonb(network @extschema@.supply_network) RETURNS jsonb
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000
BEGIN ATOMIC
	SELECT coalesce(jsonb_agg(jsonb_build_object('supplier', e.supplier, 'user', e."user", 'amount', e.amount)), '[]'::jsonb) FROM @extschema@.each_edge(network) AS e;
END;
COMMENT ON FUNCTION @extschema@.to_jsonb(@extschema@.supply_network) IS
'The edges of a network as a JSON array; what with_nodes gave is left behind. Example: SELECT to_jsonb(supply_network ''{CHN>JPN:30}'') → [{"user": "JPN", "amount": 30, "supplier": "CHN"}]';

CREATE FUNCTION @extschema@.to_json(network @extschema@.supply_network) RETURNS json
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000
BEGIN ATOMIC
	SELECT @extschema@.to_jsonb(network)::text::json;
END;
COMMENT ON FUNCTION @extschema@.to_json(@extschema@.supply_network) IS
'The edges of a network as a JSON array, for json_agg and row_to_json. Example: SELECT to_json(supply_network ''{CHN>JPN:30}'') → [{"user": "JPN", "amount": 30, "supplier": "CHN"}]';

CREATE CAST (jsonb AS @extschema@.supply_network) WITH FUNCTION @extschema@.supply_network(jsonb);
COMMENT ON CAST (jsonb AS @extschema@.supply_network) IS 'A network from a JSON array of edges. Example: SELECT ''[{"supplier": "CHN", "user": "JPN", "amount": 30}]''::jsonb::supply_network → {CHN>JPN:30}';
CREATE CAST (@extschema@.supply_network AS jsonb) WITH FUNCTION @extschema@.to_jsonb(@extschema@.supply_network);
COMMENT ON CAST (@extschema@.supply_network AS jsonb) IS 'The edges of a network as a JSON array. Example: SELECT (supply_network ''{CHN>JPN:30}'')::jsonb → [{"user": "JPN", "amount": 30, "supplier": "CHN"}]';
CREATE CAST (@extschema@.supply_network AS json) WITH FUNCTION @extschema@.to_json(@extschema@.supply_network);
COMMENT ON CAST (@extschema@.supply_network AS json) IS 'The edges of a network as a JSON array, in json_agg, jsonb_agg and row_to_json too. Example: SELECT (supply_network ''{CHN>JPN:30}'')::json → [{"user": "JPN", "amount": 30, "supplier": "CHN"}]';

CREATE FUNCTION @extschema@.each_node(network @extschema@.supply_network)
RETURNS TABLE (node text, sold float8, bought float8, output float8, final_demand float8,
	value_added float8, sector text, essential float8, implied_demand float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 1000;
COMMENT ON FUNCTION @extschema@.each_node(@extschema@.supply_network) IS
'The nodes of a network with what they sell to and buy from each other, what with_nodes gave, and the final demand that this implies: output less sales, else what was given. Example: SELECT node, sold, bought FROM each_node(''{CHN>JPN:30}'') → (CHN, 30, 0), (JPN, 0, 30)';

CREATE FUNCTION @extschema@.network_summary(network @extschema@.supply_network,
	OUT nodes int4, OUT edges int4, OUT sectors int4, OUT parts int4, OUT amount float8,
	OUT self_supply float8, OUT row_count float8, OUT skipped_rows float8, OUT bytes float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION @extschema@.network_summary(@extschema@.supply_network) IS
'Size of a network in one row: nodes, edges, sectors, parts that no edge connects, total amount, what nodes supply to themselves, rows it was built from and rows skipped. Example: SELECT nodes, edges, parts, amount FROM network_summary(''{A>B:1,C>D:2}'') → 4, 2, 2, 3';
