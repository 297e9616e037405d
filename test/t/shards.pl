# Three clusters: a hub whose table lies on two others by postgres_fdw.  Every aggregate answers on the hub as on one
# server, to the bit, whether it is computed on the shards, on the hub, or in two steps with partial mixes, and grouped in
# batches on the hub, on the shards or on both; what runs on the shards is said; a shard that is gone is a clear error, as is a law that a shard does not have.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $rows = 3000;

# the calls of test/scale/aggregates.txt, by the aggregate's form
my %call;
open my $list, '<', 'test/scale/aggregates.txt' or die $!;
while (<$list>) { $call{$1} = $2 if /^(?!#)(.*?\)): (.*)/ }
close $list;

sub server
{
	my ($name) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init;
	$node->append_conf('postgresql.conf', "fsync = off\nextra_float_digits = 1\nmax_parallel_workers_per_gather = 0\n");
	$node->start;
	$node->safe_psql('postgres', 'CREATE EXTENSION trade_exposure');
	return $node;
}
my @shard = map { server("shard_$_") } 1, 2;
my $hub = server('hub');
my $flow = slurp_file('test/scale/flow.sql') =~ s/:first/1/gr =~ s/:rows/$rows/gr;
my $table = slurp_file('test/scale/table.sql');

# one table with all rows, and half of the importers on each shard
$hub->safe_psql('postgres', $table . $flow . 'CREATE TABLE whole AS TABLE flow; DROP TABLE flow; ANALYZE whole;');
for my $i (0, 1)
{
	$shard[$i]->safe_psql('postgres', "$table $flow DELETE FROM flow WHERE substr(importer, 2)::int % 2 <> $i; ANALYZE flow;");
}
my $by = join ', ', map { "'I$_'" } grep { $_ % 2 == 0 } 0 .. 12;
my $odd = join ', ', map { "'I$_'" } grep { $_ % 2 } 0 .. 12;
$hub->safe_psql('postgres', 'CREATE EXTENSION postgres_fdw;' . join '', map {
	my ($host, $port) = ($shard[$_ - 1]->host, $shard[$_ - 1]->port);
	qq{CREATE SERVER shard_$_ FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '$host', port '$port', dbname 'postgres',
		extensions 'trade_exposure', async_capable 'true', fetch_size '10000', use_remote_estimate 'true');
	CREATE USER MAPPING FOR CURRENT_USER SERVER shard_$_;}
} 1, 2);
$hub->safe_psql('postgres', $table =~ s/\);\s*\z/) PARTITION BY LIST (importer);/r
	. "CREATE FOREIGN TABLE flow_1 PARTITION OF flow FOR VALUES IN ($by) SERVER shard_1 OPTIONS (table_name 'flow');
	CREATE FOREIGN TABLE flow_2 PARTITION OF flow FOR VALUES IN ($odd) SERVER shard_2 OPTIONS (table_name 'flow');");

my @aggregate = split /\n/, $hub->safe_psql('postgres', q{
	SELECT p.oid::regprocedure FROM pg_proc AS p JOIN pg_depend AS d ON d.objid = p.oid AND d.deptype = 'e'
	JOIN pg_extension AS e ON e.oid = d.refobjid WHERE d.classid = 'pg_proc'::regclass AND e.extname = 'trade_exposure' AND p.prokind = 'a'
		AND p.pronamespace = e.extnamespace ORDER BY p.oid});
is_deeply([ grep { !$call{$_} } @aggregate ], [], 'every aggregate is asked');
my %is = map { $_ => 1 } @aggregate;
is_deeply([ grep { !$is{$_} } sort keys %call ], [], 'and no other');

my $settings = 'SET enable_partitionwise_aggregate = on; SET extra_float_digits = 1;';

# a query over a table, by a column or over all rows
sub query
{
	my ($call, $from, $group) = @_;
	return "SELECT $call AS answer FROM $from" if $group eq '';
	return "SELECT $group, $call AS answer FROM $from GROUP BY $group";
}

