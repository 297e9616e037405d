#!/usr/bin/perl
# indent.pl [--check] FILE... -- gives C files the form of PostgreSQL's pgindent.
#   --check   writes nothing; prints what would change, exits 1 when something would
# pg_bsd_indent is older than C99: it takes a compound literal for a block, the
# dot of a designated initializer for that of a member, and an attribute between
# a type and a name for a function.  They are written as plain words while it
# works.  PGINDENT, PG_BSD_INDENT and TYPEDEFS name the tools and the server's
# list; tools/lint.sh finds them.
use strict;
use warnings;
use File::Copy qw(copy);
use File::Temp qw(tempdir);
use Text::Balanced qw(extract_bracketed);

my $check = @ARGV && $ARGV[0] eq '--check' ? shift : '';
my $dir = tempdir(CLEANUP => 1);

sub text_of { open my $in, '<', $_[0] or die "$_[0]: $!\n"; local $/; return scalar <$in>; }
sub write_text { open my $out, '>', $_[0] or die "$_[0]: $!\n"; print $out $_[1]; close $out or die $!; }

# the text with each "(Type) {…}" of one line written as a call
sub masked
{
	my ($text) = @_;
	while ($text =~ /\((\w+(?:\[\])?)\) \{/g)
	{
		my ($from, $type) = ($-[0], $1);
		my ($list) = extract_bracketed(substr($text, $+[0] - 1), '{}');
		next if !defined $list || $list =~ /\n/;
		my $inner = substr($list, 1, -1);
		$inner =~ s/\{/BRACE_(/g;
		$inner =~ s/\}/)/g;
		(my $word = $type) =~ s/\[\]/_ARRAY/;
		substr($text, $from, length("($type) ") + length $list) = "LITERAL_$word($inner)";
		pos($text) = $from;
	}
	$text =~ s/(?<=[{,\s(])\.(?=[a-z]\w* =)/DOT_/g;
	$text =~ s/pg_attribute_noreturn\(\)(?=\n\w+\()/NORETURN_/g;
	return $text;
}

sub unmasked
{
	my ($text) = @_;
	$text =~ s/NORETURN_/pg_attribute_noreturn()/g;
	$text =~ s/DOT_/./g;
	while ($text =~ /LITERAL_(\w+?)(_ARRAY)?\(/g)
	{
		my ($from, $type) = ($-[0], $1 . ($2 ? '[]' : ''));
		my ($list) = extract_bracketed(substr($text, $+[0] - 1), '()');
		my $head = $+[0] - 1 - $from;
		my $inner = substr($list, 1, -1);
		while ($inner =~ /BRACE_\(/g)
		{
			my $at = $-[0];
			my ($nested) = extract_bracketed(substr($inner, $+[0] - 1), '()');
			substr($inner, $at, length('BRACE_') + length $nested) = '{' . substr($nested, 1, -1) . '}';
			pos($inner) = $at;
		}
		substr($text, $from, $head + length $list) = "($type) {$inner}";
		pos($text) = $from;
	}
	return $text;
}

# our own typedefs, and the server's without what is a member's name here
my %name = map { $_ => 1 } grep { /\S/ && $_ ne 'numeric' } map { split /\n/, text_of($_) } 'typedefs.list', $ENV{TYPEDEFS};
write_text("$dir/typedefs", join '', map {"$_\n"} sort(keys %name), 'NORETURN_');

my %copy;
my $n = 0;
for my $file (@ARGV)
{
	$copy{$file} = sprintf '%s/%d.%s', $dir, $n++, $file =~ /(\w)$/;
	write_text($copy{$file}, masked(text_of($file)));
}
my $said = `cd $dir && perl $ENV{PGINDENT} --indent=$ENV{PG_BSD_INDENT} --typedefs=$dir/typedefs @{[values %copy]} 2>&1`;
my $changed = 0;
for my $line (grep { /\S/ } split /\n/, $said)
{
	for my $file (keys %copy) { $line =~ s/\Q$copy{$file}\E/$file/ }
	print "$line\n";
	$changed = 1;
}
for my $file (sort keys %copy)
{
	my $new = unmasked(text_of($copy{$file}));
	next if $new eq text_of($file);
	$changed = 1;
	if (!$check) { write_text($file, $new); next; }
	write_text($copy{$file}, $new);
	print `diff -u --label $file --label indented $file $copy{$file}`;
}
exit($check && $changed ? 1 : 0);
