#!/usr/bin/perl
# test_long_reports.pl KIND LOG OFFSET [FOLDER] -- what the tools that watch have
# found: reads the server's log from a byte on and Valgrind's files, prints each
# report in short as "REPORT ..." with its stack and ends with status 1 if there is any.
# With TOLD=yes they are told ("told: ...") but do not count: a server that reads pages of
# which the lengths are damaged has such.  With KILLS=yes processes are
# killed by the test itself.
use strict;
use warnings;

my ($kind, $log, $offset, $folder) = @ARGV;
my $reports = 0;

# Prints a report and the lines of its stack, and counts it.
sub report
{
	my ($what, @stack) = @_;
	splice @stack, 40 if @stack > 40;
	print $ENV{TOLD} ? 'told: ' : 'REPORT ', "$what\n", map { "    $_\n" } @stack;
	$reports++ unless $ENV{TOLD};
}

open my $in, '<', $log or die "$log: $!\n";
seek $in, $offset, 0;
my @lines = <$in>;
chomp @lines;
for my $i (0 .. $#lines)
{
	local $_ = $lines[$i];
	my @after = @lines[$i + 1 .. ($i + 60 < $#lines ? $i + 60 : $#lines)];
	if (/ERROR: (AddressSanitizer.*)/)
	{
		report($1, grep { /^\s*#\d+ / } @after);
	}
	elsif (/^(\S+): (runtime error: .*)/)
	{
		report("$1: $2", grep { /^\s*#\d+ / } @after);
	}
	elsif (/(TRAP: .*)/)
	{
		report($1, grep { /\[0x/ } @after);
	}
	elsif ($ENV{KILLS} && /was terminated by signal 9/) { }
	elsif (/(server process .* was terminated by signal .*)/ || /((?:PANIC|FATAL): .*(?:corrupt|could not).*)/)
	{
		report($1);
	}
}
close $in;

if ($folder)
{
	for my $file (glob "$folder/*.log")
	{
		open my $v, '<', $file or die "$file: $!\n";
		local $/;
		my $text = <$v>;
		while ($text =~ /VALGRIND-ERROR-BEGIN\n(.*?)VALGRIND-ERROR-END/sg)
		{
			my ($what, @stack) = map { s/^==\d+== ?//r } split /\n/, $1;
			report("Valgrind: $what", @stack);
		}
		close $v;
		# each is reported once; a process that lives on begins to write anew at the end
		open $v, '>', $file;
	}
}
exit($reports > 0);
