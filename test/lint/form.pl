# Each rule of tools/lint_c.pl and tools/lint_text.pl, cppcheck, codespell and, where it is
# installed, pgindent find a planted fault and pass its mended twin.  Prints TAP.
use strict;
use warnings;
use Test::More;
use File::Temp qw(tempdir);
require './tools/lint_c.pl';
require './tools/lint_text.pl';

# The rules that a text breaks, in order, each once.
sub broken
{
	my %seen;
	return join ' ', sort grep { !$seen{$_}++ } map { $_->[0] } lint_c($_[0], 'src/mix/x.c', 'base|mix');
}

my $long = 'x' x 99;
my @case = (
	['C001', "\t$long;", "\t" . substr($long, 4) . ';', 'a long line'],
	['C001', "\tf($long);", "\t\t\t\t errmsg(\"$long\"),", 'a long line that is not an error\'s text'],
	['C001', "\t/* $long */", "\t/* short */", 'a long comment'],
	['C002', "int\t\ta; \n", "int\t\ta;\n", 'a blank at the end'],
	['C002', "int\t\ta;\t\n", "/* a */\n", 'a tab at the end'],
	['C003', "    return 1;", "\treturn 1;", 'indentation by blanks'],
	['C003', "\t\t      b);", "\t\t\t  b);", 'blanks after tabs'],
	['C004', "int a; // b", "int a; /* http://b */", 'a // comment'],
	['C004', "f(\"a\"); // b", "f(\"http://a\");", '… beside a text'],
	['C005', "#include <math.h>\n#include \"postgres.h\"", "#include \"postgres.h\"\n\n#include <math.h>", 'postgres.h not first'],
	['C005', "#include \"postgres.h\"\n#include \"fmgr.h\"\n#include <math.h>", "#include \"postgres.h\"\n#include <math.h>\n#include \"fmgr.h\"", 'system after server'],
	['C005', "#include \"postgres.h\"\n#include \"fmgr.h\"\n#include \"access/x.h\"", "#include \"postgres.h\"\n#include \"access/x.h\"\n#include \"fmgr.h\"", 'server not by alphabet'],
	['C005', "#include \"postgres.h\"\n#include \"mix/a.h\"\n#include \"fmgr.h\"", "#include \"postgres.h\"\n#include \"fmgr.h\"\n#include \"mix/a.h\"", 'own before server'],
);
for my $c (@case)
{
	is(broken($c->[1]), $c->[0], "$c->[0] finds $c->[3]");
	is(broken($c->[2]), '', "$c->[0] passes what is right instead of $c->[3]");
}

is_deeply([own_types("typedef struct TeA\n{\n\tint\t\ta;\n} TeA;\n", "typedef enum { X } B;\ntypedef uint32 TeC;\n/* typedef int TeD; */")],
	['B', 'TeA', 'TeC'], 'types are found, but not in comments');

my @comment = map { "COMMENT ON FUNCTION $_ IS 'Same. Example: SELECT 1';\n" } 'a.f(int)', 'a.f(text)', 'a.g(int)', 'a.te_support.h()';
is(scalar(twice($comment[0] . $comment[1] . $comment[3])), 0, 'forms of one function, and support, may share a text');
is(scalar(twice($comment[0] . $comment[2])), 1, 'two functions may not');

is_deeply([odd_english("/*\n * Throws that this is\n * no number: one row a flow,\n * 16 bytes an edge, else than those.\n */")],
	['is no number', 'one row a flow', '16 bytes an edge', 'Throws that', 'else than'], 'odd wording is found, over lines too');
is_deeply([odd_english("There is no number, so that there\n * is no room; it is no longer than 4 rows a second: a page at a time, one row per flow.")], [], 'and plain wording is not');
is(scalar(colours('<td style="color:#b3261e;background:#FFF">') ), 2, 'colours are found');
is(scalar(colours('&#8230; &#39; #/definitions TE_COLOUR_INK #define te_report_x(')), 0, 'references to characters and other marks are none');
is(scalar(odd_layout("CREATE FUNCTION a()\n\tLANGUAGE c STRICT AS 'MODULE_PATHNAME';\nCOMMENT ON FUNCTION a() IS\n\t'A.';\nAS 'x' LANGUAGE c;\n")), 3, 'what stands otherwise in an install part is found');
is(scalar(odd_layout("CREATE FUNCTION a(b int,\n\tc int)\nAS 'MODULE_PATHNAME' LANGUAGE C STRICT;\nCOMMENT ON FUNCTION a(int, int) IS\n'A.';\n")), 0, 'and its own layout is not');

# plants a file and gives what the check says of it
sub planted
{
	my ($name, $text, $variable) = @_;
	my $dir = tempdir(CLEANUP => 1);
	open my $out, '>', "$dir/$name" or die $!;
	print $out $text;
	close $out;
	return $variable eq 'c'
		? `cppcheck -q --enable=warning,portability --std=c99 --suppressions-list=tools/cppcheck.suppress --template='{id}' $dir 2>&1`
		: `codespell -I tools/spelling.words -D - -D tools/british.words $dir/$name 2>&1`;
}
SKIP: {
	skip 'cppcheck is not installed', 2 unless `sh -c 'command -v cppcheck'`;
	like(planted('a.c', "int f(void)\n{\n\tint a[2] = {1, 2};\n\treturn a[2];\n}\n", 'c'), qr/arrayIndexOutOfBounds/, 'cppcheck finds an index out of bounds');
	is(planted('a.c', "int f(void)\n{\n\tint a[2] = {1, 2};\n\treturn a[1];\n}\n", 'c'), '', '… and nothing in its mended twin');
}
SKIP: {
	skip 'codespell is not installed', 3 unless `sh -c 'command -v codespell'`;
	like(planted('a.md', 'This is teh word.', 't'), qr/teh/, 'codespell finds a slip');
	like(planted('a.md', 'Its behavior.', 't'), qr/behaviour/, '… and the other spelling');
	is(planted('a.md', 'Te behaviour of ore is normalized.', 't'), '', '… and passes ours');
}
my $set = '. tools/pgindent.sh';
SKIP: {
	skip "pgindent comes with PostgreSQL 17's package", 4 if system("bash -c '$set; [ -f \"\$PGINDENT\" ]'");
	my $dir = tempdir(CLEANUP => 1);
	for (['bad', "int f(void) {\n  return 1;\n}\n", 1],
		['good', "int\nf(void)\n{\n\treturn 1;\n}\n", 0],
		['bad literal', "TeSum\nf(void)\n{\n\treturn (TeSum) {.hi = 1,.lo = 0};\n}\n", 1],
		['good literal', "TeNet\nf(void)\n{\n\treturn (TeNet) {{.hi = 1, .lo = 0}, {0, 0}};\n}\n", 0])
	{
		open my $out, '>', "$dir/a.c" or die $!;
		print $out $_->[1];
		close $out;
		system("bash -c '$set; perl tools/indent.pl --check $dir/a.c' >/dev/null 2>&1");
		is($? ? 1 : 0, $_->[2], "pgindent on a $_->[0] file");
	}
}
done_testing();
