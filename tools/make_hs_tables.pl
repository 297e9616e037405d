#!/usr/bin/perl
# make_hs_tables.pl -- prints the C tables of src/codes/hs_convert.c from data/*.csv.
#
# For each pair of revisions, newer and older: the links between their
# subheadings.  A link is "main" downwards when the United Nations convert the
# newer code into that older one; upwards when it is such a link, or when the
# older code is nobody's conversion target, so that there is nothing better.
# Codes that are linked with themselves only, on both sides, are not listed.
# Where a printed conversion is not a correlation of the same workbook, or a
# correlation lacks a code, data/hs_mended.csv decides; without a row there, it stops.
use strict;
use warnings;
require './tools/csv.pl';
require './tools/hs_lists.pl';

use constant { DOWN => 1, UP => 2, MENDED => 4 };
my @revisions = hs_revisions();
my ($codes, $legacy) = hs_lists();
my %legacy = map { $_ => 1 } @$legacy;
my @number;                                      # of a code in its revision's list
for my $list (@$codes) { push @number, { map { $list->[$_] => $_ } 0 .. $#$list } }

my (%links, %target, %mended, @mended);
for (read_csv('data/hs_correlation.csv.gz'))
{
	$links{ $_->{from_revision} }{ $_->{to_revision} }{ $_->{from_code} }{ $_->{to_code} } = 0
		if $_->{from_code} ne '999999';
}
for (read_csv('data/hs_mended.csv'))
{
	my ($from, $to) = ($_->{from_revision}, $_->{to_revision});
	$mended{$from}{$to}{ $_->{from_code} } = $_ if $_->{printed} ne '';
	$links{$from}{$to}{ $_->{from_code} }{ $_->{used} } = MENDED if $_->{used} ne '';
	push @mended, $_;
}
for (read_csv('data/hs_conversion.csv.gz'))
{
	my ($from, $to, $code, $printed) = @$_{qw(from_revision to_revision from_code to_code)};
	next if $code eq '999999' || $legacy{$code} && $to lt 'HS2002' && $from lt 'HS2002';
	my $mended = $mended{$from}{$to}{$code};
	if ($mended)
	{
		die "$from to $to: $code is printed as $printed, not $mended->{printed}\n" if $mended->{printed} ne $printed;
		die "$from to $to: $code to $printed needs no mending\n"
			if defined $links{$from}{$to}{$code}{$printed} && $links{$from}{$to}{$code}{$printed} != MENDED;
		$target{$from}{$to}{$code} = $mended->{used} if $mended->{used} ne '';
		next;
	}
	die "$from to $to: $code to $printed is not a correlation\n" if !exists $links{$from}{$to}{$code}{$printed};
	$target{$from}{$to}{$code} = $printed;
}

# Prints the links of one pair of revisions.
sub print_pair
{
	my ($new, $old) = @_;
	my $links = $links{ $revisions[$new] }{ $revisions[$old] };
	my $target = $target{ $revisions[$new] }{ $revisions[$old] };
	my (%converted, %sources, @rows);
	for my $code (@{ $codes->[$new] })
	{
		my @all = sort keys %{ $links->{$code} || {} };
		$target->{$code} //= $all[0] if @all == 1;
		$sources{$_}++ for @all;
		$converted{ $target->{$code} // '' } = 1;
		die "$revisions[$new] $code has no conversion to $revisions[$old]\n" if @all && !defined $target->{$code};
	}
	for my $code (@{ $codes->[$new] })
	{
		my @all = sort keys %{ $links->{$code} || {} };
		my $alone = @all == 1 && $all[0] eq $code && $sources{$code} == 1;
		die "$revisions[$new] $code: gone in the correlation, but a code of $revisions[$old]\n"
			if !@all && exists $number[$old]{$code};
		next if $alone;
		for (@all)
		{
			my $main = $target->{$code} eq $_;
			my $flags = ($main ? DOWN : 0) | ($main || !$converted{$_} ? UP : 0) | $links->{$code}{$_};
			my ($newer, $older) = ($number[$new]{$code}, $number[$old]{$_});
			die "$_ is not a code of $revisions[$old]\n" unless defined $older;
			push @rows, [ $newer, $older, $flags ];
		}
	}
	for (@{ $codes->[$old] })
	{
		die "$revisions[$old] $_: gone in the correlation, but a code of $revisions[$new]\n"
			if !$sources{$_} && exists $number[$new]{$_};
	}
	@rows = sort { $a->[0] <=> $b->[0] || $a->[1] <=> $b->[1] } @rows;
	my @order = sort { $rows[$a][1] <=> $rows[$b][1] || $a <=> $b } 0 .. $#rows;
	die "more links than a uint16 counts\n" if @rows > 65535;
	print "/* $revisions[$new] and $revisions[$old] */\nstatic const HsLink links_${new}_$old\[] = {\n";
	while (my @line = splice @rows, 0, 8) { print "\t", join(', ', map { "{$_->[0], $_->[1], $_->[2]}" } @line), ",\n" }
	print "};\n\nstatic const uint16 by_older_${new}_$old\[] = {\n";
	while (my @line = splice @order, 0, 12) { print "\t", join(', ', @line), ",\n" }
	print "};\n\n";
}

print "/* Made by tools/make_hs_tables.pl from data/; do not edit. */\n\n";
for my $new (1 .. $#revisions)
{
	print_pair($new, $_) for 0 .. $new - 1;
}
print "/* in order of the newer revision, then the older one */\nstatic const HsPair pairs[] = {\n";
for my $new (1 .. $#revisions)
{
	print "\t{links_${new}_$_, by_older_${new}_$_, lengthof(links_${new}_$_)},\n" for 0 .. $new - 1;
}
print "};\n\nstatic const HsMended mended[] = {\n";
my %revision = map { $revisions[$_] => $_ } 0 .. $#revisions;
for (@mended)
{
	printf "\t{%d, %d, %d, %d, %d},\n", $revision{ $_->{from_revision} }, $revision{ $_->{to_revision} },
		$_->{from_code}, $_->{printed} || 0, $_->{used} || 0;
}
print "};\n";
