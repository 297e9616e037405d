#!/usr/bin/perl
# damaged_pages.pl ROUNDS WHERE -- changes bytes of heap and TOAST files of tables with
# our types, behind the server's back, and asks everything of each row: it is refused or
# answered, and the server goes on.  WHERE is "values", in which the bytes of our
# values are hit and nothing may go wrong, or "pages", in which anything is, also what
# PostgreSQL keeps there and trusts, as lengths and places of values: then crashes are told,
# and the server has to come back.  Called by
# test_long.sh inside test_long_server.sh.
use strict;
use warnings;

my ($rounds, $where) = @ARGV;
my $page_size = 8192;
srand($ENV{SEED} // 1);

# Runs psql and returns what it prints.
sub sql
{
	my ($database, @statements) = @_;
	open my $out, '-|', 'psql', '-X', '-q', '-At', '-v', 'ON_ERROR_STOP=1', '-d', $database, map { ('-c', $_) } @statements or die;
	local $/;
	my $text = <$out> // '';
	close $out;
	return $text;
}

# Waits for a server that recovers; false when it does not come back.
sub is_up
{
	for (1 .. 300)
	{
		return 1 if system('pg_isready -q') == 0;
		select undef, undef, undef, 0.2;
	}
	return 0;
}

# The pieces [from, to) of a page that hold values: of each tuple what comes after its
# header, the length of the value and, in TOAST, the two columns before it.
sub value_pieces
{
	my ($page, $columns_before) = @_;
	my ($lower) = unpack 'x12 v', $page;
	my @pieces;
	for (my $i = 24; $i + 4 <= $lower; $i += 4)
	{
		my $item = unpack 'V', substr $page, $i, 4;
		my ($offset, $length) = ($item & 0x7fff, $item >> 17);
		next if (($item >> 15) & 3) != 1;
		my $header = unpack 'C', substr $page, $offset + 22, 1;
		my $from = $offset + $header + $columns_before;
		# a length of one byte is odd; one of 1 alone points to TOAST, which is PostgreSQL's
		my $first = unpack 'C', substr $page, $from, 1;
		next if $first == 1;
		$from += ($first & 1) ? 1 : 4;
		push @pieces, [ $from, $offset + $length ] if $offset + $length > $from + 1;
	}
	return @pieces;
}

# Changes one piece of a page: single bits, bytes, zeros.
sub damage
{
	my ($page, $from, $to) = @_;
	my $kind = int rand 4;
	# the beginning of a value more often than its long tail
	my $at = $from + int(rand(rand() < 0.6 && $to - $from > 64 ? 64 : $to - $from));
	if ($kind == 0) { substr($$page, $at, 1) = chr(ord(substr $$page, $at, 1) ^ (1 << int rand 8)) }
	elsif ($kind == 1) { substr($$page, $at, 1) = chr int rand 256 }
	elsif ($kind == 2) { my $n = 1 + int rand 16; $n = $to - $at if $n > $to - $at; substr($$page, $at, $n) = "\0" x $n }
	else { my $n = 4; $n = $to - $at if $n > $to - $at; substr($$page, $at, $n) = "\xff" x $n }
}

# Damages about every other page of a file; returns how many places.
sub damage_file
{
	my ($file, $columns_before) = @_;
	my $places = 0;
	open my $io, '+<:raw', $file or die "$file: $!\n";
	my $pages = (-s $file) / $page_size;
	for my $number (0 .. $pages - 1)
	{
		next if rand() < 0.5;
		seek $io, $number * $page_size, 0;
		my $page;
		read $io, $page, $page_size;
		if ($where eq 'values')
		{
			for my $piece (value_pieces($page, $columns_before))
			{
				next if rand() < 0.7;
				damage(\$page, @$piece);
				$places++;
			}
		}
		elsif (rand() < 0.1) { $page = "\0" x $page_size; $places++ }
		else { for (1 .. 1 + int rand 5) { damage(\$page, int(rand 8) == 0 ? 0 : int(rand $page_size), $page_size); $places++ } }
		seek $io, $number * $page_size, 0;
		print $io $page;
	}
	close $io;
	return $places;
}

my $data = sql('postgres', 'SHOW data_directory') =~ s/\n//r;
sql('postgres', 'CREATE DATABASE sound');
system('psql', '-X', '-q', '-d', 'sound', '-v', 'ON_ERROR_STOP=1', '-f', 'test/long/damaged_pages.sql') == 0 or die "no tables\n";
sql('postgres', 'CHECKPOINT');
my (%outcome, $places);
for my $round (1 .. $rounds)
{
	# the files are copied, and nothing of them is in the server's memory yet
	sql('postgres', 'CREATE DATABASE hurt TEMPLATE sound STRATEGY file_copy');
	my @files = map { [ split /\|/ ] } split /\n/, sql('hurt', q{
		SELECT pg_relation_filepath(oid), 0 FROM pg_class WHERE relname LIKE 'kept\_%' AND relkind = 'r'
		UNION ALL SELECT pg_relation_filepath(reltoastrelid), 8 FROM pg_class WHERE reltoastrelid <> 0 AND relname LIKE 'kept\_%' AND relkind = 'r'});
	die "no files\n" unless @files;
	$places += damage_file("$data/$_->[0]", $_->[1]) for @files;
	for (split /\n/, sql('hurt', 'SELECT * FROM ask_everything()'))
	{
		my ($what, $count) = split /\|/;
		$outcome{$what} += $count;
	}
	unless (is_up()) { print "REPORT the server did not come back\n"; exit 1 }
	sql('postgres', 'DROP DATABASE IF EXISTS hurt WITH (FORCE)');
}
print "$where: $rounds rounds, $places places damaged\n";
print "$_: $outcome{$_}\n" for sort { $outcome{$b} <=> $outcome{$a} } keys %outcome;
# PostgreSQL's own word for two bits of a compressed value
my @internal = $where eq 'values' ? grep { /^XX000/ && !/invalid compression method id/ } keys %outcome : ();
print "REPORT internal error: $_\n" for @internal;
my $tried = 0;
$tried += $_ for values %outcome;
print "REPORT nothing was refused or nothing answered\n" if !$outcome{answered} || $outcome{answered} == $tried;
exit(@internal || !$outcome{answered} || $outcome{answered} == $tried);
