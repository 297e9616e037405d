-- mixes add up: the world by product and year
SELECT year, product, {{ mix_columns('m.mix', ['hhi', 'supplier_count'], 'world_') | indent(4) }}, {{ share_of('m.mix', var('supplier')) }} AS share_of_supplier
FROM (SELECT year, product, {{ te('sum') }}(mix) AS mix FROM {{ ref('supply') }} GROUP BY year, product) AS m
