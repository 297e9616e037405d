# Rules and compiled tariff schedules survive dump and restore without being
# compiled anew, and are used on a standby and by parallel workers.
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
	SET search_path = te, public;
	INSERT INTO tariff_regime (regime, currency) VALUES ('X', 'USD');
	INSERT INTO tariff_regime (regime, parent) VALUES ('X without S', 'X');
	INSERT INTO tariff_program (regime, program, ord) VALUES ('X', 'MFN', 1), ('X', 'S', 2);
	INSERT INTO tariff_program (regime, program, dropped) VALUES ('X without S', 'S', true);
	INSERT INTO tariff_measure (regime, measure_id, program, rate, need, gate, gate_from)
	VALUES ('X', 'm', 'MFN', '10%', NULL, NULL, NULL), ('X', 's', 'S', '25%', '{A}', 'value', 50);
	INSERT INTO tariff_area (regime, area, country) VALUES ('X', 'G', 'JP');
	INSERT INTO tariff_rounding (regime, what, unit) VALUES ('X', 'duty', 0.01);
	SELECT tariff_compile(regime) FROM tariff_regime;
	CREATE TABLE public.law AS SELECT regime, compiled FROM tariff_regime;
	CREATE TABLE public.line AS SELECT i, 100 + i AS value FROM generate_series(1, 100000) i;
});

my $question = q{
	SELECT regime, te.tariff_stack(regime, '850511', 'JP', '2025-01-01', 100::numeric, claims => '{A}') FROM te.tariff_regime ORDER BY 1;
	SELECT regime, te.tariff_stack(compiled, '850511', 'JP', '2025-01-01', 100::numeric, claims => '{A}') FROM law ORDER BY 1;
	SELECT regime, compiled_from = te.tariff_rules_version(regime) FROM te.tariff_regime ORDER BY 1;
};
my $answer = $primary->safe_psql('postgres', $question);
is($answer, "X|35\nX without S|10\nX|35\nX without S|10\nX|t\nX without S|t", 'the primary answers');

# standby, also after a change
$primary->wait_for_catchup($standby, 'replay', $primary->lsn('write'));
is($standby->safe_psql('postgres', $question), $answer, 'the standby answers the same');
my $reader = $standby->background_psql('postgres');
my $ask = q{SELECT te.tariff_stack('X', '850511', 'JP', '2025-01-01', 100::numeric);};
is($reader->query($ask), '10', 'a session on the standby');
$primary->safe_psql('postgres', q{BEGIN; UPDATE te.tariff_measure SET rate = '12%' WHERE measure_id = 'm';
	SELECT te.tariff_compile(regime) FROM te.tariff_regime; COMMIT});
$primary->wait_for_catchup($standby, 'replay', $primary->lsn('write'));
is($reader->query($ask), '12', 'sees the new rules once they are replayed');
$reader->quit;

# parallel workers
my $sum = q{SELECT sum(te.tariff_stack('X', '850511', 'JP', '2025-01-01', value::numeric, claims => '{A}')) FROM line};
my $parallel = q{SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
	SET max_parallel_workers_per_gather = 2; };
# 37 % of the sum of 101 … 100100
is($primary->safe_psql('postgres', $sum), '1853718500.00', 'serial sum');
is($primary->safe_psql('postgres', $parallel . $sum), $primary->safe_psql('postgres', $sum), 'parallel = serial');
like($primary->safe_psql('postgres', $parallel . "EXPLAIN (COSTS OFF) $sum"), qr/Gather/, 'with workers');

# dump and restore: the same answers, not stale
my $before = $primary->safe_psql('postgres', $question);
my $dump = "$ENV{TESTDATADIR}/tariff.dump";
$primary->command_ok([ 'pg_dump', '-Fc', '-f', $dump, '-d', $primary->connstr('postgres') ], 'dump');
$primary->safe_psql('postgres', 'CREATE DATABASE restored');
$primary->command_ok([ 'pg_restore', '--exit-on-error', '-j', '2', '-d', $primary->connstr('restored'), $dump ], 'restore in parallel');
is($primary->safe_psql('restored', $question), $before, 'the restored rules and values answer the same');
# pg_restore -j may load any table first: here all others are there before the regimes
$primary->safe_psql('postgres', 'CREATE DATABASE regimes_last');
$primary->command_ok([ 'pg_restore', '--exit-on-error', '--section=pre-data', '-d', $primary->connstr('regimes_last'), $dump ], 'the empty tables');
my $holder = $primary->background_psql('regimes_last');
$holder->query_safe('BEGIN; LOCK TABLE te.tariff_regime IN SHARE MODE');
my $restore = IPC::Run::start([ 'pg_restore', '--exit-on-error', '--section=data', '-j', '6', '-d', $primary->connstr('regimes_last'), $dump ],
	'>', \my $restore_out, '2>', \my $restore_err, IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
my $others = join ' AND ', map { "EXISTS (SELECT FROM te.tariff_$_)" } qw(program measure area rounding);
$primary->poll_query_until('regimes_last', "SELECT $others OR NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = 'regimes_last' AND application_name = 'pg_restore')");
$holder->query_safe('COMMIT');
$holder->quit;
ok($restore->finish, 'restore in parallel with the regimes last') or diag($restore_err);
is($primary->safe_psql('regimes_last', $question), $before, 'and all is there');
my %row = (program => "(regime, program) VALUES ('none', 'P')", measure => "(regime, measure_id, program, rate) VALUES ('none', 'm', 'P', '1%')",
	rule => "(regime, subject, object) VALUES ('none', 'P', 'Q')", area => "(regime, area, country) VALUES ('none', 'A', 'JP')",
	rounding => "(regime, what, unit) VALUES ('none', 'duty', 1)");
for my $table (sort keys %row)
{
	my (undef, undef, $error) = $primary->psql('regimes_last', "INSERT INTO te.tariff_$table $row{$table}");
	like($error, qr/violates foreign key constraint "tariff_${table}_regime_fkey"\nDETAIL:  Key \(regime\)=\(none\) is not present/,
		"outside of a restore a row of tariff_$table needs its regime");
}

my ($rc, $out, $err) = $primary->psql('restored', q{UPDATE te.tariff_measure SET rate = '1%' WHERE measure_id = 'm'; } . $ask);
like($err, qr/tariff regime "X" is stale/, 'a change after the restore is noticed');

$standby->stop;
$primary->stop;
done_testing();
