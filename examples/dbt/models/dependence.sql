SELECT dataset, year, importer, product, {{ te('total') }}(mix) AS value_usd,
	{{ top_supplier('mix') }} AS top_supplier, {{ share_of('mix', var('supplier')) }} AS share_of_supplier,
	{{ mix_columns('mix') | indent(4) }}
FROM {{ ref('supply') }}
