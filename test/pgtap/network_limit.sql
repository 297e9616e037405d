-- More edges than a network can hold are an error, soon.  It takes 2 GB of memory and a minute or two, so only when
-- asked for, in a database that has pgtap and trade_exposure:
--     psql -v large=1 -f test/pgtap/network_limit.sql
BEGIN;
SELECT plan(2);
\if :{?large}
SET LOCAL statement_timeout = '10min';
SET LOCAL max_parallel_workers_per_gather = 0;
SELECT throws_ok($$SELECT supply_network('n' || i % 20000, 'm' || i / 20000, 1.5) FROM generate_series(1, 40000000) AS i$$,
	'54000', 'a supply network under construction grew above 1 GB', 'more edges than fit');
\else
SELECT skip('40 million edges only when asked for');
\endif
SELECT throws_like($$SELECT output_multiplier('{A>B:1e-320;A[output=1e-320],B[output=1e-310]}')$$, '%node "A" has an output of %, too small to divide by', 'an output that has no inverse is named');
SELECT * FROM finish();
ROLLBACK;
