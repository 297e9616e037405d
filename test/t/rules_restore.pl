# Any restore that pg_dump documents ends usable: data only with triggers off,
# and into a database of another encoding.  A schedule of the format before
# encodings were noted is still read.
use strict;
use warnings;
use MIME::Base64;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

$ENV{PGCLIENTENCODING} = 'UTF8';
my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;

# a law whose every kind of text has letters that are not ASCII
sub law
{
	my ($regime, $program, $other, $claim, $content, $area, $words) = @_;
	return qq{
		INSERT INTO te.tariff_regime (regime, currency) VALUES ('$regime', 'EUR');
		INSERT INTO te.tariff_program (regime, program, ord, combine, choice_group) VALUES ('$regime', '$program', 1, 'specific', '$words'), ('$regime', '$other', 2, 'sum', NULL);
		INSERT INTO te.tariff_area (regime, area, country) VALUES ('$regime', '$area', 'JP');
		INSERT INTO te.tariff_measure (regime, measure_id, program, code_prefix, area, rate, base, need, legal_ref) VALUES
			('$regime', '$words', '$program', '8505', '$area', '10%', 'value', NULL, '$words 2658/87'),
			('$regime', '2', '$other', '', '*', '20% of (value + @"$program")', 'value', '{$claim}', '$words'),
			('$regime', '3', '$other', '', '*', '50%', 'content:$content', NULL, '$words'),
			('$regime', '4', '$other', '91', '*', 'TEXT:$words', 'value', NULL, '$words');
		INSERT INTO te.tariff_measure (regime, measure_id, program, code_prefix, rate, op, "over", total_rate, gate, gate_from)
		VALUES ('$regime', '5', '$other', '22', '3 EUR/LTR', 'captotal', '{"$program"}', '5%', 'value/KGM', 2);
		INSERT INTO te.tariff_rule (regime, kind, subject, object, legal_ref) VALUES ('$regime', 'conflicts', '$claim', 'B', '$words');
		SELECT te.tariff_compile('$regime');
		CREATE TABLE law AS SELECT compiled FROM te.tariff_regime;
	};
}
my $state = q{SELECT regime, compiled_from = te.tariff_rules_version(regime), te.tariff_rules_version(regime) FROM te.tariff_regime;};
sub questions
{
	my ($regime, $claim, $content) = @_;
	return $state . join '', map { qq{
		SELECT l.* FROM law, te.tariff_layers($_, '850511', 'JP', '2025-01-01', 100::numeric, content => '{"$content": 40}', claims => '{$claim}') l;
		SELECT te.tariff_stack($_, '850511', 'JP', '2025-01-01', 100::numeric, content => '{"$content": 40}', claims => '{$claim}') FROM law;
		SELECT te.tariff_problem($_, '910111', 'JP', '2025-01-01', 100) FROM law;
		SELECT te.tariff_stack($_, '2201', 'JP', '2025-01-01', 100::numeric, '{"LTR": 1, "KGM": 10}') FROM law;
		SELECT i.regime, i.measures FROM law, te.schedule_info(compiled) i;
		SELECT o.* FROM law, te.schedule_order(compiled, '2025-01-01') o;
	} } 'compiled', "'$regime'";
}
# 10 of 100, then 20 % of (40 + 4) and of (60 + 6), and half of 40
my $right = qr/^52\.?0*$/m;

sub create
{
	my ($db, $encoding) = @_;
	$node->safe_psql('postgres', "CREATE DATABASE $db TEMPLATE template0 ENCODING '$encoding' LOCALE 'C'");
}

