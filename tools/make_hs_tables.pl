#!/usr/bin/perl
# make_hs_tables.pl -- prints the C tables of src/codes/hs_convert.c from data/*.csv.
#
# For each pair of adjacent revisions: the links between a newer and an older
# subheading.  A link is "main" downwards when the United Nations convert the
# newer code into that older one; upwards when it is such a link, or when the
# older code is nobody's conversion target, so that there is nothing better.
use strict;
use warnings;
require './tools/csv.pl';

use constant { DOWN => 1, UP => 2 };
my @years = (1992, 1996, 2002, 2007, 2012, 2017, 2022);
my (%links, %target);

for (read_csv('data/hs_correlation_changes.csv'))
{
	$links{ $_->{rev_from} }{ $_->{code_from} }{ $_->{code_to} } = 1;
}
for (read_csv('data/hs_conversion_changes.csv'))
{
	$links{ $_->{rev_from} }{ $_->{code_from} }{ $_->{code_to} } = 1;
	$target{ $_->{rev_from} }{ $_->{code_from} } = $_->{code_to};
}

print "/* Made by tools/make_hs_tables.pl from data/; do not edit. */\n\n";
for my $step (1 .. $#years)
{
	my $newer = $links{ $years[$step] };
	my (%converted, @rows);
	for my $code (keys %$newer)
	{
		# unchanged codes do not stand in the conversion table
		$target{ $years[$step] }{$code} //= $newer->{$code}{$code} ? $code
			: die "$years[$step] $code has no conversion\n";
		$converted{ $target{ $years[$step] }{$code} } = 1;
	}
	for my $code (sort keys %$newer)
	{
		for my $old (sort keys %{ $newer->{$code} })
		{
			my $main = $target{ $years[$step] }{$code} eq $old;
			my $flags = ($main ? DOWN : 0) | ($main || !$converted{$old} ? UP : 0);
			push @rows, [ $code + 0, $old + 0, $flags ];
		}
	}
	my @order = sort { $rows[$a][1] <=> $rows[$b][1] || $a <=> $b } 0 .. $#rows;
	die "more links than a uint16 counts\n" if @rows > 65535;
	print "/* $years[$step - 1] and $years[$step] */\nstatic const HsLink links_$step\[] = {\n";
	print "\t{$_->[0], $_->[1], $_->[2]},\n" for @rows;
	print "};\n\nstatic const uint16 by_older_$step\[] = {\n";
	while (my @line = splice @order, 0, 12) { print "\t", join(', ', @line), ",\n" }
	print "};\n\n";
}
print "static const int revision_years[] = {", join(', ', @years), "};\n\n";
print "static const HsStep steps[] = {\n";
print "\t{links_$_, by_older_$_, lengthof(links_$_)},\n" for 1 .. $#years;
print "};\n";
