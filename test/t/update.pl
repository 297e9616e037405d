# The next version: made here from this one by the kinds of change that a minor version brings.  What rests on this version (views,
# materialized views, indexes on expressions, generated columns, checks, defaults, laws) stays through ALTER EXTENSION UPDATE,
# answers as before, and can be dumped and restored; the catalogs then hold what a fresh installation of the next version has.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

# the folder of this version's files, as the server of this run finds them
my $conf = slurp_file("$ENV{TESTDIR}/server.conf");
my ($share) = map { chomp; $_ } `pg_config --sharedir`;
my ($setting, $value) = $conf =~ /^(extension_destdir|extension_control_path) = '(.*?)'$/m or die $conf;
my $home = $setting eq 'extension_destdir' ? "$value$share" : (split /:/, $value)[0];
my $control = slurp_file("$home/extension/trade_exposure.control");
my ($now) = $control =~ /^default_version = '(\d+\.\d+\.\d+)'/m or die $control;
my $next = $now =~ s/(\d+)$/$1 + 1/er;

# a folder that has the next one as well
my $root = "$ENV{TESTDATADIR}/next";
my $there = $root . $share . '/extension';
system('mkdir', '-p', $there) == 0 or die;
system("cp $home/extension/trade_exposure* $there") == 0 or die;
# the library too: with extension_destdir it is looked for there
my ($library) = $conf =~ /^dynamic_library_path = '([^':]+)/m or die $conf;
my ($lib) = map { chomp; $_ } `pg_config --pkglibdir`;
system('mkdir', '-p', "$root$lib") == 0 or die;
system('cp', "$library/trade_exposure.so", "$root$lib") == 0 or die;
sub write_file { my ($file, $text) = @_; open my $out, '>', $file or die "$file: $!"; print $out $text; close $out or die $!; return }
my $changes = <<'SQL';
CREATE FUNCTION @extschema@.smallest_share(mix @extschema@.supply_mix) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC SELECT pg_catalog.min(share) FROM @extschema@.each_origin($1); END;
COMMENT ON FUNCTION @extschema@.smallest_share(@extschema@.supply_mix) IS 'Share of the smallest supplier. Example: SELECT 1';
CREATE OR REPLACE FUNCTION @extschema@.total(mix @extschema@.supply_mix) RETURNS float8 AS 'MODULE_PATHNAME', 'te_mix_total' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 3;
COMMENT ON FUNCTION @extschema@.total(@extschema@.supply_mix) IS 'In other words. Example: SELECT 1';
CREATE AGGREGATE @extschema@.next_mix(text, float8) (SFUNC = te_support.te_mix_accum, STYPE = @extschema@.supply_mix, FINALFUNC = te_support.te_mix_final,
	FINALFUNC_MODIFY = READ_ONLY, COMBINEFUNC = te_support.te_mix_combine, PARALLEL = SAFE);
ALTER TABLE @extschema@.tariff_regime ADD COLUMN next_note text;
COMMENT ON COLUMN @extschema@.tariff_regime.next_note IS 'A new column.';
SQL
my $script = slurp_file("$there/trade_exposure--$now.sql");
my ($total) = $script =~ /CREATE FUNCTION \@extschema\@\.total\(mix \@extschema\@\.supply_mix\) RETURNS float8\s+AS 'MODULE_PATHNAME'(, '\w+')?/ or die 'total() is made otherwise now';
my $symbol = defined $1 ? $1 : '';
$changes =~ s/, 'te_mix_total'/$symbol/;
write_file("$there/trade_exposure--$now--$next.sql", $changes);
write_file("$there/trade_exposure--$next.sql", $script . $changes);
write_file("$there/trade_exposure.control", $control =~ s/\Q$now\E/$next/r);

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf('postgresql.conf', $setting eq 'extension_destdir' ? "extension_destdir = '$root'\n" : "extension_control_path = '$root$share:\$system'\ndynamic_library_path = '$root$lib:\$libdir'\n");
$node->start;

sub facts
{
	my ($db) = @_;
	my ($facts) = run_command([ 'psql', '-X', '-At', '-v', 'ext=trade_exposure', '-d', $node->connstr($db), '-f', "$ENV{TESTDIR}/tools/catalog_snapshot.sql" ]);
	return $facts;
}

