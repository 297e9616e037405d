-- Accounts of production, trade and use: identities over a grid, the European
-- Commission's indicators from their definition, unit values against plain SQL.
BEGIN;
SELECT plan(10);

CREATE TEMP TABLE account AS
SELECT p::float8 AS production, i::float8 AS imports, e::float8 AS exports, s::float8 AS stock_change
FROM unnest('{0,1,45,1e6}'::numeric[]) p, unnest('{0,3,100}'::numeric[]) i, unnest('{0,2,55}'::numeric[]) e, unnest('{-2,0,7}'::numeric[]) s;

SELECT is_empty($$SELECT * FROM account WHERE apparent_consumption(production, imports, exports, stock_change)
	<> production + imports - exports + stock_change$$, 'consumption is production and what came in less what left');
SELECT is_empty($$
	SELECT *, net_import_reliance(production, imports, exports, stock_change), self_sufficiency(production, imports, exports, stock_change) FROM account
	WHERE production + imports - exports + stock_change > 0 AND abs(net_import_reliance(production, imports, exports, stock_change)
		+ self_sufficiency(production, imports, exports, stock_change) - 1) > 1e-9$$, 'what is not made at home comes from abroad or from stocks');
SELECT is_empty($$SELECT * FROM account WHERE production + imports - exports > 0
	AND import_reliance_eu(production, imports, exports) IS DISTINCT FROM net_import_reliance(production, imports, exports)$$,
	'the European reliance is the American one without stocks');
SELECT is_empty($$SELECT * FROM account WHERE production + imports - exports + stock_change = 0
	AND (net_import_reliance(production, imports, exports, stock_change), self_sufficiency(production, imports, exports, stock_change)) IS DISTINCT FROM (NULL::float8, NULL::float8)$$,
	'of no consumption there is no share');

CREATE TEMP TABLE trade AS
SELECT g AS product, 'C' || i AS origin, (1 + (i * 31 + g * 17) % 23)::float8 AS amount, ((i * 13 + g) % 7)::float8 AS quantity
FROM generate_series(1, 40) g, LATERAL generate_series(1, 2 + g % 9) i;
CREATE TEMP TABLE product AS
SELECT product, supply_mix(origin, amount) AS value_mix, supply_mix(origin, quantity) AS quantity_mix, sum(amount) AS extra,
	(product * 5 % 60)::float8 AS intra, (product * 11 % 70 + 1)::float8 AS exports
FROM trade GROUP BY product;

SELECT is_empty($$
	SELECT product, f.* FROM product, LATERAL import_dependency_flags(value_mix, intra, exports) f,
		LATERAL (SELECT sum((amount / extra) ^ 2) AS hhi FROM trade t WHERE t.product = product.product) h
	WHERE abs(f.cdi1 - h.hhi) > 1e-12 OR abs(f.cdi2 - extra / (extra + intra)) > 1e-12 OR abs(f.cdi3 - extra / exports) > 1e-12$$,
	'the three indicators from their definition');
SELECT is_empty($$
	SELECT product, f.* FROM product, LATERAL import_dependency_flags(value_mix, intra, exports) f
	WHERE (f.c1, f.c2, f.c3) IS DISTINCT FROM (f.cdi1 > 0.4, f.cdi2 > 0.5, f.cdi3 > 1) OR f.dependent IS DISTINCT FROM (f.c1 AND f.c2 AND f.c3)$$,
	'flags are the indicators above 0.4, 0.5 and 1, and dependent is all of them');
SELECT isnt_empty($$SELECT 1 FROM product, LATERAL import_dependency_flags(value_mix, intra, exports) WHERE c2 AND c3$$, 'some flags are set');
SELECT is_empty($$
	SELECT product, origin, u.amount, t.amount / quantity
	FROM product p JOIN trade t USING (product) LEFT JOIN LATERAL each_origin(unit_values(p.value_mix, p.quantity_mix)) u USING (origin)
	WHERE CASE WHEN quantity > 0 THEN u.amount IS NULL OR abs(u.amount - t.amount / quantity) > 1e-12 * u.amount ELSE u.amount IS NOT NULL END$$,
	'a unit value is value over quantity, and there is none without a quantity');
SELECT is_empty($$
	SELECT p.product, r.origin FROM product p CROSS JOIN LATERAL each_origin(relative_unit_values(p.value_mix, p.quantity_mix)) r
	JOIN trade t ON t.product = p.product AND t.origin = r.origin,
		LATERAL (SELECT sum(amount) / sum(quantity) AS common FROM trade c WHERE c.product = p.product AND c.quantity > 0) c
	WHERE abs(r.amount - t.amount / t.quantity / common) > 1e-12 * r.amount$$, 'relative to the unit value of all that have both');
SELECT is_empty($$
	SELECT a.* FROM product p CROSS JOIN LATERAL mirror_gap(p.value_mix, p.quantity_mix) a
	JOIN LATERAL mirror_gap(p.quantity_mix, p.value_mix) b ON a.origin = b.origin
	WHERE a.gap <> -b.gap OR a.relative_gap <> -b.relative_gap
		OR a.gap <> coalesce(a.imports, 0) - coalesce(a.exports, 0) OR abs(a.relative_gap) > 2$$, 'a mirror gap turns its sign with the sides');
SELECT * FROM finish();
ROLLBACK;
