#!/usr/bin/perl
# make_hs_class_tables.pl -- prints the C tables of src/codes/hs_class.c from data/hs_classes.csv.gz:
# for each classification its classes in order, and for each revision the classes of its subheadings.
use strict;
use warnings;
require './tools/csv.pl';
require './tools/hs_lists.pl';

my @revisions = hs_revisions();
my ($codes) = hs_lists();
my @names = qw(SITC1 SITC2 SITC3 SITC4 BEC4);
my (%class, %links);
for (read_csv('data/hs_classes.csv.gz'))
{
	$class{ $_->{classification} }{ $_->{class} } = 1;
	push @{ $links{ $_->{classification} }{ $_->{hs_revision} }{ $_->{hs_code} } }, $_->{class};
}

print "/* Made by tools/make_hs_class_tables.pl from data/; do not edit. */\n\n";
for my $name (@names)
{
	my @classes = sort keys %{ $class{$name} };
	my %number = map { $classes[$_] => $_ } 0 .. $#classes;
	print "static const char *const classes_$name\[] = {\n";
	while (my @line = splice @classes, 0, 12) { print "\t", join(', ', map { "\"$_\"" } @line), ",\n" }
	print "};\n\n";
	for my $r (0 .. $#revisions)
	{
		my $links = $links{$name}{ $revisions[$r] } or next;
		my @rows;
		for my $i (0 .. $#{ $codes->[$r] })
		{
			push @rows, map { "{$i, $number{$_}}" } sort @{ delete $links->{ $codes->[$r][$i] } || [] };
		}
		print "static const HsClassLink links_${name}_$r\[] = {\n";
		while (my @line = splice @rows, 0, 10) { print "\t", join(', ', @line), ",\n" }
		print "};\n\n";
		my @odd = grep { !/^9999/ && !/^2710/ } sort keys %$links;
		die "$name, $revisions[$r]: no such codes @odd\n" if @odd;
	}
}
print "static const HsClassTable tables[TE_HS_NCLASSIFICATIONS][TE_HS_NREVISIONS] = {\n";
for my $name (@names)
{
	print "\t{", join(",\n\t", map { my $t = "links_${name}_$_"; $links{$name}{ $revisions[$_] } ? "{$t, lengthof($t)}" : '{NULL, 0}' } 0 .. $#revisions), "},\n";
}
print "};\n\nstatic const char *const *const class_names[TE_HS_NCLASSIFICATIONS] = {\n\t", join(",\n\t", map { "classes_$_" } @names), "\n};\n";
