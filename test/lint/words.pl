#!/usr/bin/perl
# words.pl -- every text that reports say stands in every data/words_*.csv, and nothing else
# does but names of countries; each word names its source.  Prints TAP.
#   words.pl --list    the texts
use strict;
use warnings;
require './tools/csv.pl';

my %text;

# C: what is passed to te_say and te_say_with, and titles of charts
for my $file (glob 'src/report/*.c')
{
	local $/;
	open my $in, '<', $file or die "$file: $!\n";
	my $c = <$in>;
	$text{$1} = 1 while $c =~ /te_say(?:_with)?\(\s*"((?:[^"\\]|\\.)*)"/g;
	$text{$1} = 1 while $c =~ /\.title = "([^"]*)"/g;
	$text{$1} = 1 if $c =~ /#define TE_SIZES "([^"]*)"/;
}

# SQL: literals of calls of te_report_say, te_report_head and te_report_line, and of what they choose from
for my $file (glob 'sql/install/9*.sql')
{
	local $/;
	open my $in, '<', $file or die "$file: $!\n";
	my $sql = <$in>;
	$sql =~ s/COMMENT ON .*?;\n//gs;
	my @calls;
	while ($sql =~ /te_report_say\(/g)
	{
		my ($start, $depth, $at) = (pos $sql, 1, pos $sql);
		while ($depth > 0)
		{
			substr($sql, $at) =~ /^((?:'(?:[^']|'')*'|[^'()])*)([()])/s or last;
			$at += length($1) + 1;
			$depth += $2 eq '(' ? 1 : -1;
		}
		my $call = substr $sql, $start, $at - $start - 1;
		# the first argument: up to a comma outside of parentheses and brackets
		my ($nest, $first) = (0, '');
		while ($call =~ /('(?:[^']|'')*'|.)/gs)
		{
			my $piece = $1;
			$nest++ if $piece =~ /^[(\[]$/;
			$nest-- if $piece =~ /^[)\]]$/;
			last if $piece eq ',' && $nest == 0;
			$first .= $piece;
		}
		push @calls, $first;
	}
	push @calls, $1 while $sql =~ /(?:words|against) (?:text )?:= (.*?);/gs;
	push @calls, $1 while $sql =~ /FROM \(VALUES\s*(\(1, '.*?)\) AS m\(place, words\)/gs;
	for my $call (@calls)
	{
		$call =~ s/(?:->>|->|#>>|~|<>|=|WHEN) '(?:[^']|'')*'(?! ELSE| END)//g if $call !~ /^\(1/;
		while ($call =~ /(?:THEN|ELSE|^|\d,)\s*'((?:[^']|'')+)'/g)
		{
			my $found = $1 =~ s/''/'/gr;
			$text{$found} = 1 if $found ne '{}';
		}
	}
	while ($sql =~ /te_report_(?:head|line)\('\{(.*?)\}'::text\[\]/g)
	{
		my $list = $1;
		$text{ $1 // $2 } = 1 while $list =~ /"([^"]*)"|([^,"]+)/g;
	}
}
# severities, what the audit counts, names of parameters
$text{$_} = 1 for qw(critical warning info), 'all goods';
for my $file ('sql/install/83-signal_read.sql')
{
	local $/;
	open my $in, '<', $file or die "$file: $!\n";
	my $sql = <$in>;
	my ($list) = $sql =~ /RETURN \(ARRAY\[('origin known'.*?)\]\)/s or die "$file: no reasons\n";
	$text{$1} = 1 while $list =~ /'([^']*)'/g;
}
$text{$_} = 1 for 'flows', 'importer', 'on date', 'compare to', 'limits', 'max products', 'unit', 'source', 'data vintage', 'period', 'compared with', 'made at', 'made with';

# what a drawing's hint says goes through te_say: no words in formats of psprintf
my @unsaid;
for my $file (glob 'src/report/chart*.c')
{
	local $/;
	open my $in, '<', $file or die "$file: $!\n";
	my $c = <$in>;
	push @unsaid, "$file: title $1" while $c =~ /\\"title\\":\\"(\w[^"\\]*)\\"/g;
	push @unsaid, "$file: $1" while $c =~ /psprintf\("((?=[^"]*(?<![%\w])(?!HHI)[A-Za-z]{2})[^"]*)"/g;
}

if (@ARGV)
{
	print "$_\n" for sort keys %text;
	exit;
}
my %country = map { $_->{name} => 1 } read_csv('data/country_codes.csv');
my $n = 1;
print @unsaid ? 'not ' : '', "ok 1 - drawings say what they say in a language\n", map { "#   $_\n" } @unsaid;
for my $file (sort glob 'data/words_*.csv')
{
	my %has = map { $_->{english} => $_ } read_csv($file);
	my @lacks = grep { !exists $has{$_} } sort keys(%text), sort keys %country;
	my @idle = grep { !$text{$_} && !$country{$_} } sort keys %has;
	my @loose = grep { $has{$_}{source} eq '' || ($has{$_}{text} eq '' && $_ ne ' ') } sort keys %has;
	for ([ 'has every text', @lacks ], [ 'has no other', @idle ], [ 'names the source of each word', @loose ])
	{
		my ($what, @bad) = @$_;
		$n++;
		print @bad ? 'not ' : '', "ok $n - $file $what\n", map { "#   \"$_\"\n" } @bad;
	}
}
print "1..$n\n";
