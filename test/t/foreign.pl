# postgres_fdw sends questions about mixes in foreign tables to the other
# server, also those with a constant code, and the answers are those of the
# table itself: also from a server of another encoding.
use strict;
use warnings;
use utf8;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;
my ($host, $port) = ($node->host, $node->port);
$node->safe_psql('postgres', "CREATE DATABASE far TEMPLATE template0 ENCODING LATIN1 LOCALE 'C'");
$node->safe_psql('postgres', "CREATE DATABASE near TEMPLATE template0 ENCODING UTF8 LOCALE 'C'");
$node->safe_psql('far', q{
	CREATE EXTENSION trade_exposure;
	CREATE TABLE mixes AS SELECT i AS id, supply_mix(ARRAY['CHN', 'VNM', U&'\00C4'], ARRAY[i % 10, 1, i % 3]) AS mix FROM generate_series(1, 1000) AS i;
	INSERT INTO mixes VALUES (0, '{}'), (1001, NULL);
});
$node->safe_psql('near', qq{
	CREATE EXTENSION trade_exposure;
	CREATE EXTENSION postgres_fdw;
	CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '$host', port '$port', dbname 'far', extensions 'trade_exposure');
	CREATE USER MAPPING FOR CURRENT_USER SERVER far;
	CREATE FOREIGN TABLE mixes (id int, mix supply_mix) SERVER far;
	CREATE TABLE copied AS TABLE mixes;
	CREATE INDEX copied_share ON copied (dependency_share(mix, 'CHN'));
	CREATE TABLE parted (id int, mix supply_mix) PARTITION BY RANGE (id);
	ANALYZE copied;
});

# conditions, and whether they go over
for my $c (
	[ q{dependency_share(mix, 'CHN') > 0.5}, 1 ],
	[ q{mix ? 'CHN'}, 1 ],
	[ q{NOT mix ? U&'\00C4'}, 1 ],
	[ q{mix -> U&'\00C4' = 2}, 1 ],
	[ q{(mix -> 'none') IS NULL}, 1 ],
	[ q{hhi(mix) < 0.6}, 1 ],
	[ q{dependency_share(mix, upper('chn')) > 0.5}, 1 ],
	[ q{dependency_share(mix + '{CHN:1}', 'CHN') > 0.8}, 1 ],
	[ q{dependency_share(mix, ARRAY['CHN', 'VNM']) > 0.9}, 0 ],
	[ q{dependency_share(mix, NULL::text) > 0.5}, 1 ])
{
	my ($condition, $sent) = @$c;
	my $plan = $node->safe_psql('near', "EXPLAIN (VERBOSE, COSTS OFF) SELECT id FROM mixes WHERE $condition");
	is($plan =~ /^\s+Filter:/m ? 0 : 1, $sent, "$condition: " . ($sent ? 'sent' : 'not sent')) or diag $plan;
	my $query = "SELECT count(*), sum(id) FROM %s WHERE $condition";
	is($node->safe_psql('near', sprintf $query, 'mixes'), $node->safe_psql('near', sprintf $query, 'copied'), "$condition: same answer");
}
like($node->safe_psql('near', q{EXPLAIN (VERBOSE, COSTS OFF) SELECT id FROM mixes WHERE dependency_share(mix, 'CHN') > 0.5}),
	qr/Remote SQL: SELECT id FROM public\.mixes WHERE \(\(te_support\.te_mix_share_cstring\(mix, 'CHN'::cstring\) > 0\.5/, 'what is sent');
unlike($node->safe_psql('near', q{EXPLAIN (VERBOSE, COSTS OFF) SELECT avg(dependency_share(mix, 'CHN')) FROM mixes}), qr/SELECT mix/, 'an average is made over there');
like($node->safe_psql('near', q{EXPLAIN (COSTS OFF) SELECT id FROM copied WHERE dependency_share(mix, 'CHN') = 0.25}),
	qr/copied_share.*Index Cond: \(dependency_share\(mix, 'CHN'::text\)/s, 'the index on a local table is used as before');
is($node->safe_psql('near', q{
	SELECT count(*) FROM (SELECT f.id FROM mixes AS f LEFT JOIN copied AS c ON c.id = f.id AND dependency_share(f.mix, 'CHN') > dependency_share(c.mix, 'VNM')
		WHERE EXISTS (SELECT FROM copied AS x WHERE x.id = f.id AND f.mix ? 'CHN')) AS q}),
	$node->safe_psql('near', q{SELECT count(*) FROM copied WHERE mix ? 'CHN'}), 'joins and subqueries');
$node->safe_psql('near', q{UPDATE mixes SET id = -id WHERE mix ? 'CHN' AND id <= 10});
is($node->safe_psql('far', 'SELECT count(*) FROM mixes WHERE id < 0'), '10', 'an update of a foreign table');

$node->stop;
done_testing();
