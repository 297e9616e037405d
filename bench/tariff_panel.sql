SELECT count(*), count(rate) FROM tariff_panel('GOLDEN', (SELECT array_agg(code) FROM bench_code),
	(SELECT array_agg(iso2) FROM (SELECT iso2 FROM countries() ORDER BY iso2 LIMIT 240) AS c), '2025-10-01')
