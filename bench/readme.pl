#!/usr/bin/perl
# readme.pl [--write] -- the summary of docs/performance.md for README.md: how many comparisons are lost and won, the most lost and
# the most won of each kind of question.  --write puts it between README.md's two marks; else it is printed.
use strict;
use warnings;
use utf8;
binmode STDOUT, ':encoding(UTF-8)';

sub text { open my $in, '<:encoding(UTF-8)', $_[0] or die "$_[0]: $!"; local $/; return scalar <$in> }

my ($summary) = text('docs/performance.md') =~ /<!-- bench: summary -->\n(.*?)<!-- end: summary -->/s or die "no summary\n";
my ($behind, $ahead) = split /(?=^Ahead in )/m, $summary;

# the first row of each kind, "mixes", "networks", …: at most five
sub first_of_kind
{
	my %kind;
	my @first = grep { /^\| (\w[\w ]*):/ && !$kind{$1}++ } @_;
	return @first > 5 ? @first[0 .. 4] : @first;
}
my @lost = grep { /^\| [a-z]/ && !/^\| question/ } split /^/, $behind;
my @won = reverse grep { /^\| [a-z]/ && !/^\| question/ } split /^/, $ahead // '';
my ($of) = $summary =~ /in \d+ of (\d+) comparisons/;
my $block = 'Lost ' . @lost . ' of ' . ($of // 0) . ' comparisons, won ' . @won . ". Processor time in ms; of each kind of question the most lost and the most won:\n\n"
	. "| question | trade_exposure | fastest other | its time | other ÷ ours | least ÷ least |\n|---|---:|---|---:|---:|---:|\n" . join('', first_of_kind(@lost), reverse first_of_kind(@won)) . "\n";
if (@ARGV && $ARGV[0] eq '--write')
{
	my $page = text('README.md');
	$page =~ s/(<!-- performance -->\n).*?(<!-- end -->)/$1$block$2/s or die "README.md has no place for it\n";
	open my $out, '>:encoding(UTF-8)', 'README.md' or die $!;
	print $out $page;
}
else { print $block }
