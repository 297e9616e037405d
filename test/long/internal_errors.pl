#!/usr/bin/perl
# internal_errors.pl LOG OFFSET -- the internal errors (XX000, XX001, XX002) in a
# server's log from a byte on, written with log_error_verbosity = verbose and a prefix that
# ends with the SQLSTATE: each kind once, with its count and its first query.  Those
# that come out of files of the extension end with status 1; others are PostgreSQL's own.
use strict;
use warnings;

my ($log, $offset) = @ARGV;
my %ours = map { s{.*/}{}r => 1 } split /\n/, `find src -name '*.c' -o -name '*.h'`;
my (%count, %query, %is_ours, $error, $place);

# Counts an error once its query has been read.
sub count
{
	my ($statement) = @_;
	my $kind = "$error ($place)";
	$count{$kind}++;
	$query{$kind} //= $statement;
	my ($file) = $place =~ /, (\S+?):\d+/;
	$is_ours{$kind} = defined $file && $ours{$file =~ s{.*/}{}r};
	undef $error;
}

open my $in, '<', $log or die "$log: $!\n";
seek $in, $offset, 0;
while (<$in>)
{
	if (/ XX\d{3} ERROR:\s+(?:XX\d{3}: )?(.*)/) { ($error, $place) = ($1, 'unknown place') }
	elsif (defined $error && / LOCATION:\s+(.*)/) { $place = $1 }
	elsif (defined $error && / STATEMENT:\s+(.*)/)
	{
		my $statement = $1;
		while (defined(my $more = <$in>))
		{
			last if $more !~ /^\s/;
			$statement .= " $more" if length $statement < 4000;
		}
		count($statement =~ s/\s+/ /gr);
	}
}
my $failed = 0;
for my $kind (sort keys %count)
{
	$failed = 1 if $is_ours{$kind};
	printf "%s: %s, %d times, first in: %s\n", $is_ours{$kind} ? 'REPORT internal error' : "server's own internal error", $kind, $count{$kind}, substr($query{$kind}, 0, 2000);
}
exit $failed;
