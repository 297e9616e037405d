#!/usr/bin/perl
# run_docs.pl [--update] PAGE.md... -- runs the examples of documentation pages.
#
# A ```sql block is run; when a ``` block without a language follows it, psql's
# output must equal that block.  <!-- run: ... --> is run too and shows nothing
# (loading of sample data).  Each page gets a fresh database with the extension.
# A ```sql block without output must run without error.  Prints TAP.
# --update writes the output that came into the page, to be read before committing.
use strict;
use warnings;

my $update = @ARGV && $ARGV[0] eq '--update' ? shift : 0;
my ($n, $bad) = (0, 0);

# the examples of a page: [line, sql, expected or undef]
sub examples
{
	my ($text) = @_;
	my @found;
	while ($text =~ /^(?:<!-- run:(?<run>.*?)-->|```sql\n(?<sql>.*?)^```\n(?:\n*```\n(?<out>.*?)^```\n)?)/msg)
	{
		my $line = 1 + (substr($text, 0, $-[0]) =~ tr/\n//);
		push @found, defined $+{run} ? [$line, $+{run}, undef] : [$line, $+{sql}, $+{out}];
	}
	return @found;
}

sub tidy { my $s = join("\n", map { s/\s+$//r } split /\n/, $_[0]); $s =~ s/^\n+|\n+$//g; return $s }

for my $page (@ARGV)
{
	open my $in, '<:raw', $page or die "$page: $!";
	my $text = do { local $/; <$in> };
	close $in;
	my @examples = examples($text) or next;
	my $db = 'docs_' . ($page =~ s/\W+/_/gr);
	system('createdb', $db) == 0 or die "createdb";
	system('psql', '-X', '-q', '-d', $db, '-c', 'CREATE EXTENSION trade_exposure') == 0 or die;
	my $script = "$ENV{TE_STAGE}/docs.sql";
	open my $out, '>:raw', $script or die;
	print $out "\\pset pager off\n";
	print $out "\\echo \@\@$_\n$examples[$_][1]\n" for 0 .. $#examples;
	close $out;
	my %came;
	my $current;
	for (split /\n/, `psql -X -q -d $db -f $script 2>&1`)
	{
		if (/^\@\@(\d+)$/) { $current = $1; $came{$current} = ''; next }
		s/^psql:\S+?:\d+: //;
		$came{$current} .= "$_\n" if defined $current;
	}
	for my $i (0 .. $#examples)
	{
		my ($line, $sql, $expected) = @{ $examples[$i] };
		my $got = tidy($came{$i} // '');
		my $ok = exists $came{$i}
			&& (defined $expected ? $got eq tidy($expected) : $got !~ /^(ERROR|FATAL|PANIC):/m);
		$n++;
		print $ok ? "ok $n - $page:$line\n" : "not ok $n - $page:$line\n";
		next if $ok;
		$bad++;
		print "# $_\n" for 'SQL:', split(/\n/, $sql), 'came:', split(/\n/, $got), 'expected:', split(/\n/, $expected // '(no error)');
		$text =~ s/\Q$sql\E```\n(\n*)```\n\Q$expected\E```/$sql```\n$1```\n$got\n```/ if $update && defined $expected;
	}
	if ($update)
	{
		open my $w, '>:raw', $page or die;
		print $w $text;
		close $w;
	}
}
print "1..$n\n";
exit($bad ? 1 : 0);
