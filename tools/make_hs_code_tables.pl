#!/usr/bin/perl
# make_hs_code_tables.pl -- prints the C tables of src/codes/hs_codes.c from data/hs_codes.csv.gz.
#
# The subheadings of each revision in order; and those by which Comtrade
# divides petroleum (2710) in the first two revisions, which are not codes of the nomenclature.
use strict;
use warnings;
require './tools/csv.pl';
require './tools/hs_lists.pl';

my ($codes, $legacy) = hs_lists();

# Prints numbers, 12 a line, as an array of C.
sub print_array
{
	my ($name, @numbers) = @_;
	print "static const uint32 $name\[] = {\n";
	while (my @line = splice @numbers, 0, 12) { print "\t", join(', ', map { $_ + 0 } @line), ",\n" }
	print "};\n\n";
}

print "/* Made by tools/make_hs_code_tables.pl from data/; do not edit. */\n\n";
print_array("codes_$_", @{ $codes->[$_] }) for 0 .. $#$codes;
print_array("legacy", @$legacy);
print "static const HsCodeList lists[] = {\n";
print "\t{codes_$_, lengthof(codes_$_)},\n" for 0 .. $#$codes;
print "};\n";
