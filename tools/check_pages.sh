#!/bin/bash
# check_pages.sh [ROOT] -- the pages lead somewhere: every relative link of README.md, CONTRIBUTING.md, SECURITY.md, docs/*.md,
# data/README.md and test/data/README.md meets a file, its #part a heading of that file, and every path in `code` that begins
# with a folder of the project (docs/, test/, …) a file or folder.  Prints TAP, a line for each page.
cd "${1:-$(dirname "$0")/..}" || exit 1
exec perl -CSD -Mutf8 - <<'PERL'
use strict;
use warnings;

my @page = grep { -e } 'README.md', 'CONTRIBUTING.md', 'SECURITY.md', glob('docs/*.md'), 'data/README.md', 'test/data/README.md';
my ($n, $failed) = (0, 0);

sub text { open my $in, '<:utf8', $_[0] or return ''; local $/; return scalar <$in> }

# the names of a page's headings, as they stand behind # in a link
sub anchors
{
	my %seen;
	return map { my $a = lc; $a =~ s/[^\w\- ]//g; $a =~ s/ /-/g; $seen{$a}++ ? "$a-" . ($seen{$a} - 1) : $a } text($_[0]) =~ /^#+ (.*?)\s*$/mg;
}

# a path with the dots in it walked
sub walked
{
	my @part;
	for (split m{/}, $_[0]) { if ($_ eq '..') { pop @part } elsif ($_ ne '.') { push @part, $_ } }
	return join '/', @part;
}

for my $page (@page)
{
	my $text = text($page) =~ s/^```.*?^```$//msgr;
	my $home = $page =~ s{[^/]*$}{}r;
	my @lost;
	for my $link ($text =~ /\]\((?!\w+:)([^)\s]+)\)/g)
	{
		my ($path, $part) = $link =~ /^([^#]*)(?:#(.*))?$/;
		my $file = $path eq '' ? $page : walked("$home$path");
		if (!-e $file) { push @lost, "link to $link" }
		elsif (defined $part && -f $file && !grep { $_ eq $part } anchors($file)) { push @lost, "$file has no part #$part" }
	}
	for my $path ($text =~ m{`((?:docs|test|tools|src|sql|examples|data|bench|debian)/[\w./*+-]+)`}g)
	{
		my ($met) = glob $path;
		push @lost, "path $path" unless defined $met && -e $met;
	}
	my %once;
	@lost = grep { !$once{$_}++ } @lost;
	printf "%s %d - %s leads somewhere\n", @lost ? 'not ok' : 'ok', ++$n, $page;
	print "#   $_\n" for @lost;
	$failed ||= @lost > 0;
}
print "1..$n\n";
exit($failed ? 1 : 0);
PERL
