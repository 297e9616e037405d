-- Economic complexity over a table of countries and products.
\set VERBOSITY default
-- three of everything: A makes all, C only what all make
\set trade '{A>p:1,A>q:1,A>r:1,B>p:1,B>q:1,C>p:1}'
SELECT country, product, share, round(world_share::numeric, 6) AS world_share, advantage FROM revealed_advantage(:'trade') WHERE product = 'p';
SELECT country, diversity, round(complexity::numeric, 6) AS complexity, round(outlook::numeric, 6) AS outlook FROM economic_complexity(:'trade', basis => 'amount');
SELECT product, ubiquity, round(complexity::numeric, 6) AS complexity FROM product_complexity(:'trade', basis => 'amount');
SELECT country, round(complexity::numeric, 6) AS fitness FROM economic_complexity(:'trade', basis => 'amount', method => 'fitness');
SELECT * FROM product_proximity(:'trade', basis => 'amount');
SELECT * FROM country_proximity(:'trade', basis => 'amount');
SELECT country, product, has_advantage, round(density::numeric, 6) AS density, round(outlook_gain::numeric, 6) AS gain FROM product_density(:'trade', basis => 'amount') WHERE NOT has_advantage;
-- a country without any advantage is neither simple nor complex
SELECT country, diversity, complexity, outlook FROM economic_complexity('{A>p:9,A>q:1,B>p:1,B>q:1,C>p:1,C>q:9,D>p:0.5,D>r:0.6,A>r:0.5}', 1.9, method => 'fitness');
SELECT * FROM economic_complexity('{}');
SELECT * FROM product_sophistication('{A>p:1,B>p:1,B>q:1}', '{A:1000,B:4000}');
SELECT * FROM export_sophistication('{A>p:1,B>p:1,B>q:1}', '{A:1000,B:4000}');
-- all alike: no complexity, but no error either
SELECT * FROM economic_complexity('{A>p:1,A>q:1,B>p:1,B>q:1}');

SELECT * FROM economic_complexity('{A>p:1,A>q:1,B>r:1,B>s:1}');
SELECT * FROM economic_complexity('{A>p:1,B>q:1,C>r:1,D>p:1,D>q:1,D>r:1}');
-- a chain has two ends and no direction; reflections that end at one mean
SELECT * FROM economic_complexity('{A>p:1,A>q:1,B>q:1,B>r:1,C>r:1,C>s:1,D>s:1,D>u:1}', basis => 'amount');
SELECT * FROM economic_complexity('{A>p:1,B>q:1,C>r:1,D>p:1,D>q:1,D>r:1}', basis => 'amount', method => 'reflections');
-- a table in parts has distances all the same, and no gain
SELECT * FROM product_density('{A>p:1,A>q:1,B>r:1}', basis => 'amount');
SELECT * FROM economic_complexity('{A>p:-1}');
SELECT * FROM economic_complexity('{A>p:1}', 0);
SELECT * FROM economic_complexity('{A>p:1}', basis => 'share');
SELECT * FROM economic_complexity('{A>p:1}', method => 'pagerank');
SELECT * FROM product_sophistication('{A>p:1,B>p:1}', '{A:1000}');