# ---- encodings ----
my %law = (
	LATIN1 => [ 'Zölle', 'ZOLLÄNSATZ', 'Zusätzliches', 'Präferenz', 'Stahl für Züge', 'Übersee', 'Règlement déjà modifié' ],
	EUC_JP => [ '日本', '関税', '追加関税', '特恵', '鋼鉄', '東亜', '関税暫定措置法' ],
);
for my $encoding (sort keys %law)
{
	my ($from, $to, $back) = map { lc "${_}_$encoding" } qw(from to back);
	my $questions = questions(@{ $law{$encoding} }[ 0, 3, 4 ]);
	create($from, $encoding);
	$node->safe_psql($from, 'CREATE SCHEMA te; CREATE EXTENSION trade_exposure SCHEMA te; ' . law(@{ $law{$encoding} }));
	my $answers = $node->safe_psql($from, $questions);
	like($answers, qr/^\Q$law{$encoding}[0]\E\|t\|/, "$encoding: fresh");
	like($answers, $right, "$encoding: the law answers");
	my $dump = "$ENV{TESTDATADIR}/$from.dump";
	$node->command_ok([ 'pg_dump', '-Fc', '-f', $dump, '-d', $node->connstr($from) ], "$encoding: dump");
	create($to, 'UTF8');
	$node->command_ok([ 'pg_restore', '--exit-on-error', '-d', $node->connstr($to), $dump ], "$encoding to UTF8: restore");
	is($node->safe_psql($to, $questions), $answers, "$encoding to UTF8: the same answers, not stale");
	is($node->safe_psql($to, q{SELECT bool_and(convert_from(convert_to(to_jsonb(l)::text, 'UTF8'), 'UTF8') = to_jsonb(l)::text)
		FROM law, te.tariff_layers(compiled, '850511', 'JP', '2025-01-01', 100::numeric) l}), 't', "$encoding to UTF8: all of it valid text");
	is($node->safe_psql($to, "SELECT te.tariff_build('$law{$encoding}[0]')::text = compiled::text FROM law"), 't',
		"$encoding to UTF8: the converted value is what compiling there gives");
	$node->command_ok([ 'pg_dump', '-Fc', '-f', $dump, '-d', $node->connstr($to) ], "$encoding: dump of that");
	create($back, $encoding);
	$node->command_ok([ 'pg_restore', '--exit-on-error', '-d', $node->connstr($back), $dump ], "$encoding: and back");
	is($node->safe_psql($back, $questions), $answers, "$encoding: the same answers again");
	my $binary = "$ENV{TESTDATADIR}/$from.bin";
	$node->safe_psql($from, "COPY law TO '$binary' (FORMAT binary)");
	$node->safe_psql($to, "TRUNCATE law; COPY law FROM '$binary' (FORMAT binary)");
	is($node->safe_psql($to, $questions), $answers, "$encoding to UTF8: in binary form, too");
}
# what an encoding cannot hold is refused, with both named
my $text = $node->safe_psql('to_euc_jp', 'SELECT compiled FROM law');
my ($rc, $out, $err) = $node->psql('from_latin1', "SELECT '$text'::te.tariff_schedule");
like($err, qr/invalid tariff_schedule: it has text in UTF8 that LATIN1 cannot hold/, 'letters that are not there are refused');
create('bytes', 'SQL_ASCII');
$node->safe_psql('bytes', 'CREATE SCHEMA te; CREATE EXTENSION trade_exposure SCHEMA te');
is($node->safe_psql('bytes', "SELECT l.program FROM te.tariff_layers('$text'::te.tariff_schedule, '850511', 'JP', '2025-01-01', 100::numeric) l LIMIT 1"),
	'関税', 'SQL_ASCII takes bytes as they are');

# ---- the format before ----
sub old_format
{
	my ($value) = @_;
	open my $in, '>:raw', "$ENV{TESTDATADIR}/new.txt" or die;
	print $in $value;
	close $in;
	my ($old) = run_command([ 'sh', '-c', "perl $ENV{TESTDIR}/test/schedule_format.pl < $ENV{TESTDATADIR}/new.txt" ]);
	return $old;
}
my $old = old_format($node->safe_psql('to_latin1', 'SELECT compiled FROM law'));
is(ord(decode_base64($old)), 2, 'a value of the old format');
$node->safe_psql('to_latin1', "UPDATE law SET compiled = '$old'");
my $questions = questions(@{ $law{LATIN1} }[ 0, 3, 4 ]);
is($node->safe_psql('to_latin1', $questions), $node->safe_psql('from_latin1', $questions), 'answers as before');
$old = old_format($node->safe_psql('from_latin1', 'SELECT compiled FROM law'));
($rc, $out, $err) = $node->psql('to_latin1', "SELECT '$old'::te.tariff_schedule");
like($err, qr/invalid tariff_schedule: it has text that is not valid in UTF8/, 'in another encoding, which it does not tell, it is refused');

