-- one value an importer, product and year: made once, asked often
SELECT year, importer, product, {{ mix('exporter', 'value_usd') }} AS mix
FROM {{ source('trade', 'flow') }}
GROUP BY year, importer, product
