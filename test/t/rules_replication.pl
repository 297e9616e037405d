# Rules and compiled values on a logical subscriber: never silently old, never
# stale for good, whether tariff_version is published or not.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $publisher = PostgreSQL::Test::Cluster->new('publisher');
$publisher->init(allows_streaming => 'logical');
$publisher->start;
my $subscriber = PostgreSQL::Test::Cluster->new('subscriber');
$subscriber->init(allows_streaming => 'logical');
$subscriber->start;

# what a server answers, "stale" where it says so
my $functions = q{
	CREATE FUNCTION duty(regime text) RETURNS text LANGUAGE plpgsql AS $$
	BEGIN
		RETURN te.tariff_stack(regime, '850511', 'JP', '2025-01-01', 100::numeric);
	EXCEPTION WHEN object_not_in_prerequisite_state THEN
		RETURN 'stale';
	END $$;
};
my $rules = q{
	INSERT INTO te.tariff_regime (regime, currency) VALUES ('X', 'USD');
	INSERT INTO te.tariff_regime (regime, parent) VALUES ('X child', 'X');
	INSERT INTO te.tariff_program (regime, program, ord) VALUES ('X', 'MFN', 1), ('X', 'S', 2);
	INSERT INTO te.tariff_program (regime, program, dropped) VALUES ('X child', 'S', true);
	INSERT INTO te.tariff_measure (regime, measure_id, program, rate) VALUES ('X', 'm', 'MFN', '10%'), ('X', 's', 'S', '15%');
	INSERT INTO te.tariff_measure (regime, measure_id, program, code_prefix, rate)
	SELECT 'X', 'n' || i, 'MFN', lpad(i::text, 6, '0'), '1%' FROM generate_series(1, 2000) i;
	INSERT INTO te.tariff_rule (regime, kind, subject, object) VALUES ('X', 'conflicts', 'A', 'B');
	INSERT INTO te.tariff_area (regime, area, country) VALUES ('X', 'G', 'JP');
	INSERT INTO te.tariff_rounding (regime, what, unit) VALUES ('X', 'duty', 0.01);
};
my $compile = q{SELECT te.tariff_compile(regime) FROM te.tariff_regime ORDER BY regime;};
my $ask = q{SELECT string_agg(regime || '=' || duty(regime), ' ' ORDER BY regime) FROM te.tariff_regime};

# waits until a database of the subscriber has all that the publisher's has
sub catch_up
{
	my ($db) = @_;
	$subscriber->poll_query_until($db, q{SELECT count(*) > 0 AND bool_and(srsubstate IN ('r', 's')) FROM pg_subscription_rel})
		or die "the subscriber does not synchronise";
	$publisher->wait_for_catchup("sub_$db");
}

# both answer so
sub both
{
	my ($db, $expected, $what) = @_;
	catch_up($db);
	is($publisher->safe_psql($db, $ask), $expected, "$db: $what: publisher");
	is($subscriber->safe_psql($db, $ask), $expected, "$db: $what: subscriber");
}

