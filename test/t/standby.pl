# Questions work on a read-only standby, and a role that may only connect and
# use the schema can ask them.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $primary = PostgreSQL::Test::Cluster->new('primary');
$primary->init(allows_streaming => 1);
$primary->start;
$primary->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
$standby->start;

$primary->safe_psql('postgres', q{
	CREATE SCHEMA te;
	CREATE EXTENSION trade_exposure SCHEMA te;
	CREATE TABLE flow AS SELECT (ARRAY['CHN', 'VNM', 'AUS', NULL])[1 + i % 4] AS origin, i::float8 AS amount
		FROM generate_series(1, 1000) AS i;
	CREATE TABLE mix AS SELECT te.supply_mix(origin, amount) AS mix FROM flow;
	CREATE TABLE trade AS SELECT 2019 + i % 2 AS year, (ARRAY['CHN', 'VNM', 'AUS'])[1 + i % 3] AS exporter, 'JPN' AS importer,
		'850511' AS hs6, (i * i)::float8 AS value FROM generate_series(1, 60) AS i;
	CREATE ROLE reader LOGIN;
	GRANT USAGE ON SCHEMA te TO reader;
	GRANT SELECT ON trade TO reader;
});
$primary->wait_for_catchup($standby, 'replay', $primary->lsn('write'));

my $question = q{
	SELECT te.total(mix), te.dependency_share(mix, 'CHN'), te.hhi(mix), te.unspecified(mix) FROM mix;
	SELECT te.hhi(origin, amount), te.dependency_share(origin, amount, 'CHN') FROM flow;
	SELECT * FROM te.each_origin((SELECT mix FROM mix));
};
my $report = q{
	SELECT te.trade_report('trade', importer => 'JPN', made_at => '2025-01-01 00:00+00');
	SELECT * FROM te.trade_alerts('trade', importer => 'JPN', share_limit => 0.3, hhi_limit => 0.3);
};
my $answer = $primary->safe_psql('postgres', $question);
# CHN has the rows i = 4, 8 … 1000: 4 * 250 * 251 / 2 of 500500
like($answer, qr/^500500\|0\.2507492507492507/, 'the primary answers');
is($standby->safe_psql('postgres', $question), $answer, 'the standby gives the same answers');

my $page = $primary->safe_psql('postgres', $report);
like($page, qr/<h1>Trade exposure of Japan.*\nwarning\|hhi\|850511\|/s, 'the primary makes a report with an alert');
is($standby->safe_psql('postgres', $report), $page, 'the standby makes the same');

# no rights but CONNECT and USAGE: functions yes, tables no, nothing to write
my @reader = (extra_params => [ '-U', 'reader' ]);
is($standby->safe_psql('postgres', $report, @reader), $page, 'a reader of the flows makes the same report');
is($standby->safe_psql('postgres', q{SELECT te.hhi('{CHN:3,VNM:1}'::te.supply_mix), te.dependency_share(o, a, 'CHN')
	FROM (VALUES ('CHN', 3), ('VNM', 1)) AS v(o, a)}, @reader), '0.625|0.75', 'a reader can ask');
my ($rc, $out, $err) = $standby->psql('postgres', 'SELECT te.total(mix) FROM mix', @reader);
like($err, qr/permission denied for table mix/, 'a reader cannot read tables by asking');
is($primary->safe_psql('postgres', q{
	SELECT string_agg(c.oid::regclass::text, ', ') FROM pg_depend AS d JOIN pg_class AS c ON c.oid = objid AND classid = 'pg_class'::regclass
	WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e' AND relkind IN ('r', 'v', 'm')
		AND has_table_privilege('reader', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')}), '', 'a reader can write to none of the extension\'s tables');

$standby->stop;
$primary->stop;
done_testing();
