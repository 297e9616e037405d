# Citus, where it is installed: every aggregate answers over a distributed table as over one table, by the distribution column, by
# another column and over all rows; the law as a copy in a reference table; reports.  Skipped where there is none: no Debian
# package has it.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my ($share) = map { chomp; $_ } `pg_config --sharedir`;
plan skip_all => 'Citus is not installed: no citus.control in the extension folder' unless -e "$share/extension/citus.control";

my $rows = 3000;
my %call;
open my $list, '<', 'test/scale/aggregates.txt' or die $!;
while (<$list>) { $call{$1} = $2 if /^(?!#)(.*?\)): (.*)/ }
close $list;
my @aggregate = sort keys %call;

sub server
{
	my ($name) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init;
	$node->append_conf('postgresql.conf', "fsync = off\nextra_float_digits = 1\nlisten_addresses = '127.0.0.1'\nshared_preload_libraries = 'citus'\n"
		. "citus.node_conninfo = 'sslmode=prefer'\ncitus.shard_count = 8\ncitus.enable_statistics_collection = off\n");
	$node->start;
	$node->safe_psql('postgres', 'CREATE EXTENSION citus; CREATE EXTENSION trade_exposure');
	return $node;
}
my @worker = map { server("worker_$_") } 1, 2;
my $hub = server('coordinator');
$hub->safe_psql('postgres', sprintf q{SELECT citus_set_coordinator_host('127.0.0.1', %d)}, $hub->port);
$hub->safe_psql('postgres', sprintf q{SELECT citus_add_node('127.0.0.1', %d)}, $_->port) for @worker;

my $flow = slurp_file('test/scale/flow.sql') =~ s/:first/1/gr =~ s/:rows/$rows/gr;
my $table = slurp_file('test/scale/table.sql');
$hub->safe_psql('postgres', "$table $flow ALTER TABLE flow RENAME TO whole; $table SELECT create_distributed_table('flow', 'importer'); INSERT INTO flow SELECT * FROM whole;");
is($hub->safe_psql('postgres', 'SELECT count(*) FROM flow'), $rows, 'rows on the shards of two workers');

# the answers of all aggregates, each with its rows in order
sub answers
{
	my ($from, $group) = @_;
	my $script = join "\\echo ==\n", map { ($group eq '' ? "SELECT $call{$_} FROM $from" : "SELECT $group, $call{$_} FROM $from GROUP BY $group") . ";\n" } @aggregate;
	return map { join "\n", sort split /\n/ } split /^==$/m, $hub->safe_psql('postgres', $script);
}

for my $group ('importer', 'hs6', '')
{
	my @here = answers('whole', $group);
	my @there = answers('flow', $group);
	is(scalar @there, scalar @aggregate, 'all answer, ' . ($group ? "by $group" : 'over all rows'));
	is_deeply([ map { $aggregate[$_] } grep { $here[$_] ne $there[$_] } 0 .. $#aggregate ], [], '… alike to the bit');
}

# where it is computed
my $plans = join "\\echo ==\n", map { my $c = $call{$_}; map { "EXPLAIN (VERBOSE, COSTS OFF) SELECT $_, $c FROM flow GROUP BY $_;\n" } 'importer', 'hs6' } @aggregate;
my @plan = split /^==$/m, $hub->safe_psql('postgres', $plans);
my @lost = grep { $plan[2 * $_] =~ /worker_partial_agg|coord_combine_agg/ || $plan[2 * $_] !~ /Custom Scan \(Citus Adaptive\)/ } 0 .. $#aggregate;
is_deeply([ @aggregate[@lost] ], [], 'by the distribution column the shards compute whole groups');
@lost = grep { $plan[2 * $_ + 1] !~ /coord_combine_agg/ } 0 .. $#aggregate;
is_deeply([ @aggregate[@lost] ], [], 'by another column they send partial states');

# stored mixes beside their rows, kept up to date
$hub->safe_psql('postgres', q{CREATE TABLE mixes (importer text, hs6 text, mix supply_mix, PRIMARY KEY (importer, hs6));
	SELECT create_distributed_table('mixes', 'importer', colocate_with => 'flow');
	INSERT INTO mixes SELECT importer, hs6, supply_mix_partial(exporter, value) FROM flow WHERE id % 2 = 0 GROUP BY importer, hs6;
	INSERT INTO mixes SELECT importer, hs6, supply_mix_partial(exporter, value) FROM flow WHERE id % 2 = 1 GROUP BY importer, hs6
		ON CONFLICT (importer, hs6) DO UPDATE SET mix = mixes.mix + excluded.mix;});
is($hub->safe_psql('postgres', 'SELECT hs6, sum(mix) FROM mixes GROUP BY hs6 ORDER BY hs6'),
	$hub->safe_psql('postgres', 'SELECT hs6, supply_mix(exporter, value) FROM whole GROUP BY hs6 ORDER BY hs6'), 'partial mixes, stored in two goes, lose nothing');

# the law
$hub->safe_psql('postgres', q{INSERT INTO tariff_regime (regime, currency) VALUES ('X', 'EUR'); INSERT INTO tariff_program (regime, program, mandatory) VALUES ('X', 'MFN', true);
	INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, rate) VALUES ('X', 'm1', 'MFN', '85', '10%'); SELECT compiled FROM tariff_compile('X');
	CREATE TABLE law AS SELECT regime, compiled FROM tariff_regime; SELECT create_reference_table('law');});
my ($rc, $out, $error) = $hub->psql('postgres', q{SELECT sum(tariff_stack('X', hs6, 'CN', date '2025-06-01', abs(value))) FROM flow});
like($error, qr/unknown tariff regime "X".*DETAIL:  Another server asked \(citus_internal\)/s, 'a worker without the law says why');
is($hub->safe_psql('postgres', q{SELECT sum(tariff_stack(compiled, hs6, 'CN', date '2025-06-01', abs(value))::numeric) FROM flow, law WHERE regime = 'X'}),
	$hub->safe_psql('postgres', q{SELECT sum(tariff_stack('X', hs6, 'CN', date '2025-06-01', abs(value))::numeric) FROM whole}), 'the copy in a reference table works');

# functions over tables
$hub->safe_psql('postgres', q{CREATE VIEW trade AS SELECT month, importer, exporter AS origin, hs6, abs(value) AS value FROM flow;
	CREATE VIEW trade_whole AS SELECT month, importer, exporter AS origin, hs6, abs(value) AS value FROM whole;});
for my $call (q{SELECT * FROM trade_alerts('%s', importer => 'I3')}, q{SELECT * FROM trade_flow_audit('%s')}, q{SELECT trade_report_text('%s', importer => 'I3', made_at => '2025-01-01')})
{
	is($hub->safe_psql('postgres', sprintf $call, 'trade'), $hub->safe_psql('postgres', sprintf $call, 'trade_whole'), sprintf $call, 'trade');
}
$_->stop for $hub, @worker;
done_testing();
