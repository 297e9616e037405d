#!/bin/bash
# Databases that are not UTF-8: the functions over codes work there too.
echo 1..8
n=0
for encoding in LATIN1 EUC_JP WIN1251 SQL_ASCII; do
	db=encoding_$(echo $encoding | tr A-Z a-z)
	createdb -T template0 -E "$encoding" --locale=C "$db"
	psql -X -q -d "$db" -c 'CREATE EXTENSION trade_exposure'
	got=$(psql -X -A -t -d "$db" -c "SET client_encoding = '$encoding'" -c "SELECT count(name), string_agg(name, ',' ORDER BY iso3)
		FILTER (WHERE iso3 IN ('ALA', 'BLM', 'CUW', 'REU', 'TUR')) FROM countries()" 2>&1 | tail -1)
	n=$((n + 1))
	[ "$got" = '250|Aland Islands,Saint Barthelemy,Curacao,Reunion,Turkiye' ] && echo "ok $n - country names in $encoding" ||
		echo "not ok $n - country names in $encoding: $got"
	# bytes that are full-width digits in some encoding are no digits here, and no crash
	got=$(psql -X -A -t -d "$db" -c "SET client_encoding = '$encoding'" -c "SELECT hs_code('8505.11'), hs_problem(s), country_code(s)
		FROM (SELECT convert_from('\\xa3b1a3b2'::bytea, '$encoding') AS s) AS q" 2>&1 | tail -1)
	n=$((n + 1))
	[ "$got" = '850511|contains a character that is neither digit nor separator|' ] && echo "ok $n - codes in $encoding" ||
		echo "not ok $n - codes in $encoding: $got"
	dropdb "$db"
done
