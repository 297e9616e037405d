#!/usr/bin/perl
# expand_sql.pl FILE -- prints an install part from its template.
#
# A line "-- let NAME = text" at the head gives a name to a text, "-- let NAME = a | b | c"
# to one text in each form of a function or table; ${NAME} stands for it.  A paragraph (lines
# up to a blank one) is printed in each form of its names that makes it another.
use strict;
use warnings;

my ($file) = @ARGV;
die "usage: expand_sql.pl FILE\n" unless defined $file;
open my $in, '<', $file or die "$file: $!\n";
local $/;
my $text = <$in>;
close $in;

my %text;
while ($text =~ s/^-- let (\w+) = (.*)\n//m) {
	die "$file: \${$1} has two texts\n" if $text{$1};
	$text{$1} = [split / \| /, $2, -1];
}

# the paragraph in a form
sub in_form {
	my ($paragraph, $form) = @_;
	1 while $paragraph =~ s/\$\{(\w+)\}/my $texts = $text{$1} or die "$file: \${$1} has no text\n"; @$texts > 1 ? $texts->[$form] : $texts->[0]/ge;
	return $paragraph;
}

# how many forms the names in it have, those in their texts, too
sub forms {
	my ($paragraph, %seen) = @_;
	my $forms = 1;
	for my $name ($paragraph =~ /\$\{(\w+)\}/g) {
		my $texts = $text{$name} or die "$file: \${$name} has no text\n";
		die "$file: the text of \${$name} names it\n" if $seen{$name};
		for my $n (scalar @$texts, map { forms($_, %seen, $name => 1) } @$texts) {
			die "$file: \${$name} has $n texts, other names beside it $forms\n" if $n > 1 && $forms > 1 && $n != $forms;
			$forms = $n if $n > 1;
		}
	}
	return $forms;
}

print "-- Made from ${\ ($file =~ s{.*/}{}r)} by tools/expand_sql.pl; do not edit.\n";
for my $paragraph (split /\n{2,}/, $text) {
	$paragraph =~ s/\n+$//;
	my %seen;
	print map { "$_\n\n" } grep { !$seen{$_}++ } map { in_form($paragraph, $_) } 0 .. forms($paragraph) - 1;
}
