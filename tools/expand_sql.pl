#!/usr/bin/perl
# expand_sql.pl FILE -- prints an install part from its template.
#
# A line "-- let NAME = text" at the head gives a name to a text, "-- let NAME = a | b | c"
# to one text in each form of a function; ${NAME} stands for it.  A paragraph (lines
# up to a blank one) is printed in each form that makes it another.
use strict;
use warnings;

my ($file) = @ARGV;
die "usage: expand_sql.pl FILE\n" unless defined $file;
open my $in, '<', $file or die "$file: $!\n";
local $/;
my $text = <$in>;
close $in;

my (%text, $forms);
while ($text =~ s/^-- let (\w+) = (.*)\n//m) {
	my ($name, @texts) = ($1, split / \| /, $2, -1);
	die "$file: $name has ${\ scalar @texts} texts, other names $forms\n" if @texts > 1 && @texts != ($forms //= @texts);
	$text{$name} = \@texts;
}

# the text of a name in a form
sub meaning {
	my ($name, $form) = @_;
	my $texts = $text{$name} or die "$file: \${$name} has no text\n";
	return @$texts > 1 ? $texts->[$form] : $texts->[0];
}

print "-- Made from ${\ ($file =~ s{.*/}{}r)} by tools/expand_sql.pl; do not edit.\n";
for my $paragraph (split /\n{2,}/, $text) {
	$paragraph =~ s/\n+$//;
	my %seen;
	print map { "$_\n\n" } grep { !$seen{$_}++ } map { my $form = $_; $paragraph =~ s/\$\{(\w+)\}/meaning($1, $form)/ger } 0 .. ($forms // 1) - 1;
}
