{# The functions of the extension by their schema, so that models work whatever the search path is. #}
{% macro te(name) -%}
{{ adapter.quote(var('extension_schema')) }}.{{ name }}
{%- endmacro %}

{# Who supplied how much, in one value: mix('exporter', 'value_usd') in a model that groups. #}
{% macro mix(origin, amount) -%}
{{ te('supply_mix') }}({{ origin }}::text, ({{ amount }})::float8)
{%- endmacro %}

{# Figures of a column of mixes as columns, each named by its figure behind the prefix. #}
{% macro mix_columns(mix, figures=['hhi', 'supplier_count', 'effective_suppliers'], prefix='') -%}
{%- for figure in figures %}
{{ te(figure) }}({{ mix }}) AS {{ prefix }}{{ figure }}{{ ',' if not loop.last }}
{%- endfor %}
{%- endmacro %}

{# Share of one supplier, 0 to 1. #}
{% macro share_of(mix, supplier) -%}
{{ te('dependency_share') }}({{ mix }}, '{{ supplier | replace("'", "''") }}')
{%- endmacro %}

{# Largest supplier, or the k-th. #}
{% macro top_supplier(mix, k=1) -%}
{{ te('top_supplier') }}({{ mix }}, {{ k }})
{%- endmacro %}
