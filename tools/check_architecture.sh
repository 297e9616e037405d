#!/bin/bash
# check_architecture.sh [ROOT] -- docs/architecture.md names what there is: files, C functions (`name()`),
# SQL functions (`name(…)`) and types (`TeName`); "`name()` … in `FILE`" means that FILE has it; every wing
# of src/WINGS has a heading and is in the picture; no recipe has twenty lines; docs/README.md leads to every page.
# Prints TAP.
cd "${1:-$(dirname "$0")/..}" || exit 1
exec perl -CSD -Mutf8 -0777 - docs/architecture.md <<'PERL'
use strict;
use warnings;
my $page = <>;
my ($n, $failed) = (0, 0);

sub slurp { open my $in, '<:utf8', $_[0] or return ''; local $/; return scalar <$in> }

# report TITLE FAULTS
sub report
{
	my ($title, @fault) = @_;
	printf "%s %d - %s\n", @fault ? 'not ok' : 'ok', ++$n, $title;
	print "#   $_\n" for @fault;
	$failed ||= @fault > 0;
}

my %text = map { $_ => slurp($_) } glob('src/*/*.[ch] sql/install/*.sql sql/install/*.sql.in');

# what each file defines: C functions (a name at the start of a line, and a body), types, SQL functions and aggregates
my (%defines, %all, %type);
for my $file (keys %text)
{
	my $is_c = $file =~ /\.[ch]$/;
	my $made = $is_c ? qr/^(?:static inline [\w *]*)?(\w+)\([^;{]*\)\s*\{/m :
		qr/^CREATE (?:FUNCTION|AGGREGATE) (?:\@extschema\@|te_support)\.(\w+)\(/m;
	my $kind = $is_c ? 'c' : 'sql';
	$defines{$file}{$kind}{$1} = $all{$kind}{$1} = 1 while $text{$file} =~ /$made/g;
	$type{$1} = 1 while $is_c && $text{$file} =~ /^(?:\}|typedef).*\b(Te\w+)\b[^\w]*$/mg;
}

sub kind { return $_[0] eq '' ? 'c' : 'sql' }

(my $prose = $page) =~ s/^```.*?^```//msg;
my @file = $prose =~ m{`((?:src|sql|test|tools|docs|data)/[\w./-]*|[A-Z]+\.md)`}g;
report('it names files', @file > 40 ? () : scalar @file);
report('every file is there', map { "no $_" } grep { !-e } @file);
my @call;
push @call, [$1, $2] while $prose =~ /`([a-z]\w*)\(([^`()]*)\)`/g;
report('every C function is there', map { "no $_->[0]()" } grep { $_->[1] eq '' && !$all{c}{$_->[0]} } @call);
report('every SQL function is there', map { "no $_->[0](…)" } grep { $_->[1] ne '' && !$all{sql}{$_->[0]} } @call);
report('every type is there', map { "no $_" } grep { !$type{$_} } $prose =~ /`(?:const )?(Te[A-Z]\w*)(?: \*)?`/g);

# `a()` and `b()` in `FILE`, on one or two lines
my @misplaced;
while ($prose =~ /((?:`\w+\([^`()]*\)`(?:,\s+| and )?)+)\s+in\s+`([\w.\/-]+)`/g)
{
	my ($calls, $file) = ($1, $2);
	while ($calls =~ /`(\w+)\(([^`()]*)\)`/g)
	{
		push @misplaced, "$1($2) is not in $file" unless $defines{$file}{kind($2)}{$1};
	}
}
report('functions are in the files that are named for them', @misplaced);

my ($picture) = $page =~ /^```\n(.*?)^```/ms;
my @wing = slurp('src/WINGS') =~ /^\d+ (\w+) /mg;
report('every wing has its paragraph and its place', map { "no $_" } grep { $page !~ /^### $_$/m || $picture !~ /\b$_\b/ } @wing);
report('a recipe has less than twenty lines', map { /^(.*)\n/ ? $1 : () } grep { tr/\n// >= 20 } $page =~ /^### … (.*?)(?=^#|\z)/msg);
my $map = slurp('docs/README.md');
report('every page is on the map, and the map leads to pages', (map { "no $_" } grep { $_ ne 'README.md' && $map !~ /\]\(\Q$_\E\)/ } map { s|.*/||r } glob 'docs/*.md'),
	map { "no $_" } grep { !-e "docs/$_" } $map =~ /\]\(([\w.\/]+)\)/g);
print "1..$n\n";
exit $failed;
PERL