for my $db (qw(rules everything))
{
	for my $node ($publisher, $subscriber)
	{
		$node->safe_psql('postgres', "CREATE DATABASE $db");
		$node->safe_psql($db, "CREATE SCHEMA te; CREATE EXTENSION trade_exposure SCHEMA te; $functions");
	}
	# stamps to copy initially: some published without their rules, some with
	$publisher->safe_psql($db, $rules . $compile);
	$publisher->safe_psql($db, $db eq 'everything' ? 'CREATE PUBLICATION pub FOR ALL TABLES' :
		'CREATE PUBLICATION pub FOR TABLE te.tariff_regime, te.tariff_program, te.tariff_measure, te.tariff_rule, te.tariff_area, te.tariff_rounding');
	my $connection = $publisher->connstr . " dbname=$db";
	$subscriber->safe_psql($db, "CREATE SUBSCRIPTION sub_$db CONNECTION '$connection' PUBLICATION pub");
	both($db, 'X=25 X child=10', 'after the initial copy');
	cmp_ok($subscriber->safe_psql($db, 'SELECT count(*) FROM te.tariff_version'), '<', 500, "$db: the copy leaves few stamps");

	$publisher->safe_psql($db, q{UPDATE te.tariff_measure SET rate = '99%' WHERE measure_id = 'm'});
	both($db, 'X=stale X child=stale', 'a change without compiling');
	$publisher->safe_psql($db, $compile);
	both($db, 'X=114 X child=99', 'compiled');
	$publisher->safe_psql($db, "BEGIN; UPDATE te.tariff_measure SET rate = '20%' WHERE measure_id = 'm'; $compile COMMIT");
	both($db, 'X=35 X child=20', 'changed and compiled in one transaction');
	$publisher->safe_psql($db, "UPDATE te.tariff_measure SET rate = '21%' WHERE measure_id ~ 'm'; UPDATE te.tariff_measure SET rate = '20%' WHERE measure_id ~ 'm'");
	both($db, 'X=35 X child=20', 'changed and changed back');
	$publisher->safe_psql($db, "BEGIN; DELETE FROM te.tariff_measure WHERE measure_id ~ '^n'; TRUNCATE te.tariff_rounding;
		UPDATE te.tariff_area SET country = 'KR'; UPDATE te.tariff_rule SET object = 'C'; $compile COMMIT");
	both($db, 'X=35 X child=20', 'rows of all tables updated, deleted, truncated');
	$publisher->safe_psql($db, "UPDATE te.tariff_regime SET regime = 'Z' WHERE regime = 'X'; $compile");
	both($db, 'X child=20 Z=35', 'a regime renamed');

	# the subscriber changes rules of its own
	$subscriber->safe_psql($db, q{UPDATE te.tariff_measure SET rate = '50%' WHERE measure_id = 'm'});
	is($subscriber->safe_psql($db, $ask), 'X child=stale Z=stale', "$db: the subscriber's own change");
	$subscriber->safe_psql($db, $compile);
	is($subscriber->safe_psql($db, $ask), 'X child=50 Z=65', "$db: compiled there");
	is($publisher->safe_psql($db, $ask), 'X child=20 Z=35', "$db: the publisher is as before");

	# what the stamps say is what the rows say
	my $state = 'SELECT string_agg(te.tariff_rules_version(regime), chr(32) ORDER BY regime) FROM te.tariff_regime';
	my $kept = $subscriber->safe_psql($db, $state);
	is($subscriber->safe_psql($db, "BEGIN; DELETE FROM te.tariff_version; $state; ROLLBACK"), $kept, "$db: the kept state is that of the rows");
}

# a subscription that lacks a table: stale, what is wrong is said, and all is right when it comes
$_->safe_psql('postgres', 'CREATE DATABASE part') for $publisher, $subscriber;
$_->safe_psql('part', "CREATE SCHEMA te; CREATE EXTENSION trade_exposure SCHEMA te; $functions") for $publisher, $subscriber;
$publisher->safe_psql('part', $rules . $compile
	  . 'CREATE PUBLICATION pub FOR TABLE te.tariff_regime, te.tariff_program, te.tariff_rule, te.tariff_area, te.tariff_rounding');
my $part = $publisher->connstr . ' dbname=part';
$subscriber->safe_psql('part', "CREATE SUBSCRIPTION sub_part CONNECTION '$part' PUBLICATION pub");
catch_up('part');
is($subscriber->safe_psql('part', $ask), 'X=stale X child=stale', 'part: rules without measures');
my ($rc, $out, $err) = $subscriber->psql('part', $compile);
like($err, qr/no measure \(X\)/, 'part: nothing is compiled that would owe nothing on anything');
is($subscriber->safe_psql('part', q{SELECT problem, place FROM te.tariff_check('X') WHERE problem ~ 'subscribed'}),
	'table not subscribed to|tariff_measure', 'part: tariff_check names the table');
$publisher->safe_psql('part', 'ALTER PUBLICATION pub ADD TABLE te.tariff_measure');
$subscriber->safe_psql('part', 'ALTER SUBSCRIPTION sub_part REFRESH PUBLICATION');
both('part', 'X=25 X child=10', 'with all tables');
is($subscriber->safe_psql('part', q{SELECT count(*) FROM te.tariff_check('X') WHERE problem ~ 'subscribed'}), '0', 'part: nothing is missing any more');

# behind: it answers by the rules it has
$subscriber->safe_psql('part', 'ALTER SUBSCRIPTION sub_part DISABLE');
$publisher->safe_psql('part', "BEGIN; UPDATE te.tariff_measure SET rate = '30%' WHERE measure_id = 'm'; $compile COMMIT");
is($subscriber->safe_psql('part', $ask), 'X=25 X child=10', 'part: behind');
# changed and compiled there meanwhile; what comes then overwrites both
$subscriber->safe_psql('part', "UPDATE te.tariff_measure SET rate = '5%' WHERE measure_id = 'm'; $compile ALTER SUBSCRIPTION sub_part ENABLE");
both('part', 'X=45 X child=30', 'caught up');
$subscriber->safe_psql('part', "DELETE FROM te.tariff_measure WHERE measure_id = 's'; $compile");
is($subscriber->safe_psql('part', $ask), 'X=30 X child=30', 'part: a row deleted there');
$publisher->safe_psql('part', "UPDATE te.tariff_measure SET rate = '16%' WHERE measure_id = 's'; $compile");
catch_up('part');
is($subscriber->safe_psql('part', $ask), 'X=stale X child=stale', 'part: a change of the row it lacks');
$publisher->safe_psql('part', 'TRUNCATE te.tariff_regime CASCADE');
both('part', '', 'emptied');
$publisher->safe_psql('part', $rules . $compile);
both('part', 'X=25 X child=10', 'filled anew');

$subscriber->stop;
$publisher->stop;
done_testing();
