# lint_c.pl -- the form of C files, as far as it needs no formatter.
# lint_c(TEXT, NAME) gives [rule, line, what] for each breach:
#   C001 a line over 100 columns (tabs of 4) that is not an error's text
#   C002 blanks at the end of a line
#   C003 indentation by blanks
#   C004 a comment that starts with two slashes
#   C005 includes out of order: postgres.h, then <system>, then the server's by
#        alphabet, then our own from the root ("wing/x.h"), by alphabet
# own_types(TEXT...) gives the names that typedefs of our own define, for pgindent.
use strict;
use warnings;

# The width of a line on a screen whose tabs are 4 wide.
sub columns
{
	my ($line) = @_;
	my $at = 0;
	$at += $_ eq "\t" ? 4 - $at % 4 : 1 for split //, $line;
	return $at;
}

# A text that is not to be broken, so that it can be searched for: a literal, with what calls it.
sub is_text
{
	my ($line) = @_;
	return $line =~ /^\s*(?:return )?(?:\(?err(?:msg|detail|hint|context)\w*|elog|psprintf|te_say_with|\w*error\w*|\w*throw\w*)?\W*"/
		|| $line =~ /\berr(?:msg|msg_plural|detail|hint|context|detail_internal|msg_internal)\(/
		|| $line =~ /\belog\(/;
}

# The text without the insides of literals and block comments; lines stay.
sub code_only
{
	my ($text) = @_;
	$text =~ s{(/\*.*?\*/)|("(?:[^"\\\n]|\\.)*")|('(?:[^'\\\n]|\\.)*')}{
		defined $1 ? $1 =~ s/[^\n]//gr : defined $2 ? '""' : "''" }gse;
	return $text;
}

# The kind of an include: what it is and its place in the order.
sub include_kind
{
	my ($what, $wings) = @_;
	return 0 if $what eq '"postgres.h"';
	return 1 if $what =~ /^</;
	return $what =~ m{^"($wings)/} ? 3 : 2;
}

# Breaches of the order within each run of includes of a file.
sub include_faults
{
	my ($lines, $code, $name, $wings) = @_;
	my (@fault, $last);
	for my $n (1 .. @$lines)
	{
		# anything else, an #if or a definition, begins a run of its own; tables may stand anywhere
		$last = undef if $code->[$n - 1] =~ /\S/ && $code->[$n - 1] !~ /^\s*#\s*include/;
		my ($what) = $lines->[$n - 1] =~ /^\s*#\s*include\s+(\S+)/ or next;
		next if $what =~ /\.inc"$/;
		my $kind = include_kind($what, $wings);
		push @fault, ['C005', $n, "$what before postgres.h"] if $name =~ /\.c$/ && $kind && !grep { /"postgres\.h"/ } @$lines[0 .. $n - 1];
		push @fault, ['C005', $n, "$what after $last->[1]"] if $last && ($kind < $last->[0] || $kind == $last->[0] && $what lt $last->[1]);
		$last = [$kind, $what];
	}
	return @fault;
}

# All breaches of a file.
sub lint_c
{
	my ($text, $name, $wings) = @_;
	my @fault;
	my @lines = split /\n/, $text;
	my @code = split /\n/, code_only($text), -1;
	for my $n (1 .. @lines)
	{
		my $line = $lines[$n - 1];
		push @fault, ['C001', $n, columns($line) . ' columns'] if columns($line) > 100 && !is_text($line);
		push @fault, ['C002', $n, 'blanks at the end'] if $line =~ /[ \t\r]$/;
		push @fault, ['C003', $n, 'indented by blanks'] if $line =~ /^\t* {4}/ && ($code[$n - 1] // '') =~ /\S/;
		push @fault, ['C004', $n, 'a // comment'] if ($code[$n - 1] // '') =~ m{//};
	}
	push @fault, include_faults(\@lines, \@code, $name, $wings);
	return @fault;
}

# The names of types that are defined: "} TeX;" and "typedef ... TeX;".
sub own_types
{
	my %type;
	for my $text (@_)
	{
		my $code = code_only($text);
		$type{$1}++ while $code =~ /^\}\s*(?:__attribute__\(\(.*\)\)\s*)?(Te\w+)\s*;/mg;
		$type{$1}++ while $code =~ /^typedef\s[^;{]*?\b(Te\w+)\s*(?:\[[^\]]*\])?;/mg;
		$type{$1}++ while $code =~ /^typedef\s[^;{]*?\(\s*\*\s*(\w+)\s*\)\s*\(/mg;
		# vectors
	$type{$1}++ while $code =~ /^typedef\s+\w+\s+(\w+)\s+__attribute__/mg;
	# structs of one file, whatever they are called
		$type{$1}++ while $code =~ /^typedef\s+(?:struct|union|enum)\b[^;{]*\{[^}]*(?:\{[^}]*\}[^}]*)*\}\s*(\w+)\s*;/mg;
		$type{$1}++ while $code =~ /^typedef\s+(?:struct|union|enum)\s+\w+\s+(\w+)\s*;/mg;
	}
	return sort keys %type;
}

# The wings, as a pattern.
sub wings_pattern
{
	open my $in, '<', 'src/WINGS' or die "src/WINGS: $!";
	my %seen;
	for (<$in>)
	{
		s/#.*//;
		$seen{$_}++ for grep { -d "src/$_" } /(\w+)/g;
	}
	return join '|', sort keys %seen;
}

# Reads a whole file.
sub slurp
{
	my ($file) = @_;
	open my $in, '<:encoding(UTF-8)', $file or die "$file: $!";
	local $/;
	return <$in>;
}

1;
