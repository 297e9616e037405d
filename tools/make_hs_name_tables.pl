#!/usr/bin/perl
# make_hs_name_tables.pl -- prints the C tables of src/codes/hs_name.c from data/hs_names.csv.gz:
# the texts of headings and of subheadings, in the order of their codes.
use strict;
use warnings;
require './tools/csv.pl';
require './tools/hs_lists.pl';

my ($codes) = hs_lists();
my %text = map { $_->{code} => $_->{text} } read_csv('data/hs_names.csv.gz');
my @subheadings = @{ $codes->[-1] };
my %heading = map { substr($_, 0, 4) => 1 } @subheadings;

# Prints texts as an array of C.
sub print_texts
{
	my ($name, @codes) = @_;
	print "static const char *const $name\[] = {\n";
	for (@codes)
	{
		my $text = delete $text{$_} // die "$_ has no text\n";
		die "$_: $text\n" if $text !~ /^[ -~]+$/;
		$text =~ s/(["\\])/\\$1/g;
		print "\t\"$text\",\n";
	}
	print "};\n\n";
}

print "/* Made by tools/make_hs_name_tables.pl from data/; do not edit. */\n\n";
print_texts('subheading_texts', @subheadings);
print_texts('heading_texts', sort keys %heading);
print "static const uint16 headings[] = {\n";
my @numbers = map { $_ + 0 } sort keys %heading;
while (my @line = splice @numbers, 0, 16) { print "\t", join(', ', @line), ",\n" }
print "};\n";
die "texts without a code: @{[ sort keys %text ]}\n" if %text;
