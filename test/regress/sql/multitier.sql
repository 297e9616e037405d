-- Dependence behind the direct supplier: Vietnam passes on Chinese goods.
\set VERBOSITY default
\set trade '{CHN>VNM:20,CHN>JPN:30,VNM>JPN:15}'
SELECT * FROM indirect_exposure(:'trade', '{CHN}');
SELECT * FROM indirect_exposure(:'trade', '{CHN,VNM}', 0);
-- at most all that Vietnam ships is Chinese; or less, where its own production is known
SELECT * FROM hidden_exposure(:'trade', '{CHN}');
SELECT node, direct_share, round(lookthrough_share::numeric, 6) AS lookthrough, round(hidden_share::numeric, 6) AS hidden
FROM hidden_exposure(:'trade', '{CHN}', '{CHN:100,VNM:5}');
SELECT lookthrough_mix(:'trade', 'JPN'), lookthrough_mix(:'trade', 'CHN') AS buys_nothing;
SELECT node, origin, round(amount::numeric, 6) AS amount, round(share::numeric, 6) AS share
FROM origin_trace(:'trade', '{CHN:100,VNM:5}');
-- a node that ships more than it bought and made must have made more
SELECT node, origin, round(amount::numeric, 6) AS amount FROM origin_trace('{A>B:10,B>C:12}', '{A:5}');
-- goods in a circle that nobody makes
SELECT lookthrough_mix('{A>B:5,B>A:5}', 'A');
SELECT * FROM hidden_exposure('{A>B:5,B>A:5,C>D:1}', '{C}');
SELECT * FROM chain_exposure('{0.70,0.90,0.4}');
SELECT * FROM chain_exposure('{}');

SELECT * FROM indirect_exposure(:'trade', '{KOR}');
SELECT * FROM indirect_exposure(:'trade', '{CHN}', 1);
SELECT * FROM indirect_exposure(:'trade', '{CHN,NULL}');
SELECT * FROM hidden_exposure(:'trade', '{CHN}', '{VNM:-5}');
SELECT * FROM hidden_exposure(:'trade', '{CHN}', '{KOR:5}');
SELECT * FROM hidden_exposure('{A>B:-5}', '{A}');
SELECT lookthrough_mix(:'trade', 'KOR');
SELECT * FROM origin_trace(:'trade', NULL);
SELECT * FROM chain_exposure('{70}');
