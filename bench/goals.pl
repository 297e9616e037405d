#!/usr/bin/perl
# goals.pl [--write] -- what networks, roll-ups and tariffs were to reach, beside what the blocks of docs/performance.md say.
# --write puts the table between the page's two marks; else it is printed.
use strict;
use warnings;
use utf8;
binmode STDOUT, ':encoding(UTF-8)';

sub text { open my $in, '<:encoding(UTF-8)', $_[0] or die "$_[0]: $!"; local $/; return scalar <$in> }
my $page = text('docs/performance.md');

sub block { my ($part) = @_; return $page =~ /<!-- bench: \Q$part\E -->\n(.*?)<!-- end: \Q$part\E -->/s ? $1 : '' }

# The median and the least in a cell of the row that begins so, by the table's head; nothing where there is none.
sub cell
{
	my ($part, $row, $column) = @_;
	my @head;
	for my $line (split /\n/, block($part))
	{
		next unless $line =~ /^\|/;
		my @cell = map { s/^\s+|\s+$//gr } (split /\|/, $line, -1)[1 .. ($line =~ tr/|//) - 1];
		@head = @cell if !@head || $line =~ /^\| (?:question|\|| \|)/ || $cell[0] eq '';
		next unless $cell[0] eq $row;
		my ($at) = grep { $head[$_] eq $column } 0 .. $#head;
		return unless defined $at && defined $cell[$at];
		my @number = map { tr/,//dr } $cell[$at] =~ /([\d.,]*\d)/g;
		return @number ? ($number[0], $number[1] // $number[0]) : ();
	}
	return;
}

# One cell over another, or over a number.
sub over
{
	my ($of, $by) = @_;
	return unless @$of && @$by && defined $by->[0];
	return ($of->[0] / $by->[0], $of->[1] / $by->[-1]);
}
sub network { return [cell('60-network', @_)] }
sub mix { return [cell('20-mix', @_)] }
sub tariff { return [cell('45-tariff', @_)] }
sub building { my ($nodes) = @_; return over([map { $_ * 1e3 } cell('60-network', "build, $nodes nodes", 'trade_exposure')], [(cell('60-network', "build, $nodes nodes", 'flows'))[0]]) }
sub ario { my ($x) = block('60-network') =~ /ARIO, 3,500 nodes[^:]*, 365 days: ([\d.]+) s/; return defined $x ? ($x, $x) : () }
# flows by importer, product, year and origin in the stored mixes: 108,708 of 9.5
sub origins { my ($mixes) = block('20-mix') =~ /([\d,]+) groups? by importer/; my ($each) = block('20-mix') =~ /\(([\d.]+) origins\)/; return ($mixes // '108,708') =~ tr/,//dr * ($each // 9.5) / 1e6 }

my $leontief = 'Leontief, %s nodes, %s';
my @goals = (
	['Leontief, 3,500 dense nodes in memory ÷ numpy\'s gemv', 1.1, over(map { network(sprintf($leontief, 3500, 'in memory'), $_) } 'trade_exposure', 'numpy, gemv')],
	['the same network stored, asked again ÷ numpy\'s gemv in memory', 1.1, over(map { network(sprintf($leontief, 3500, 'stored, asked again'), $_) } 'trade_exposure', 'numpy, gemv')],
	['Leontief, 100,000 nodes in memory ÷ scipy', 1, over(map { network(sprintf($leontief, 100000, 'in memory'), $_) } 'trade_exposure', 'scipy')],
	['the same network stored, asked again ÷ scipy in memory', 1, over(map { network(sprintf($leontief, 100000, 'stored, asked again'), $_) } 'trade_exposure', 'scipy')],
	['Leontief, 1,000,000 nodes in memory ÷ scipy', 1, over(map { network(sprintf($leontief, 1000000, 'in memory'), $_) } 'trade_exposure', 'scipy')],
	['building 500 nodes, µs a flow', 0.6, building(500)],
	['building 10,000 nodes, µs a flow', 0.6, building(10000)],
	['building 100,000 nodes, µs a flow', 0.6, building(100000)],
	['ARIO, 3,500 sectors that all trade, s a year', 5, ario()],
	['extraction of all, 3,500 nodes ÷ numpy\'s inverse', 1, over(map { network('extraction of all, 3500 nodes', $_) } 'trade_exposure', 'numpy, LAPACK')],
	['`sum(supply_mix)`, ns an origin, grouping included', 35, over(mix('stored: by product', 'trade_exposure'), [origins()])],
	['stored mixes to products ÷ DuckDB', 1, over(map { mix('stored: by product', $_) } 'trade_exposure', 'DuckDB')],
	['HHI of stored mixes ÷ DuckDB\'s lists', 1.5, over(map { mix('stored: HHI', $_) } 'trade_exposure', 'DuckDB')],
	['`tariff_stack`, 1,000,000 lines, s', 0.3, over(tariff('`tariff_stack` by regime', 'ms'), [1000])],
	['the same lines in order, µs a line', 0.2, over(tariff('lines in the order of code, origin and day: `tariff_stack`', 'ms'), [1000])],
);
my $block = "| what | goal, at most | median | least | |\n|---|---:|---:|---:|---|\n";
for my $goal (@goals)
{
	my ($what, $most, @is) = @$goal;
	$block .= @is ? sprintf("| %s | %s | %.2f | %.2f | %s |\n", $what, $most, @is, $is[0] <= $most ? 'reached' : $is[1] <= $most ? 'reached by the least' : 'missed')
		: "| $what | $most | – | – | not measured |\n";
}
$block .= "\n";
if (@ARGV && $ARGV[0] eq '--write')
{
	$page =~ s/(<!-- goals -->\n).*?(<!-- end: goals -->)/$1$block$2/s or die "docs/performance.md has no place for it\n";
	open my $out, '>:encoding(UTF-8)', 'docs/performance.md' or die $!;
	print $out $page;
}
else { print $block }
