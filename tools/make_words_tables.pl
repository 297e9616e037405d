#!/usr/bin/perl
# make_words_tables.pl -- prints the C tables of src/codes/words.c from data/words_*.csv,
# one file a language: english, text, source.
use strict;
use warnings;
require './tools/csv.pl';

sub quoted
{
	my ($text) = @_;
	$text =~ s/([\\"])/\\$1/g;
	return "\"$text\"";
}

# the numbers of places that a text leaves open
sub places
{
	my ($text) = @_;
	return join ' ', sort $text =~ /\{\d\}/g;
}

my @languages;
for my $file (sort glob 'data/words_*.csv')
{
	my ($code) = $file =~ /words_([a-z]+)\.csv/;
	my %word;
	for my $row (read_csv($file))
	{
		die "$file: \"$row->{english}\" stands twice\n" if exists $word{ $row->{english} };
		die "$file: \"$row->{english}\" has other places than \"$row->{text}\"\n" if places($row->{english}) ne places($row->{text});
		$word{ $row->{english} } = $row->{text};
	}
	print "static const TeWord words_$code\[] = {\n";
	print "\t{", quoted($_), ", ", quoted($word{$_}), "},\n" for sort keys %word;
	print "};\n\n";
	push @languages, $code;
}
print "const TeLanguage te_languages[] = {\n";
print "\t{\"$_\", words_$_, lengthof(words_$_)},\n" for @languages;
print "};\n";