# the answers of many queries, one line each: their digest, or the error
sub answers
{
	my ($from, $group, $more) = @_;
	my $script = $settings . ($more // '') . join '', map { 'SELECT md5(coalesce(string_agg(q::text, chr(10) ORDER BY q::text COLLATE "C"), \'\')) FROM (' . query($call{$_}, $from, $group) . ') AS q;' } @aggregate;
	return split /\n/, $hub->safe_psql('postgres', $script);
}

my %answers;
for my $group ('importer', 'hs6', '')
{
	my @here = @{ $answers{$group} = [ answers('whole', $group) ] };
	my @there = answers('flow', $group);
	is(scalar @there, scalar @aggregate, 'all answer, ' . ($group ? "by $group" : 'over all rows'));
	is_deeply([ map { $aggregate[$_] } grep { $here[$_] ne $there[$_] } 0 .. $#aggregate ], [], '… alike to the bit');
}

# the plans of all aggregates' queries on a server
sub plans
{
	my ($node, $from, $group, $more) = @_;
	return split /^==\n/m, $node->safe_psql('postgres', $settings . ($more // '') . join "\\echo ==\n", map { 'EXPLAIN (COSTS OFF) ' . query($call{$_}, $from, $group) . ";\n" } @aggregate);
}

# those of whose plans not all match
sub others
{
	my ($pattern, @plan) = @_;
	return [ map { $aggregate[$_] } grep { $plan[$_] !~ $pattern } 0 .. $#aggregate ];
}

# by the partition key each shard computes its own groups
my $shipped = qr/Foreign Scan.*\n\s+Relations: Aggregate on/;
my @plan = plans($hub, 'flow', 'importer');
is_deeply(others($shipped, @plan), [], 'by the partition key every aggregate is computed on the shards');
like($plan[0], qr/Async Foreign Scan/, '… on both at the same time');
like($hub->safe_psql('postgres', "EXPLAIN (VERBOSE, COSTS OFF) SELECT id FROM flow WHERE hs_within(hs6, '8500') AND country_code(exporter) IS NULL"),
	qr/Remote SQL: .*hs_within.*country_code|Remote SQL: .*country_code.*hs_within/, 'conditions are sent');

# grouped in batches: on the hub, where rows come from foreign scans, and on the shards
# (the rows are few: what grouping costs must weigh something beside reading them)
my $batches = 'SET cpu_operator_cost = 0.1; SET enable_sort = off; SET trade_exposure.batch_grouping = on;';
is_deeply(others(qr/Custom Scan \(Batch Group\)\n.*Append\n.*Foreign Scan/s, plans($hub, 'flow', 'hs6', $batches)), [], 'in batches, by another column: the hub groups rows of foreign scans');
is_deeply(others($shipped, plans($hub, 'flow', 'importer', $batches)), [], 'by the partition key the shards still compute every aggregate');
for my $on (0, 1)
{
	if ($on)
	{
		# connections that are open keep their settings
		$_->safe_psql('postgres', $batches =~ s/SET/ALTER DATABASE postgres SET/gr) for @shard;
		is_deeply(others(qr/Batch Group/, plans($shard[0], 'flow', 'importer')), [], 'shards that group in batches');
	}
	for my $group ('importer', 'hs6')
	{
		my @there = answers('flow', $group, $batches);
		is_deeply([ map { $aggregate[$_] } grep { $answers{$group}[$_] ne $there[$_] } 0 .. $#aggregate ], [], "by $group in batches on the hub" . ($on ? ' and the shards' : '') . ': alike to the bit');
	}
}
# a foreign table alone, a join over there, one with a table here, conditions and groups that are not sent, and little memory
my @form = (
	q{SELECT hs6, hhi(exporter, abs(value)), count(*), sum(other::numeric) FROM %s WHERE importer IN ('I0', 'I2', 'I4') GROUP BY hs6},
	q{SELECT importer, exporter, supply_mix(exporter, value) FILTER (WHERE id %% 3 > 0) FROM %s GROUP BY importer, exporter HAVING count(*) > 3},
	q{SELECT s.importer, f.hs6, top_share(f.exporter, abs(f.value), 2) FROM %s f JOIN (SELECT DISTINCT importer FROM %1$s WHERE id < 40) s USING (importer) GROUP BY 1, 2},
	q{SELECT c.name, f.hs6, concentration(f.exporter, abs(f.value)) FROM %s f JOIN (VALUES ('I1', 'one'), ('I2', 'two'), ('I3', NULL)) c (importer, name) USING (importer) GROUP BY 1, 2},
	q{SELECT id / 3, supply_mix(exporter, value), row_count(supply_mix_partial(exporter, value)) FROM %s WHERE md5(id::text) < 'c' GROUP BY 1});
for my $form (@form)
{
	my $query = sprintf "SELECT md5(string_agg(q::text, chr(10) ORDER BY q::text COLLATE \"C\")) FROM ($form) AS q", 'flow';
	my ($off, $on) = map { $hub->safe_psql('postgres', "$settings SET work_mem = '64kB'; $_ $query") } '', $batches;
	like($hub->safe_psql('postgres', "$settings $batches EXPLAIN (COSTS OFF) $query"), qr/Batch Group|$shipped/, $form =~ s/%1?\$?s/flow/gr) or next;
	is($on, $off, '… the same bits on and off');
	isnt($on, '', '… and some');
}
$_->safe_psql('postgres', 'ALTER DATABASE postgres RESET ALL') for @shard;

# in two steps: partial mixes of each shard, added on the hub
my $parts = 'SELECT hs6, supply_mix_partial(exporter, value) AS mix FROM flow_1 GROUP BY hs6 UNION ALL SELECT hs6, supply_mix_partial(exporter, value) FROM flow_2 GROUP BY hs6';
like($hub->safe_psql('postgres', "EXPLAIN (COSTS OFF) SELECT hs6, sum(mix) FROM ($parts) AS p GROUP BY hs6"), qr/(?:Foreign Scan\n\s+Relations: Aggregate.*){2}/s, 'two steps: the shards send mixes');
for my $figure ('mix', 'hhi(clamp_negative(mix))', 'supplier_count(mix)', 'row_count(mix)', 'total(mix)')
{
	is($hub->safe_psql('postgres', "SELECT hs6, $figure FROM (SELECT hs6, sum(mix) AS mix FROM ($parts) AS p GROUP BY hs6) AS m ORDER BY hs6"),
		$hub->safe_psql('postgres', "SELECT hs6, $figure FROM (SELECT hs6, supply_mix(exporter, value) AS mix FROM whole GROUP BY hs6) AS m ORDER BY hs6"),
		"$figure in two steps is that of one");
}

# functions over tables
$hub->safe_psql('postgres', q{CREATE VIEW trade AS SELECT month, importer, exporter AS origin, hs6, abs(value) AS value FROM flow;
	CREATE VIEW trade_whole AS SELECT month, importer, exporter AS origin, hs6, abs(value) AS value FROM whole;});
for my $call (q{SELECT * FROM trade_alerts('%s', importer => 'I3')}, q{SELECT * FROM trade_flow_audit('%s')}, q{SELECT trade_report_text('%s', importer => 'I3', made_at => '2025-01-01')})
{
	is($hub->safe_psql('postgres', sprintf $call, 'trade'), $hub->safe_psql('postgres', sprintf $call, 'trade_whole'), sprintf $call, 'trade');
}

# a law that is on the hub alone
my $law = q{INSERT INTO tariff_regime (regime, currency) VALUES ('X', 'EUR'); INSERT INTO tariff_program (regime, program, mandatory) VALUES ('X', 'MFN', true);
	INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, rate) VALUES ('X', 'm1', 'MFN', '85', '10%'); SELECT compiled FROM tariff_compile('X');};
$hub->safe_psql('postgres', $law);
$shard[0]->safe_psql('postgres', q{CREATE VIEW duties AS SELECT id, tariff_stack('X', hs6, 'CN', date '2025-06-01', abs(value)) AS duty FROM flow});
$hub->safe_psql('postgres', q{CREATE FOREIGN TABLE duties (id int, duty float8) SERVER shard_1});
my ($rc, $out, $error) = $hub->psql('postgres', 'SELECT sum(duty) FROM duties');
like($error, qr/unknown tariff regime "X".*DETAIL:  Another server asked \(postgres_fdw\).*HINT:  .*schedule/s, 'a shard without the law says why');
is($hub->safe_psql('postgres', q{SELECT sum(tariff_stack(s.compiled, hs6, 'CN', date '2025-06-01', abs(value))::numeric) FROM flow, tariff_regime AS s WHERE regime = 'X'}),
	$hub->safe_psql('postgres', q{SELECT sum(tariff_stack('X', hs6, 'CN', date '2025-06-01', abs(value))::numeric) FROM whole}), 'the value of the law works on rows of shards');

# a shard is gone
$shard[1]->stop('immediate');
($rc, $out, $error) = $hub->psql('postgres', "$settings SELECT importer, hhi(exporter, abs(value)) FROM flow GROUP BY importer");
isnt($rc, 0, 'a shard that is gone');
like($error, qr/could not connect to server "shard_2"/, '… is an error that names it');
is($out, '', '… and no answer');

$_->stop for $shard[0], $hub;
done_testing();
