-- mixes add up: the world by product and year, of the data sets that hold the trade of all countries
SELECT dataset, year, product, {{ mix_columns('m.mix', ['hhi', 'supplier_count'], 'world_') | indent(4) }}, {{ share_of('m.mix', var('supplier')) }} AS share_of_supplier
FROM (SELECT s.dataset, s.year, s.product, {{ te('sum') }}(s.mix) AS mix
	FROM {{ ref('supply') }} AS s JOIN {{ source('trade', 'source') }} AS o ON o.dataset = s.dataset AND o.is_world
	GROUP BY s.dataset, s.year, s.product) AS m
