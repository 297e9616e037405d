-- one value a data set, importer, product and year: made once, asked often
SELECT dataset, year, importer, product, {{ mix('exporter', 'value_usd') }} AS mix
FROM {{ source('trade', 'flow') }}
GROUP BY dataset, year, importer, product