# ---- data only, triggers off ----
my $dump = "$ENV{TESTDATADIR}/data.dump";
my @law = @{ $law{LATIN1} };
$questions = $state . "SELECT te.tariff_stack('$law[0]', '850511', 'JP', '2025-01-01', 100::numeric, content => '{\"$law[4]\": 40}', claims => '{$law[3]}')";
$node->command_ok([ 'pg_dump', '-Fc', '-n', 'te', '-e', 'trade_exposure', '-f', $dump, '-d', $node->connstr('from_latin1') ], 'dump');
create('data_only', 'UTF8');
$node->safe_psql('data_only', 'CREATE SCHEMA te; CREATE EXTENSION trade_exposure SCHEMA te');
$node->command_ok([ 'pg_restore', '--exit-on-error', '--data-only', '--disable-triggers', '-d', $node->connstr('data_only'), $dump ],
	'data only, with triggers off');
is($node->safe_psql('data_only', 'SELECT count(*) FROM te.tariff_version'), 0, 'nothing is kept of the state');
is($node->safe_psql('data_only', $questions), $node->safe_psql('from_latin1', $questions), 'the regime answers, and is fresh');
like($node->safe_psql('data_only', "SELECT detail FROM te.tariff_check('$law[0]')"),
	qr/^te_row of tariff_regime is ENABLE, not ENABLE ALWAYS: .*^te_replica of tariff_measure is ENABLE, not ENABLE REPLICA: /ms, 'tariff_check names the triggers');
my $ask = "SELECT te.tariff_stack('$law[0]', '850511', 'JP', '2025-01-01', 100::numeric, content => '{\"$law[4]\": 0}')";
my $replica = "SET session_replication_role = replica; UPDATE te.tariff_measure SET rate = '30%' WHERE code_prefix = '8505'; RESET session_replication_role;";
($rc, $out, $err) = $node->psql('data_only', "$replica $ask");
like($err, qr/is stale.*DETAIL: .*te_replica of tariff_measure is ENABLE, not ENABLE REPLICA.*HINT: .*tariff_rebuild_version/s,
	'a change that those triggers would have told is noticed, and the error names them');
($rc, $out, $err) = $node->psql('data_only', "SELECT te.tariff_compile('$law[0]'); $ask");
like($err, qr/WARNING:  tariff_version does not hold the state/, 'compiling says what is missing');
like($out, qr/^30\.?0*$/m, 'and ends usable');
my $computed = $node->safe_psql('data_only', $state);
is($node->safe_psql('data_only', 'SELECT te.tariff_rebuild_version()'), 1, 'rebuilt');
is($node->safe_psql('data_only', $state), $computed, 'to the state that was computed');
is($node->safe_psql('data_only', "SELECT count(*) FROM te.tariff_check('$law[0]') WHERE problem <> 'no program is mandatory'"), 0, 'nothing is left to say');
($rc, $out, $err) = $node->psql('data_only', "UPDATE te.tariff_measure SET rate = '40%' WHERE code_prefix = '8505'; $ask");
like($err, qr/is stale: its rules have changed since it was compiled\n(?!DETAIL)/, 'from now on triggers tell');
($rc, $out, $err) = $node->psql('data_only', "SET session_replication_role = replica; SELECT te.tariff_rebuild_version()");
like($err, qr/cannot be rebuilt while session_replication_role is "replica"/, 'as a replica it is not rebuilt');

$node->stop;
done_testing();
