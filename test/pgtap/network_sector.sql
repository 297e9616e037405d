-- The sector that a row of with_nodes gives takes the place of the one that the network had, whatever the lengths:
-- codes of up to 8 bytes lie in the node, longer ones elsewhere in the state.
BEGIN;
SELECT plan(5);

CREATE AGGREGATE pg_temp.given(supply_network, text, float8, float8, float8, text, float8) (SFUNC = te_support.te_network_node_accum, STYPE = supply_network);
CREATE AGGREGATE pg_temp.joined(supply_network) (SFUNC = te_support.te_network_combine, STYPE = supply_network);
CREATE FUNCTION pg_temp.of_sector(sector text) RETURNS supply_network LANGUAGE sql AS $$
	SELECT format('{A>B:1;A[sector="%s"],B[sector="another sector, with a long name"]}', sector)::supply_network
$$;
CREATE TEMP TABLE change AS
SELECT a.sector AS old, b.sector AS new FROM unnest(ARRAY['s', '8 bytes.', '9 bytes..', 'a sector with a long name', repeat('x', 255)]) AS a(sector),
	unnest(ARRAY['t', 'bytes: 8', 'bytes: 9.', 'a sector with another long name', repeat('y', 255)]) AS b(sector);

-- one after the other
CREATE TEMP TABLE alone AS SELECT old, new, with_nodes(pg_temp.of_sector(old), 'A', NULL, NULL, NULL, new, NULL) AS net FROM change GROUP BY old, new;
SELECT is_empty($$SELECT old, new, net FROM alone WHERE net::text <> pg_temp.of_sector(new)::text$$, 'a row''s sector replaces the network''s');
-- and what is in two states over the same network: the second one's row has the last word
CREATE TEMP TABLE parts AS
SELECT old, new, pg_temp.joined(state ORDER BY node DESC) AS state FROM (
	SELECT old, new, node, pg_temp.given(pg_temp.of_sector(old), node, NULL, NULL, NULL, CASE node WHEN 'A' THEN new END, NULL) AS state
	FROM change CROSS JOIN unnest('{A,B}'::text[]) AS node GROUP BY old, new, node) AS worker GROUP BY old, new;
SELECT is_empty($$SELECT old, new, state FROM parts WHERE te_support.te_network_final(state)::text <> pg_temp.of_sector(new)::text$$, 'also when two workers had the rows');
SELECT is_empty($$SELECT old, new FROM parts WHERE te_support.te_network_final(state::text::supply_network)::text <> te_support.te_network_final(state)::text$$,
	'an unfinished state prints the new one');

-- through the wire: what COPY writes of an unfinished state is what it reads
CREATE TEMP TABLE received (LIKE parts);
CREATE FUNCTION pg_temp.through_binary(source text, target text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE file text := '/tmp/trade_exposure_sector_' || pg_backend_pid();
BEGIN
	EXECUTE format('COPY %I TO %L (FORMAT binary)', source, file);
	EXECUTE format('COPY %I FROM PROGRAM %L (FORMAT binary)', target, format('cat %s; rm %s', file, file));
END $$;
SELECT pg_temp.through_binary('parts', 'received');
SELECT is_empty($$SELECT old, new, r.state FROM parts AS p LEFT JOIN received AS r USING (old, new)
	WHERE te_support.te_network_final(r.state)::text IS DISTINCT FROM te_support.te_network_final(p.state)::text$$, 'and sends it');
-- a received state goes on like any other
SELECT is_empty($$SELECT old, new, total FROM received, LATERAL (SELECT sum(net) AS total FROM unnest(ARRAY[state, pg_temp.of_sector(new)]) AS net) AS s
	WHERE total::text IS DISTINCT FROM (pg_temp.of_sector(new) + te_support.te_network_final(state))::text$$, 'which adds up with networks of that sector');
SELECT * FROM finish();
ROLLBACK;
