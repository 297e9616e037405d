# Dump and restore keep every answer and every catalog fact, in plain text and
# in the custom format, also for values that were stored.  So does an update
# from every released version.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;

my $snapshot = "$ENV{TESTDIR}/tools/catalog_snapshot.sql";

# every catalog fact about the extension in a database
sub facts
{
	my ($db) = @_;
	my ($facts) = run_command([ 'psql', '-X', '-At', '-v', 'ext=trade_exposure', '-d', $node->connstr($db), '-f', $snapshot ]);
	return $facts;
}

# what the questions answer there
my $questions = q{
	SELECT name, mix, concentration(mix), to_jsonb(mix), dependency_bounds(mix, ARRAY['CHN']) FROM mixes ORDER BY name;
	SELECT * FROM dependence ORDER BY year;
	SELECT * FROM mix_of_year ORDER BY year;
	SELECT name FROM mixes WHERE mix = '{AUS:30,CHN:70}';
	SELECT sum(mix) FROM mixes;
};

$node->safe_psql('postgres', "CREATE DATABASE $_") for qw(source plain custom fresh);
for my $db (qw(source plain custom))
{
	$node->safe_psql('postgres', "ALTER DATABASE $db SET search_path = public, te");
}
$node->safe_psql('source', 'CREATE SCHEMA te; CREATE EXTENSION trade_exposure SCHEMA te');
$node->safe_psql('source', q{
	CREATE TABLE mixes (name text PRIMARY KEY, mix supply_mix NOT NULL CHECK (total(mix) >= 0));
	INSERT INTO mixes VALUES ('contract', '{AUS:30,CHN:70}'), ('empty', '{}'), ('unassigned', '{"":0.1,CHN:0.2}'),
		('long', supply_mix(ARRAY['a code longer than eight bytes', 'Ä', 'CHN'], ARRAY[1e-300, 0.1, 1e200]));
	INSERT INTO mixes SELECT 'large', supply_mix(i::text, sqrt(i)) FROM generate_series(1, 200) AS i;
	CREATE UNIQUE INDEX ON mixes (mix);
	CREATE TABLE flow AS SELECT 2020 + i % 2 AS year, (ARRAY['CHN', 'VNM', NULL])[1 + i % 3] AS origin, i * 0.1::float8 AS amount
		FROM generate_series(1, 100) AS i;
	CREATE VIEW dependence AS SELECT year, dependency_share(origin, amount, 'CHN') AS china, hhi(origin, amount)
		FROM flow GROUP BY year;
	CREATE MATERIALIZED VIEW mix_of_year AS SELECT year, supply_mix(origin, amount) AS mix FROM flow GROUP BY year;
});
my $answers = $node->safe_psql('source', $questions);
like($answers, qr/^contract\|\{AUS:30,CHN:70\}\|/m, 'the source answers');
like(facts('source'), qr/^aggregate te\.hhi\(/m, 'the snapshot sees the aggregates');

my ($plain, $custom, $binary) = map { "$ENV{TESTDATADIR}/$_" } qw(plain.sql custom.dump mixes.bin);
$node->command_ok([ 'pg_dump', '-f', $plain, '-d', $node->connstr('source') ], 'plain dump');
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('plain'), '-f', $plain ],
	'plain dump restored');
$node->command_ok([ 'pg_dump', '-Fc', '-f', $custom, '-d', $node->connstr('source') ], 'custom dump');
$node->command_ok([ 'pg_restore', '--exit-on-error', '-d', $node->connstr('custom'), $custom ], 'custom dump restored');
for my $copy (qw(plain custom))
{
	is($node->safe_psql($copy, $questions), $answers, "$copy: same answers");
	is(facts($copy), facts('source'), "$copy: same catalog facts");
}

$node->safe_psql('source', "COPY mixes TO '$binary' (FORMAT binary)");
$node->safe_psql('plain', "TRUNCATE mixes; COPY mixes FROM '$binary' (FORMAT binary)");
is($node->safe_psql('plain', $questions), $answers, 'binary copy: same answers');

# every released version updates to what a fresh installation is
$node->safe_psql('fresh', 'CREATE EXTENSION trade_exposure');
my $released = $node->safe_psql('fresh', q{
	SELECT version FROM pg_available_extension_versions
	WHERE name = 'trade_exposure' AND NOT installed ORDER BY version});
for my $version (split /\n/, $released)
{
	$node->safe_psql('postgres', qq{CREATE DATABASE "from_$version"});
	$node->safe_psql("from_$version", qq{CREATE EXTENSION trade_exposure VERSION '$version'; ALTER EXTENSION trade_exposure UPDATE});
	is(facts("from_$version"), facts('fresh'), "updated from $version: same catalog facts");
}

$node->stop;
done_testing();
