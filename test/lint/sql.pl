# Each rule of tools/lint_sql.pl finds a planted fault and passes its mended twin, and
# the joined install script is clean.  Prints TAP.
use strict;
use warnings;
use Test::More;
require './tools/lint_sql.pl';

# The rules that a text breaks, in order, each once.
sub broken
{
	my %seen;
	return join ' ', sort grep { !$seen{$_}++ } map { $_->[0] } lint($_[0]);
}

my $pin = "SET LOCAL search_path = pg_catalog, pg_temp;\n";
my $body = 'LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;';
my @case = (
	['PS001', 'SELECT s.x + 1 FROM s.t;', 'SELECT s.x OPERATOR(pg_catalog.+) 1 FROM s.t;'],
	['PS001', 'SELECT 1 FROM s.t WHERE s.x IN (1, 2);', $pin . 'SELECT 1 FROM s.t WHERE s.x IN (1, 2);'],
	['PS001', 'CREATE TABLE s.t (a text CHECK (a <> \'\'));', $pin . 'CREATE TABLE s.t (a text CHECK (a <> \'\'));'],
	['PS001', 'CREATE FUNCTION s.f(a int) RETURNS int LANGUAGE sql RETURN a + 1;', $pin . 'CREATE FUNCTION s.f(a int) RETURNS int LANGUAGE sql RETURN a + 1;'],
	['PS002', "CREATE OR REPLACE FUNCTION s.f() RETURNS int SET search_path = pg_catalog, pg_temp $body",
		"CREATE SCHEMA s; CREATE OR REPLACE FUNCTION s.f() RETURNS int SET search_path = pg_catalog, pg_temp $body"],
	['PS003', "CREATE FUNCTION s.f() RETURNS int SECURITY DEFINER $body",
		"CREATE FUNCTION s.f() RETURNS int SECURITY DEFINER SET search_path = pg_catalog, pg_temp $body"],
	['PS004', "CREATE FUNCTION s.f() RETURNS int SECURITY DEFINER SET search_path = s, pg_catalog $body",
		"CREATE FUNCTION s.f() RETURNS int SECURITY DEFINER SET search_path TO pg_catalog, pg_temp $body"],
	['PS005', "CREATE FUNCTION s.f() RETURNS int $body", "CREATE FUNCTION s.f() RETURNS int SET search_path = pg_catalog, pg_temp $body"],
	['PS006', 'CREATE OR REPLACE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION s.f(internal));',
		'CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION s.f(internal));'],
	['PS007', 'CREATE OR REPLACE AGGREGATE s.a(int) (SFUNC = s.f, STYPE = int);', 'CREATE AGGREGATE s.a(int) (SFUNC = s.f, STYPE = int);'],
	['PS009', 'SELECT CASE x WHEN 1 THEN 2 END FROM s.t;', 'SELECT CASE WHEN x OPERATOR(pg_catalog.=) 1 THEN 2 END FROM s.t;'],
	['PS010', 'CREATE SCHEMA IF NOT EXISTS s;', 'CREATE SCHEMA s;'],
	['PS011', 'CREATE SEQUENCE IF NOT EXISTS s.q;', 'CREATE SEQUENCE s.q;'],
	['PS012', 'CREATE TABLE IF NOT EXISTS s.t (a int);', 'CREATE TABLE s.t (a int);'],
	['PS013', 'CREATE SERVER IF NOT EXISTS v FOREIGN DATA WRAPPER w;', 'CREATE SERVER v FOREIGN DATA WRAPPER w;'],
	['PS014', 'CREATE INDEX IF NOT EXISTS i ON s.t (a);', 'CREATE INDEX i ON s.t (a);'],
	['PS015', 'CREATE OR REPLACE VIEW s.v AS SELECT 1;', 'CREATE VIEW s.v AS SELECT 1;'],
	['PS016', 'SELECT format(s.x) FROM s.t;', 'SELECT pg_catalog.format(s.x) FROM s.t;'],
	['PS016', 'DO $$ BEGIN PERFORM format(1); END $$;', $pin . 'DO $$ BEGIN PERFORM format(1); END $$;'],
	['PS017', 'SELECT a FROM t;', 'WITH u AS (SELECT a FROM s.t) SELECT a FROM u;'],
	['PS017', 'CREATE TABLE s.t (a int REFERENCES u);', 'CREATE TABLE s.t (a int REFERENCES s.u);'],
	['PS018', "SET search_path TO 'pg_catalog, pg_temp';", 'SET search_path TO pg_catalog, pg_temp;'],
);
for my $c (@case)
{
	my ($bad, $good) = map { s/\s+/ /gr } @$c[1, 2];
	is(broken($c->[1]), $c->[0], "$c->[0] finds: $bad");
	is(broken($c->[2]), '', "$c->[0] passes: $good");
}
is(broken($pin . "-- SELECT a + b FROM t\nSELECT 'a + b', \"a+b\", -1, pg_catalog.count(*) FROM s.t;"), '', 'comments, texts, signs and stars are no operators');
is(broken("${pin}SET search_path = s, pg_catalog;\nSELECT 1 + 1;"), 'PS001', 'a pin that is taken back no longer counts');

my ($script) = glob 'trade_exposure--*.sql';
ok($script, 'the install script is built') or BAIL_OUT('make it first');
my $text = do { open my $in, '<', $script or die $!; local $/; <$in> };
is(join("\n", map { "line $_->[1]: $_->[0] $_->[2]" } lint($text)), '', 'the install script breaks no rule');
(my $loose = $text) =~ s/^SET LOCAL search_path.*$//m;
like(broken($loose), qr/PS001.*PS016/, 'and would without its pinned search_path');
(my $taking = $text) =~ s/^CREATE FUNCTION/CREATE OR REPLACE FUNCTION/m;
is(broken($taking), 'PS002', '… or if it replaced a function');
done_testing();
