#!/usr/bin/perl
# demo_figures.pl LOG -- whether the tables of the demo show the figures that its
# sentences tell, each of which was found without the extension; and the figures of
# data/rare_earth_figures.csv, each sorted as printed, cited, or to be had outside.
use strict;
use warnings;
use Test::More;
require './tools/csv.pl';

# heading, columns of a row (from the first one named on), where the figures come from
my @figures = (
	['Japan\'s rare earths', ['2009', '0.855'], 'published'],
	['Japan\'s rare earths', ['2020', '0.580'], 'published'],
	['Japan\'s rare earths', ['2023', '1.000'], 'published, heavy ones'],
	['Japan\'s rare earths', ['2024', '0.710'], 'published'],
	['Rare earths: 70 %', ['refining, dysprosium (heavy)', '1', 'CHN', '1.000', '1.000'], 'one refiner'],
	['What a contract buys', ['with the contract', '{AUS:30,CHN:70}', '0.7', '0.580', '1.72', '0.30'], '0.7² + 0.3², 1 / 0.58'],
	['A Japanese car', ['8250', '0.2750'], '30,000 × (2.5 % + 25 %)'],
	['A Japanese car', ['4500', '0.1500'], '30,000 × 15 %'],
	['Rare-earth magnets', ['2025-06-04', '32100'], '2.1 + 20 + 10 % of 100,000'],
	['Rare-earth magnets', ['2025-08-07', '15000'], '15 % all in'],
	['Rare-earth magnets', ['2026-01-01', '37100'], '2.1 + 25 + 10 %'],
	['The waterfall', ['RECIP', 'rest', 'applied', '', '50000', '10%', '5000', '78000'], '50,000 × (3 + 3 + 25 + 25 + 50 + 20 + 20 + 10) %'],
	['What the order against stacking saves', ['car from Mexico', '27500', '52500', '25000'], '2.5 + 25 %, and 25 % on top'],
	['What the order against stacking saves', ['steel wire from Canada', '50000', '85000', '35000'], '50 %, and 35 % on top'],
	['Filed against owed', ['FENT_CN', '10000', '0', '10000'], 'ended on 2026-02-24'],
	['What Japan charges', ['beef, chilled', 'US', 'us', '3000000', '1155000', '624000', '531000'], '38.5 % and 20.8 % of 3,000,000 yen'],
	['What Japan charges', ['wine, 900 l', 'FR', 'eu', '900000', '112500', '0', '112500'], '125 yen a litre, below 15 %'],
	['What Japan charges', ['of Japan in the United States, 30,000 dollars', 'US', '4500', '0.1500'], '30,000 × 15 %'],
	['The same law said in rows', ['S301', '25%', 'applied', '3543', '11039.990'], 'published customs form'],
	['Japan without', ['60', '309.5', '249.5', '68.4'], '365 less 180 × 15 % less 95 × 30 %, less 60'],
	['The same year', ['120', '0.0', '5.0', '95.0', '59.3'], '60 less 30² / 2 × 0.3 / 180'],
	['The same year', ['180', '0.0', '15.0', '85.0', '113.3'], '120 less 90² / 2 × 0.3 / 180'],
	['What each month', ['10'], 'last month with something missing', '9.5'],
	['What the market does', ['mining', '100', '0.843', '228.43'], 'numpy: (1.25 × others)^(-1 / 0.3)'],
	['A gram of dysprosium', ['kg of dysprosium', '0.0360', '10.80', '2777.8'], '4 × 0.15 × 0.06; 30,000 / 10.80'],
	['Who pays', ['all four', '19.2', '13.3', '5.2', '14.0'], 'numpy'],
	['What a company can do', ['pass on 40 %', '2.00', '0.80', '0.30', '0.00', '1.50'], '8 × 25 %, 8 × 10 %, 15 % of 2'],
	['The year at risk', ['15.4', '113.25', '167.8', '249.5'], '0.1 × 59.25 + 0.04 × 113.25 + 0.02 × 249.5; (0.02 × 249.5 + 0.03 × 113.25) / 0.05'],
	['How often', ['113.3', '0.060', '16.7'], '0.04 + 0.02'],
	['A mine stops', ['Gas; distribution of gaseous fuels through mains;', '8.7', '72'], 'numpy, from the published table'],
	['A mine stops', ['Electricity, transmission and distribution', '7.2', '55'], 'numpy, from the published table'],
	['And upstream', ['Crude petroleum and natural gas & Metal ores', '34801', '48123', '1.38'], 'numpy, from the published table'],
	['Magnets: China', ['2002', '19.4', '32.1', '0.166'], 'python, from the file'],
	['Magnets: China', ['2024', '63.9', '8.7', '0.425'], 'python, from the file'],
	['Magnets: what stands', ['JPN', '569', '27.6', '77'], 'python: iterated shares of the sellers\' purchases'],
	['Magnets: what stands', ['PHL', '297', '9.7', '47'], 'python, likewise'],
	['The stop of 2010', ['2010-11', '634'], 'published'],
	['The canary of 2025', ['2025-04', '2628', 'robust_z -8.5'], 'python: (2628 - 5150) / (1.4826 x 201)'],
	['Others depend', ['2024', '175', '68.4', 'JPN'], 'published table of the United States'],
	['What a stop costs', ['365', '180', '1318', '538', '18'], '2600 x (185, 75.5, 2.5) / 365'],
	['Mined in many places', ['2', '0.9', '0.97'], '1 - 0.3 × 0.1'],
);

# rows of the tables below each heading
my (%rows, $heading);
open my $log, '<', $ARGV[0] or die "$ARGV[0]: $!\n";
while (<$log>)
{
	$heading = $1 if /^## (.*)/;
	push @{$rows{$heading}}, [map { s/^ +| +$//gr } split /\|/, s/\n//r] if defined $heading && /\|/;
}

# whether a row holds the columns side by side, and somewhere the last figure
sub shows
{
	my ($row, $columns, $figure) = @_;

	return 0 if defined $figure && !grep { $_ eq $figure } @$row;
	for my $from (0 .. @$row - @$columns)
	{
		return 1 unless grep { $row->[$from + $_] ne $columns->[$_] } 0 .. $#$columns;
	}
	return 0;
}

for (@figures)
{
	my ($title, $columns, $source, $figure) = @$_;
	my ($section) = grep { index($_, $title) == 0 } keys %rows;

	ok(defined $section && (grep { shows($_, $columns, $figure) } @{$rows{$section}}) > 0,
		"demo: $title: " . join(' | ', @$columns, $figure // ()) . " ($source)");
}

# the list of the story's figures: what is printed stands there, what is cited names its
# page, what is outside has no figure here but a loader that is there
for my $f (read_csv('data/rare_earth_figures.csv'))
{
	my ($title, @columns) = ($f->{place}, split /\|/, $f->{value}, -1);
	my ($section) = $f->{kind} eq 'demo' ? grep { index($_, $title) == 0 } keys %rows : ();
	my ($loader) = $title =~ m{^(examples/load_\w+\.sql) on };

	ok( $f->{kind} eq 'demo' ? defined $section && $f->{source} ne '' && (grep { shows($_, \@columns) } @{$rows{$section}}) > 0
		: $f->{kind} eq 'cited' ? $f->{value} ne '' && $f->{source} =~ /\.\w/
		: $f->{kind} eq 'outside' && $f->{value} eq '' && defined $loader && -e $loader,
		"story: $f->{kind}: chart $f->{chart}: $f->{figure}: $f->{value}");
}
done_testing();
