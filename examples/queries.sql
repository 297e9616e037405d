-- queries.sql -- the dozen queries that analysts ask most; docs/queries.md shows
-- what they answer, and how the tables were filled.

-- 1. Who supplies us, and how concentrated is it?
SELECT year, round(total(m)::numeric) AS value, supplier_count(m) AS suppliers, top_supplier(m) AS first,
       round(top_share(m, 1)::numeric, 3) AS share, round(hhi(m)::numeric, 3) AS hhi
FROM (SELECT year, supply_mix(exporter, value) AS m FROM trade_flow WHERE importer = 'JPN' GROUP BY year) AS s
ORDER BY year;

-- 2. The largest suppliers, each with its share
SELECT origin, round(amount::numeric) AS amount, round(share::numeric, 3) AS share, round(cumulative_share::numeric, 3) AS cumulative
FROM (SELECT supply_mix(exporter, value) AS m FROM trade_flow WHERE importer = 'JPN' AND year = 2019) AS s, each_origin(m)
ORDER BY rank
LIMIT 5;

-- 3. Dependency by bloc, with the members of each year
SELECT year, g.name AS bloc,
       round(dependency_share(m, country_group(g.name, make_date(year, 12, 31)))::numeric, 4) AS share
FROM (SELECT year, supply_mix(exporter, value) AS m FROM trade_flow WHERE importer = 'JPN' GROUP BY year) AS s,
     unnest('{ASEAN,CPTPP,EU}'::text[]) AS g(name)
ORDER BY bloc, year;

-- 4. Which importers depend most on China?
SELECT importer, round(sum(value)::numeric) AS value, round(dependency_share(exporter, value, 'CHN')::numeric, 3) AS from_china
FROM trade_flow
WHERE year = 2019
GROUP BY importer
HAVING sum(value) > 50000
ORDER BY from_china DESC, importer
LIMIT 5;

-- 5. A watch list with alerts
SELECT a.severity, w.importer, a.metric, a.key, round(a.value::numeric, 2) AS value, a.threshold
FROM unnest('{JPN,DEU,USA}'::text[]) AS w(importer),
     trade_alerts('trade_flow', importer => w.importer, share_limit => 0.4, hhi_limit => 0.25) AS a
WHERE a.severity <> 'info'
ORDER BY a.severity, w.importer, a.metric, a.key;

-- 6. What if the first supplier stops?
SELECT importer, top_supplier(m) AS supplier, round(w.lost_share::numeric, 3) AS lost, round(w.remaining_hhi::numeric, 3) AS remaining_hhi
FROM (SELECT importer, supply_mix(exporter, value) AS m FROM trade_flow WHERE year = 2019 AND importer IN ('JPN', 'DEU', 'USA') GROUP BY importer) AS s,
     without_supplier(m, ARRAY[top_supplier(m)]) AS w
ORDER BY importer;

-- 7. The year to date against last year (synthetic months)
SELECT year, through_month, amount, previous, round(change::numeric, 3) AS change, comparable
FROM (SELECT array_agg(month) AS months, array_agg(value) AS amounts FROM month_imports) AS s, year_to_date(months, amounts)
ORDER BY year;

-- 8. Products by origins: rates on a day
SELECT hs, max(rate) FILTER (WHERE origin = 'CN') AS "CN", max(rate) FILTER (WHERE origin = 'JP') AS "JP",
       max(rate) FILTER (WHERE origin = 'MX') AS "MX", max(rate) FILTER (WHERE origin = 'VN') AS "VN"
FROM tariff_panel('US', '{8505110070,8506500000,8703230190}', '{CN,JP,MX,VN}', '2025-11-12')
GROUP BY hs
ORDER BY hs;

-- 9. Why this duty?
SELECT program, status, expression AS rate, round(duty, 2) AS duty, legal_ref
FROM tariff_layers('US', '8703230190', 'JP', '2025-10-01', 30000)
WHERE status = 'applied'
ORDER BY program;

-- 10. How a duty changed
SELECT valid_from, valid_to, round(duty, 2) AS duty, programs
FROM tariff_history('US', '8703230190', 'JP', from_date => '2025-06-04', to_date => '2026-03-01', customs_value => 30000)
ORDER BY valid_from;

-- 11. Duty filed against duty computed (synthetic lines)
SELECT l.entry, l.line, a.program, a.filed, a.computed, a.difference, a.reason
FROM entry_line AS l,
     duty_audit('US', l.filed, l.hs, country_code(l.origin, to_system => 'iso2'), l.entry_date, l.value, l.quantities, claims => l.claims) AS a
WHERE a.difference <> 0
ORDER BY l.entry, l.line, a.program;

-- 12. The present tariff against a proposal
SELECT c.origin, d.program, round(d.duty_a, 2) AS now, round(d.duty_b, 2) AS proposed, round(d.difference, 2) AS difference
FROM unnest('{CN,JP}'::text[]) AS c(origin),
     tariff_difference('US', 'PROPOSAL', '8506500000', c.origin, '2025-11-12', 100000) AS d
ORDER BY c.origin, d.program;
