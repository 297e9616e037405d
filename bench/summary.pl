#!/usr/bin/perl
# summary.pl RECORD.csv... -- where the extension is behind and where ahead: for each
# question that another engine answers too, the fastest of those; losses first.
# Prints Markdown.
use strict;
use warnings;
require './tools/csv.pl';

# a part is called by its word; one that measures only the extension has no rows here
my %name = ('hs' => 'codes', 'mix' => 'mixes', 'order' => 'order of the table', 'duty' => 'duty expressions', 'tariff' => 'tariffs',
	'shock' => 'losses', 'network' => 'networks', 'cascade' => 'cascades', 'indicator' => 'indicators', 'report' => 'reports');

# A number as the other tables print it.
sub digits
{
	my ($x) = @_;
	return sprintf('%.*f', $x < 1 ? 3 : $x < 10 ? 2 : $x < 100 ? 1 : 0, $x) =~ s/(?<=\d)(?=(\d{3})+$)/,/gr;
}

my @rows;
for my $file (@ARGV)
{
	my ($part) = $file =~ m{\d+-([^/]+)\.csv$};
	die "$file is of no part that summary.pl knows\n" unless defined $part && $name{$part};
	my %time;
	$time{ $_->{question} }{ $_->{engine} } = $_ for read_csv($file);
	for my $question (sort keys %time)
	{
		my $ours = delete $time{$question}{trade_exposure} or next;
		my ($best) = sort { $a->{cpu} <=> $b->{cpu} } grep { $_->{engine} !~ /^trade_exposure/ } values %{ $time{$question} } or next;
		push @rows, [$best->{cpu} / $ours->{cpu}, $best->{cpu_min} / $ours->{cpu_min}, "$name{$part}: $question", $ours, $best];
	}
}
for my $side (['Behind', sub { $_[0] < 1 }], ['Ahead', sub { $_[0] >= 1 }])
{
	my @part = sort { $a->[0] <=> $b->[0] || $a->[2] cmp $b->[2] } grep { $side->[1]->($_->[0]) } @rows;
	printf "%s in %d of %d comparisons. Processor time in ms, medians; the last column compares the least of all runs.\n\n", $side->[0], scalar @part, scalar @rows;
	print "| question | trade_exposure | fastest other | its time | other ÷ ours | least ÷ least |\n|---|---:|---|---:|---:|---:|\n";
	printf "| %s | %s | %s | %s | %.2f | %.2f |\n", $_->[2], digits($_->[3]{cpu}), $_->[4]{engine}, digits($_->[4]{cpu}), $_->[0], $_->[1] for @part;
	print "\n";
}
