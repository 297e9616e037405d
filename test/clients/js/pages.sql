-- Pages for the browser test: a full report of monthly data, the same with very
-- long and dangerous names, one row, and none.
CREATE EXTENSION trade_exposure;
CREATE TABLE flows (month date, importer text, origin text, hs text, value float8);
INSERT INTO flows
SELECT (date '2023-07-01' + i * interval '1 month')::date, 'JPN', o, (280500 + p)::text,
	CASE WHEN o = 'CHN' AND p = 3 AND i >= 28 THEN 1 ELSE (1 + (p * ascii(o) * 31) % 97) * (20 + 3 * sin(i + p)) * 10 ^ (p % 5) END
FROM generate_series(0, 29) i, unnest('{CHN,VNM,USA,DEU,AUS,FRA,GBR,KOR,THA,MYS,IDN,CHL}'::text[]) o, generate_series(1, 30) p
WHERE (p + ascii(o)) % 4 > 0;
INSERT INTO flows VALUES ('2025-12-01', 'JPN', NULL, '280501', 5000), ('2025-12-01', 'JPN', 'World', '280501', 5), ('2025-12-01', 'JPN', 'CHN', '280501', NULL);
CREATE TABLE page (name text, html text);
CREATE TABLE nothing (LIKE flows);

CREATE FUNCTION pg_temp.page(flows regclass, prefix text) RETURNS text LANGUAGE sql AS $$
SELECT trade_report(flows, importer => 'JPN', title => prefix || 'Imports of Japan', unit => prefix || 'JPY', notes => prefix || 'synthetic',
	names => (SELECT jsonb_object_agg(code, prefix || code) FROM (SELECT DISTINCT hs FROM flows UNION SELECT DISTINCT origin FROM flows WHERE origin IS NOT NULL AND prefix <> '') AS c(code)),
	supply_chain => (SELECT jsonb_agg(jsonb_build_object('chain', prefix || 'magnets', 'stage', prefix || s, 'origin', o, 'amount', 1 + (ascii(o) * length(s)) % 37,
		'target', CASE WHEN s <> 'refining' THEN t END) ORDER BY k)
		FROM unnest('{mining,refining,alloys,magnets}'::text[]) WITH ORDINALITY AS s(s, k), unnest('{CHN,VNM,USA,AUS,MYS,JPN,DEU,FRA,THA,CHL}'::text[], '{CHN,CHN,USA,MYS,MYS,JPN,DEU,FRA,THA,CHL}'::text[]) AS o(o, t)),
	tariff_layers => (SELECT jsonb_agg(jsonb_build_object('line', prefix || '8703.23 from Japan', 'layer', prefix || l, 'rate', r, 'status', prefix || w))
		FROM (VALUES ('MFN', 0.025, NULL), ('Section 232 autos', 0.125, NULL), ('Reciprocal', 0.15, 'excluded by Section 232'), ('Quota credit', -0.03, NULL), ('Safeguard', NULL, 'needs quantity')) AS v(l, r, w)),
	losses => (SELECT jsonb_agg(exp(x * 0.01) * 1000) FROM generate_series(1, 300) x),
	source => prefix || 'synthetic', data_vintage => 'none', max_products => 12)
$$;
INSERT INTO page VALUES
	('full', pg_temp.page('flows', '')),
	('long', pg_temp.page('flows', '<script>document.title="pwned"</script> Rare-earth permanent magnets of samarium-cobalt, sintered, whether or not coated, Donaudampfschifffahrtsgesellschaftskapitän ')),
	('none', trade_report('nothing', importer => 'JPN'));
DELETE FROM flows WHERE NOT (month = '2025-12-01' AND origin = 'CHN' AND hs = '280502');
INSERT INTO page VALUES ('one', trade_report('flows', losses => '[5]', tariff_layers => '[{"layer": "MFN", "rate": 0}]', supply_chain => '[{"stage": "mine", "origin": "CHN", "amount": 1}]'));