$node->safe_psql('postgres', "CREATE DATABASE $_") for qw(used fresh restored);
$node->safe_psql('fresh', "CREATE EXTENSION trade_exposure VERSION '$next'");
$node->safe_psql('used', qq{CREATE EXTENSION trade_exposure VERSION '$now'} . q{;
	CREATE TABLE mixes (name text PRIMARY KEY, mix supply_mix NOT NULL CHECK (supplier_count(mix) > 0),
		concentrated float8 GENERATED ALWAYS AS (hhi(mix)) STORED, code text DEFAULT hs_code('8505.11'));
	INSERT INTO mixes (name, mix) SELECT 'm' || i, supply_mix(ARRAY['CHN', 'VNM', 'AUS'], ARRAY[i % 10 + 1, 3, i % 4]) FROM generate_series(1, 500) AS i;
	INSERT INTO mixes (name, mix) SELECT 'partial', supply_mix_partial('CHN', 0.1) + supply_mix_partial('VNM', 0.2);
	CREATE INDEX mixes_share ON mixes (dependency_share(mix, 'CHN'));
	CREATE INDEX mixes_large ON mixes (name) WHERE total(mix) > 10;
	CREATE UNIQUE INDEX mixes_value ON mixes (mix, name);
	CREATE VIEW shares AS SELECT name, total(mix) AS total, dependency_share(mix, 'CHN') AS china, concentrated FROM mixes;
	CREATE VIEW whole AS SELECT sum(mix) AS mix, hhi(sum(mix)) AS hhi FROM mixes;
	CREATE MATERIALIZED VIEW kept AS SELECT code, sum(mix) AS mix FROM mixes GROUP BY code;
	CREATE FUNCTION ours(supply_mix) RETURNS float8 LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT total($1) * hhi($1); END;
	CREATE TABLE nets AS SELECT supply_network(ARRAY['A', 'B'], ARRAY['B', 'C'], ARRAY[1, 2]) AS net;
	INSERT INTO tariff_regime (regime, currency) VALUES ('X', 'EUR');
	INSERT INTO tariff_program (regime, program, mandatory) VALUES ('X', 'MFN', true);
	INSERT INTO tariff_measure (regime, measure_id, program, code_prefix, rate) VALUES ('X', 'm1', 'MFN', '85', '10%');
	SELECT tariff_compile('X');
	CREATE VIEW duties AS SELECT name, tariff_stack(compiled, code, 'CN', '2025-01-01', total(mix)::numeric) AS duty FROM mixes, tariff_regime;
	ANALYZE mixes;});
my $questions = q{
	SELECT md5(string_agg(s::text, ';' ORDER BY name)) FROM shares AS s; SELECT * FROM whole; SELECT * FROM kept; SELECT sum(ours(mix)::numeric), md5(string_agg(code, ',')) FROM mixes;
	SELECT net, (SELECT string_agg(e::text, ';') FROM each_edge(net) AS e) FROM nets; SELECT sum(duty) FROM duties; SELECT tariff_stack('X', '850511', 'CN', '2025-01-01', 100);
	SET enable_seqscan = off; SELECT count(*) FROM mixes WHERE dependency_share(mix, 'CHN') > 0.5; SELECT name FROM mixes WHERE mix = '{CHN:0.1,VNM:0.2}';};
my $answers = $node->safe_psql('used', $questions);
isnt(facts('used'), facts('fresh'), 'the versions differ');

$node->safe_psql('used', "ALTER EXTENSION trade_exposure UPDATE TO '$next'");
is($node->safe_psql('used', q{SELECT extversion FROM pg_extension WHERE extname = 'trade_exposure'}), $next, "updated from $now to $next");
is(facts('used'), facts('fresh'), 'the catalogs hold what a fresh installation has');
is($node->safe_psql('used', $questions), $answers, 'what rests on it answers as before');
like($node->safe_psql('used', q{SET enable_seqscan = off; EXPLAIN SELECT name FROM mixes WHERE dependency_share(mix, 'CHN') = 0.5}), qr/mixes_share/, 'the index on an expression is used');
$node->safe_psql('used', q{INSERT INTO mixes (name, mix) VALUES ('new', '{CHN:1,VNM:1}'); REFRESH MATERIALIZED VIEW kept});
is($node->safe_psql('used', q{SELECT concentrated, code, smallest_share(mix) FROM mixes WHERE name = 'new'}), '0.5|850511|0.5', 'the generated column computes, and the new function answers');
my ($rc, undef, $error) = $node->psql('used', q{INSERT INTO mixes (name, mix) VALUES ('bad', '{}')});
like($error, qr/violates check constraint/, 'the check checks');

$answers = $node->safe_psql('used', $questions);
my $dump = "$ENV{TESTDATADIR}/updated.sql";
$node->command_ok([ 'pg_dump', '-f', $dump, '-d', $node->connstr('used') ], 'dumped after the update');
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('restored'), '-f', $dump ], 'and restored');
is($node->safe_psql('restored', $questions), $answers, '… with the same answers');
is(facts('restored'), facts('fresh'), '… and the same catalog facts');

# an update that forgets something is seen
write_file("$there/trade_exposure--$now--$next.sql", $changes =~ s/^COMMENT ON FUNCTION \@extschema\@\.total.*\n//mr);
$node->safe_psql('postgres', 'CREATE DATABASE forgot');
$node->safe_psql('forgot', "CREATE EXTENSION trade_exposure VERSION '$now'; ALTER EXTENSION trade_exposure UPDATE TO '$next'");
isnt(facts('forgot'), facts('fresh'), 'an update that forgets a COMMENT does not pass');
$node->stop;
done_testing();
