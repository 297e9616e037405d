-- Economic complexity, over a network whose suppliers are countries and whose users are products.

CREATE FUNCTION te_support.te_advantage_rows(network @extschema@.supply_network)
RETURNS TABLE (country text, product text, amount float8, share float8, world_share float8, advantage float8,
	symmetric_advantage float8, additive_advantage float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 10000;
COMMENT ON FUNCTION te_support.te_advantage_rows(@extschema@.supply_network) IS
'Rows of revealed_advantage, one by one: a query that takes that function in FROM reads them as they come. Example: SELECT te_support.te_advantage_rows(''{A>p:1,B>p:1}'') → (A,p,1,1,1,1,0,0), (B,p,1,1,1,1,0,0)';

CREATE FUNCTION @extschema@.revealed_advantage(network @extschema@.supply_network)
RETURNS TABLE (country text, product text, amount float8, share float8, world_share float8, advantage float8,
	symmetric_advantage float8, additive_advantage float8)
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000 ROWS 10000
BEGIN ATOMIC
	SELECT (r).country, (r).product, (r).amount, (r).share, (r).world_share, (r).advantage, (r).symmetric_advantage, (r).additive_advantage
	FROM (SELECT te_support.te_advantage_rows(network) AS r) AS told;
END;
COMMENT ON FUNCTION @extschema@.revealed_advantage(@extschema@.supply_network) IS
'Revealed comparative advantage (RCA) of every flow of a table supply_network(country, product, amount): the product''s share in the country''s exports and in the world''s, their quotient (Balassa), symmetric form and difference. Example: SELECT country, product, advantage FROM revealed_advantage(''{A>p:30,A>q:70,B>p:170,B>q:730}'') WHERE country = ''A'' → (A, p, 1.5), (A, q, 0.875)';

CREATE FUNCTION @extschema@.economic_complexity(network @extschema@.supply_network, threshold float8 DEFAULT 1,
	basis text DEFAULT 'advantage', method text DEFAULT 'eigenvector')
RETURNS TABLE (country text, diversity int4, complexity float8, outlook float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 200;
COMMENT ON FUNCTION @extschema@.economic_complexity(@extschema@.supply_network, float8, text, text) IS
'Economic complexity index (ECI) of every country of a table supply_network(country, product, amount): diversity counts the products whose advantage (basis amount: whose amount) reaches the threshold, outlook is the complexity outlook index (COI); method eigenvector, reflections (Hidalgo and Hausmann; both standardized) or fitness (Tacchella, mean 1). Example: SELECT country, diversity FROM economic_complexity(''{A>p:1,A>q:1,A>r:1,B>p:1,B>q:1,C>p:1}'', basis => ''amount'') → (A, 3), (B, 2), (C, 1)';

CREATE FUNCTION @extschema@.product_complexity(network @extschema@.supply_network, threshold float8 DEFAULT 1,
	basis text DEFAULT 'advantage', method text DEFAULT 'eigenvector')
RETURNS TABLE (product text, ubiquity int4, complexity float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.product_complexity(@extschema@.supply_network, float8, text, text) IS
'Product complexity index (PCI) of every product, arguments as in economic_complexity; ubiquity counts the countries that have it. Example: SELECT product, ubiquity FROM product_complexity(''{A>p:1,A>q:1,A>r:1,B>p:1,B>q:1,C>p:1}'', basis => ''amount'') → (p, 3), (q, 2), (r, 1)';

CREATE FUNCTION te_support.te_product_proximity_rows(network @extschema@.supply_network, threshold float8,
	basis text)
RETURNS TABLE (product text, other_product text, proximity float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 100000;
COMMENT ON FUNCTION te_support.te_product_proximity_rows(@extschema@.supply_network, float8, text) IS
'Rows of product_proximity, one by one: a query that takes that function in FROM reads them as they come. Example: SELECT te_support.te_product_proximity_rows(''{A>p:1,A>q:1,B>p:1}'', 1, ''amount'') → (p,q,0.5)';

CREATE FUNCTION @extschema@.product_proximity(network @extschema@.supply_network, threshold float8 DEFAULT 1,
	basis text DEFAULT 'advantage')
RETURNS TABLE (product text, other_product text, proximity float8)
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100000 ROWS 100000
BEGIN ATOMIC
	SELECT (r).product, (r).other_product, (r).proximity
	FROM (SELECT te_support.te_product_proximity_rows(network, threshold, basis) AS r) AS told;
END;
COMMENT ON FUNCTION @extschema@.product_proximity(@extschema@.supply_network, float8, text) IS
'Proximity of products in the product space, 0..1: countries that have both over those that have the more common one; each pair once, those with none in common left out. Example: SELECT * FROM product_proximity(''{A>p:1,A>q:1,B>p:1}'', basis => ''amount'') → (p, q, 0.5)';

CREATE FUNCTION te_support.te_country_proximity_rows(network @extschema@.supply_network, threshold float8,
	basis text)
RETURNS TABLE (country text, other_country text, proximity float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 10000;
COMMENT ON FUNCTION te_support.te_country_proximity_rows(@extschema@.supply_network, float8, text) IS
'Rows of country_proximity, one by one: a query that takes that function in FROM reads them as they come. Example: SELECT te_support.te_country_proximity_rows(''{A>p:1,A>q:1,B>p:1}'', 1, ''amount'') → (A,B,0.5)';

CREATE FUNCTION @extschema@.country_proximity(network @extschema@.supply_network, threshold float8 DEFAULT 1,
	basis text DEFAULT 'advantage')
RETURNS TABLE (country text, other_country text, proximity float8)
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100000 ROWS 10000
BEGIN ATOMIC
	SELECT (r).country, (r).other_country, (r).proximity
	FROM (SELECT te_support.te_country_proximity_rows(network, threshold, basis) AS r) AS told;
END;
COMMENT ON FUNCTION @extschema@.country_proximity(@extschema@.supply_network, float8, text) IS
'Proximity of countries, 0..1: products that both have over those of the more diverse one; each pair once, those with none in common left out. Example: SELECT * FROM country_proximity(''{A>p:1,A>q:1,B>p:1}'', basis => ''amount'') → (A, B, 0.5)';

CREATE FUNCTION te_support.te_density_rows(network @extschema@.supply_network, threshold float8,
	basis text, method text)
RETURNS TABLE (country text, product text, has_advantage bool, density float8, distance float8, outlook_gain float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100000 ROWS 100000;
COMMENT ON FUNCTION te_support.te_density_rows(@extschema@.supply_network, float8, text, text) IS
'Rows of product_density, one by one: a query that takes that function in FROM reads them as they come. Example: SELECT te_support.te_density_rows(''{A>p:1}'', 1, ''amount'', ''fitness'') → (A,p,t,1,0,0)';

CREATE FUNCTION @extschema@.product_density(network @extschema@.supply_network, threshold float8 DEFAULT 1,
	basis text DEFAULT 'advantage', method text DEFAULT 'eigenvector')
RETURNS TABLE (country text, product text, has_advantage bool, density float8, distance float8, outlook_gain float8)
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 100000 ROWS 100000
BEGIN ATOMIC
	SELECT (r).country, (r).product, (r).has_advantage, (r).density, (r).distance, (r).outlook_gain
	FROM (SELECT te_support.te_density_rows(network, threshold, basis, method) AS r) AS told;
END;
COMMENT ON FUNCTION @extschema@.product_density(@extschema@.supply_network, float8, text, text) IS
'How near each product is to what a country has (relatedness): density 0..1 is the proximity of what it has in parts of all proximity, distance one less it, outlook_gain the complexity outlook that the product would open (COG: 0 where it is there, NULL where complexity is not defined, and economic_complexity says why); arguments as in economic_complexity. Example: SELECT product, density FROM product_density(''{A>p:1,A>q:1,B>p:1,B>r:1,C>p:1,C>q:1,C>s:1}'', basis => ''amount'', method => ''fitness'') WHERE country = ''B'' AND product = ''s'' → (s, 0.181818)';

CREATE FUNCTION @extschema@.product_sophistication(network @extschema@.supply_network, income @extschema@.supply_mix)
RETURNS TABLE (product text, sophistication float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 1000;
COMMENT ON FUNCTION @extschema@.product_sophistication(@extschema@.supply_network, @extschema@.supply_mix) IS
'Sophistication of products (PRODY): the mean income of the countries that export them, weighted by the product''s share in each one''s exports, in the unit of income. Example: SELECT * FROM product_sophistication(''{A>p:1,B>p:1,B>q:1}'', ''{A:1000,B:4000}'') → (p, 2000), (q, 4000)';

CREATE FUNCTION @extschema@.export_sophistication(network @extschema@.supply_network, income @extschema@.supply_mix)
RETURNS TABLE (country text, sophistication float8)
AS 'MODULE_PATHNAME' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000 ROWS 200;
COMMENT ON FUNCTION @extschema@.export_sophistication(@extschema@.supply_network, @extschema@.supply_mix) IS
'Sophistication of each country''s exports (EXPY): the mean PRODY of what it exports, by value, in the unit of income. Example: SELECT * FROM export_sophistication(''{A>p:1,B>p:1,B>q:1}'', ''{A:1000,B:4000}'') → (A, 2000), (B, 3000)';
