# lint_tree.pl RULE -- one rule over the tree; prints what breaks it, nothing when it holds.
# long: no line is over 100 columns, but those that tools/long_lines.txt counts
# blanks: no blanks end a line
# tabs: tabs indent
# slashes: comments are of the old kind
# includes: includes are in order
# types: typedefs.list holds our types
# comments: no two COMMENTs are alike
# plain: no wording that was translated word for word
# colours: colours stand in src/report/style.c and .h alone
# layout: install parts have one layout
use strict;
use warnings;
use File::Temp qw(tempdir);
require './tools/lint_c.pl';
require './tools/lint_text.pl';
binmode STDOUT, ':utf8';

my %of_rule = (long => 'C001', blanks => 'C002', tabs => 'C003', slashes => 'C004', includes => 'C005');
my $rule = shift // die "which rule?\n";
my @file = sort glob 'src/*/*.[ch]';
die "no sources\n" unless @file > 100;

# the breaches of a rule, file by file
sub breaches
{
	my ($code) = @_;
	my $wings = wings_pattern();
	return map { my $f = $_; map { [$f, $_->[1], $_->[2]] } grep { $_->[0] eq $code } lint_c(slurp($f), $f, $wings) } @file;
}

# the number of long lines that each file may have
sub allowed { return map { /^(\d+) (\S+)/ ? ($2 => $1) : () } split /\n/, slurp('tools/long_lines.txt') }

# more long lines than there may be
sub too_long
{
	my %may = allowed();
	my (%in, @say);
	push @{ $in{ $_->[0] } }, $_ for breaches('C001');
	for my $f (sort keys %in)
	{
		my ($n, $limit) = (scalar @{ $in{$f} }, $may{$f} // 0);
		push @say, "$f: $n lines over 100 columns, not $limit: " . join(', ', map { $_->[1] } @{ $in{$f} }) if $n > $limit;
	}
	return @say;
}

# the list of types as it should be
sub types { return join '', map { "$_\n" } own_types(map { slurp($_) } @file) }

# writes typedefs.list, and the numbers of long lines that have fallen
sub lower
{
	my %may = allowed();
	my %n;
	$n{ $_->[0] }++ for breaches('C001');
	my ($head) = slurp('tools/long_lines.txt') =~ /\A((?:#.*\n)*)/;
	open my $out, '>', 'tools/long_lines.txt' or die $!;
	print $out $head, map { ($n{$_} < $may{$_} ? $n{$_} : $may{$_}) . " $_\n" } grep { $n{$_} && $may{$_} } sort keys %may;
	open $out, '>', 'typedefs.list' or die $!;
	print $out types();
	return;
}

# the install parts together, those from templates made anew
sub install_parts
{
	my $parts = tempdir(CLEANUP => 1);
	system('tools/install_parts.sh', $parts) == 0 or die "install_parts.sh: $?\n";
	return join '', map { slurp($_) } sort glob "$parts/*.sql";
}

if ($rule eq '--lower') { lower() }
elsif ($rule eq 'long') { print map { "$_\n" } too_long() }
elsif ($rule eq 'types') { print "run tools/lint.sh --lower\n" if types() ne slurp('typedefs.list') }
elsif ($rule eq 'plain')
{
	my @said = grep { /\.(?:[ch]|md|sql|in|sh|pl)$/ && !m{^test/|^tools/lint_text|^CHANGELOG} } split /\n/, `git ls-files`;
	@said = (@file, glob 'docs/*.md *.md sql/install/*.sql sql/install/*.in examples/* examples/*/* tools/*.sh') if $? || !@said;
	print map { my $f = $_; map { "$f: $_\n" } odd_english(slurp($f)) } grep { -f } @said;
}
elsif ($rule eq 'colours')
{
	print map { my $f = $_; map { "$f: $_\n" } colours(slurp($f)) } grep { !m{report/style\.[ch]$} } @file, glob 'sql/install/*.sql sql/install/*.in';
}
elsif ($rule eq 'layout')
{
	print map { my $f = $_; map { "$f: $_\n" } odd_layout(slurp($f)) } glob 'sql/install/*.sql sql/install/*.in';
}
elsif ($rule eq 'comments') { print map { "$_\n" } twice(install_parts()) }
else { print map { "$_->[0]:$_->[1]: $_->[2]\n" } breaches($of_rule{$rule} // die "no rule $rule\n") }
