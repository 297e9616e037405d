{# A test for columns of shares: a share is between 0 and 1, or not known. #}
{% test is_share(model, column_name) %}
SELECT {{ column_name }} FROM {{ model }} WHERE {{ column_name }} NOT BETWEEN 0 AND 1.000000001
{% endtest %}

{# A test for columns of country codes: each is a code that the extension knows. #}
{% test is_country(model, column_name, besides=[]) %}
SELECT {{ column_name }} FROM {{ model }} WHERE {{ te('country_problem') }}({{ column_name }}, 'iso3') IS NOT NULL
{%- for word in besides %} AND {{ column_name }} <> '{{ word }}'{% endfor %}
{% endtest %}

{# A test for a model of mixes: what is not known may not be more than so much of the whole. #}
{% test known_origins(model, column_name, at_most=0.1) %}
SELECT * FROM {{ model }} WHERE ({{ te('concentration') }}({{ column_name }})).unspecified_share > {{ at_most }}
{% endtest %}
