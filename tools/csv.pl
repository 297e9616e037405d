# csv.pl -- read by the table generators: read_csv(FILE) gives a list of hashes, one a line.
use strict;
use warnings;

# Splits one line; fields may stand in double quotes, doubled inside.
sub split_csv
{
	my ($line) = @_;
	my @fields;
	return split /,/, $line, -1 if index($line, '"') < 0;
	while ($line =~ /\G(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/g)
	{
		my ($quoted, $plain, $end) = ($1, $2, $3);
		push @fields, defined $quoted ? $quoted =~ s/""/"/gr : $plain;
		last if $end eq '';
	}
	return @fields;
}

# The rows of a file with a header line, in order; files that end in .gz are unpacked.
sub read_csv
{
	my ($file) = @_;
	my $packed = $file =~ /\.gz$/;
	open my $in, $packed ? "-|" : "<", $packed ? ("gzip", "-dc", $file) : ($file) or die "$file: $!\n";
	my @rows;
	my @names;
	while (my $line = <$in>)
	{
		$line =~ s/\r?\n$//;
		my @fields = split_csv($line);
		@names = @fields, next unless @names;
		die "$file:$.: " . @fields . " fields instead of " . @names . "\n" if @fields != @names;
		my %row;
		@row{@names} = @fields;
		push @rows, \%row;
	}
	return @rows;
}

# A C string literal.
sub c_string
{
	my ($s) = @_;
	$s =~ s/(["\\])/\\$1/g;
	return "\"$s\"";
}

1;
