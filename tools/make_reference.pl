#!/usr/bin/perl
# make_reference.pl [--untried] [WORDS] -- prints docs/reference.md: every function, operator, cast, type and table that
# people meet, from the catalogue of the server of PGHOST, PGPORT, with the extension in PGDATABASE; what the functions
# refuse is tried, unless --untried.  What the catalogue does not hold, what arguments are and the two indexes, stands in
# the folder WORDS (tools/reference).  tools/make_reference.sh runs it.
use strict;
use warnings;
use utf8;
use lib 'tools/reference';
use catalog;
binmode STDOUT, ':encoding(UTF-8)';

my $untried = @ARGV && $ARGV[0] eq '--untried' && shift;
my $words = shift // 'tools/reference';
my @object = objects();
my @function = grep { $_->{what} eq 'function' } @object;
my %part = map { $_->[0] => $_ } parts();
my %unused;                     # entries of the word lists that nothing asked for
my (%accepts, %refuses);        # what arguments take ("function.argument"), the errors of functions

# ---- word lists ----

# the entries "name: words" of a list
sub list
{
	my ($file) = @_;
	return map { /^(?!#)([\w.]+): (.*)/ ? ($1 => $2) : () } lines_of("$words/$file.txt");
}
my %meaning = list('arguments');
$unused{$_} = 1 for keys %meaning;

# What an argument takes: words and numbers, then what must not be there; a range in which the ends are named apart goes.
sub takes
{
	my %said = map { $_ => 1 } @{ $accepts{"$_[0].$_[1]"} // [] };
	delete $said{'0 to 1'} if $said{'above 0 and below 1'};
	my @first = grep { !/NULL`/ } @{ $accepts{"$_[0].$_[1]"} // [] };
	my @last = grep { /NULL`/ } @{ $accepts{"$_[0].$_[1]"} // [] };
	return join '; ', grep { $said{$_} } @first, @last;
}

# what an argument is
sub meaning
{
	my ($function, $arg) = @_;
	my ($key) = grep { exists $meaning{$_} } "$function.$arg", $arg;
	die "$words/arguments.txt does not tell what $arg of $function is\n" unless defined $key;
	delete $unused{$key};
	return $meaning{$key};
}

# ---- forms of a function ----

# another form for a date that is a point in time
sub is_moment { return grep { $_->{type} eq 'moment' } @{ $_[0]{args} } }

# "integer = 1", with the two kinds of number as one
sub argument
{
	my ($arg, $number) = @_;
	my $type = $number && $arg->{type} =~ /^(numeric|float8)$/ ? 'number' : $arg->{type};
	return "$arg->{name} $type" . (defined $arg->{default} ? " = $arg->{default}" : '');
}

# a form as it is called
sub signature
{
	my ($f, $number) = @_;
	my $result = $f->{columns} ? ($f->{rows} ? 'rows of ' : '') . '(' . join(', ', map { "$_->{name} $_->{type}" } @{ $f->{columns} }) . ')' : $f->{result};
	$result =~ s/\b(numeric|float8)\b(?!\[)/number/g if $number;
	return "$f->{name}(" . join(', ', map { argument($_, $number) } @{ $f->{args} }) . ") → $result";
}

# The forms of a function as the page has them: [function, whether it takes both kinds of number].
sub forms
{
	my @form;
	my %same;
	for my $f (grep { !is_moment($_) } @_)
	{
		my $key = join ',', $f->{aggregate}, map { argument($_, 1) =~ s/ = .*//r } @{ $f->{args} };
		if ($same{$key}) { $same{$key}[1] = 1 }
		else { push @form, $same{$key} = [$f, 0] }
	}
	return @form;
}

# ---- what is refused ----

# numbers and names that depend on the call, taken out of a message
sub template
{
	my ($message) = @_;
	$message =~ s/, but (?:is|are)\b.*//;
	$message =~ s/"[^"]*"(?=$|[ ,:.])/"…"/g;
	$message =~ s/^\S+(?= has no column)|(?<= of )public\.\S+/…/;
	$message =~ s/-?\bInfinity\b/NaN/g;
	$message =~ s/-?\b\d[\d.e+-]*/N/g;
	return $message;
}

# a bound as people write it; the ends of a type are none
sub bound
{
	my ($low, $high) = map { $_ + 0 } @_;
	return $low <= 2.3e-308 && $low > 0 ? 'above 0' : "$low or more" if $high > 1.7e308 || $high >= 2147480000;
	return "$low to $high";
}

# the range that a message tells of an argument, nothing for what holds everywhere, undef when it tells of something else
sub range
{
	my ($arg, $message, $hint) = @_;
	my $said = $message =~ s/, but (?:is|are)\b.*//r;
	return 'not `NULL`' if $said eq "argument \"$arg\" must not be NULL";
	return '' if $said =~ /^argument .* must not be NULL$|^argument .* must be a finite (?:number|date)/;
	return 'no `NULL` in it' if $said eq "argument \"$arg\" must not contain NULL";
	return join ', ', map { "`$_`" } split /, /, $1 if $said =~ /^invalid value for parameter/ && ($hint // '') =~ /^Known values are: (.*)\.$/;
	return join ', ', map { "`$_`" } split /, /, $1 if ($hint // '') =~ /^Languages are: (.*)\.$/;
	return bound($1, $2) if $said =~ /^argument "\Q$arg\E" must lie between (\S+) and (\S+)$/;
	return "each $1 to $2" if $said =~ /^"\Q$arg\E" of .* must lie between (\S+) and (\S+)$/;
	return '0 or more' if $said =~ /^argument "\Q$arg\E" must (?:not be negative|be at least 0)/;
	return 'each 0 or more' if $said =~ /^"\Q$arg\E" of .* must be at least 0$/;
	return $1 if $said =~ /^argument "\Q$arg\E" must be (?:a number )?(\D.*)$/;
	return;
}

# Sorts what was refused into ranges of arguments and errors of functions.
sub sort_refusals
{
	for (refusals(grep { !is_moment($_) } @function))
	{
		my ($f, $arg, $state, $message, undef, $hint) = @$_;
		# what the server itself says of a number or a call
		next if $state eq '42883' || $message =~ /^value out of range: |^(integer|bigint) out of range|^invalid input syntax/;
		my ($name, $range) = ($f->{name}, range($arg->{name}, $message, $hint));
		if (defined $range) { push @{ $accepts{"$name.$arg->{name}"} }, $range if $range ne '' && !grep { $_ eq $range } @{ $accepts{"$name.$arg->{name}"} // [] } }
		else
		{
			my $error = "`$state` " . template($message);
			push @{ $refuses{$name} }, $error unless grep { $_ eq $error } @{ $refuses{$name} // [] };
		}
	}
}

# ---- the page ----

# the page of a topic
sub page
{
	my ($topic) = @_;
	for my $word ($topic, $topic =~ s/_.*//r) { return "$word.md" if -e "docs/$word.md" }
	my ($number) = map { m{/(\d+)-\Q$topic\E\.sql} } glob 'sql/install/*.sql';
	my ($wing) = map { $_->[1] } sort { $b->[0] <=> $a->[0] } grep { $_->[0] <= $number } map { /^\d+ (\w+) (\d+)/ ? [$2, $1] : () } lines_of('src/WINGS');
	return -e "docs/$wing.md" ? "$wing.md" : undef;
}

# the release that brought a function: those of the updates, else the first
sub since
{
	my ($name) = @_;
	for my $update (sort glob 'sql/update/*.sql')
	{
		return $1 if $update =~ /--([\d.]+)\.sql$/ && grep { /^CREATE (?:FUNCTION|AGGREGATE) \@extschema\@\.\Q$name\E\(/ } lines_of($update);
	}
	my ($version) = map { /^default_version = '(.*)'/ } lines_of('trade_exposure.control');
	my ($first) = map { /--([\d.]+)--/ } sort glob 'sql/update/*.sql';
	return $first // $version;
}

# a comment's text for Markdown
sub text { return $_[0] =~ s/ ==> / → /gr =~ s/==>/→/gr =~ s/([*<])/\\$1/gr }

# an example in two pieces of code
sub example
{
	my ($query, $answer) = split / ==> /, $_[0], 2;
	return defined $answer ? "`$query` gives `$answer`" : "`$query`";
}

sub link_of { return "[`$_[0]`](#$_[0])" }

# the arguments of all forms of a function, as a table
sub arguments
{
	my ($name, @form) = @_;
	my (%row, @order);
	for my $form (@form)
	{
		for my $arg (@{ $form->[0]{args} })
		{
			push @order, $arg->{name} unless $row{ $arg->{name} };
			my $row = $row{ $arg->{name} } //= { type => [], default => [] };
			my $type = $form->[1] && $arg->{type} =~ /^(numeric|float8)$/ ? 'number' : $arg->{type};
			push @{ $row->{type} }, $type unless grep { $_ eq $type } @{ $row->{type} };
		}
	}
	return '' unless @order;
	my @line = map { "| `$_` | " . join(' or ', @{ $row{$_}{type} }) . ' | ' . meaning($name, $_) . ' | ' . takes($name, $_) . " |\n" } @order;
	return join '', "| argument | type | is | takes |\n|---|---|---|---|\n", map { s/\\?\|(?= |\n)/|/gr } @line;
}

# one function
sub entry
{
	my ($name, @all) = @_;
	my @form = forms(@all);
	my $out = "#### $name\n\n";
	for my $form (@form)
	{
		my ($f, $number) = @$form;
		my $kind = $f->{aggregate} ? ($f->{moving} ? ' (aggregate and moving window)' : ' (aggregate)') : '';
		$out .= '- `' . signature($f, $number) . "`$kind\\\n  " . text($f->{sentence}) . "\\\n  " . example($f->{example}) . "\n";
	}
	my $table = arguments($name, @form);
	$out .= "\n$table" if $table;
	my @note;
	push @note, 'A number is numeric or float8, and so is the answer.' if grep { $_->[1] } @form;
	push @note, 'Dates may also be timestamp or timestamptz.' if grep { is_moment($_) } @all;
	push @note, 'An argument that is `NULL` makes the answer `NULL`.' if !grep { !$_->{strict} || $_->{aggregate} } @all;
	push @note, 'Since ' . since($name) . '.';
	$out .= "\n@note\n";
	my @error = @{ $refuses{$name} // [] };
	$out .= "\nErrors:\n\n" . join('', map { '- ' . text($_) . "\n" } @error) if @error;
	return $out;
}

# the entries of a file with sections: [section, [words, names]...]
sub questions
{
	my @section;
	for (lines_of("$words/questions.txt"))
	{
		if (/^## (.*)/) { push @section, [$1] }
		elsif (/^(?!#)(.*\S): (.*)/) { push @{ $section[-1] }, [$1, [split /, /, $2]] }
	}
	return @section;
}

my (%group, @name);
for my $f (@function)
{
	push @name, $f->{name} unless $group{ $f->{name} };
	push @{ $group{ $f->{name} } }, $f;
}
my %known = map { $_->{name} => 1 } grep { $_->{what} =~ /function|table|type/ } @object;

# the names of an index, as links; unknown ones are an error
sub links
{
	my ($file, @names) = @_;
	for (@names) { die "$words/$file.txt: there is no $_\n" unless $known{$_} }
	return join ', ', map { link_of($_) } @names;
}

sub head
{
	my $functions = @name;
	return <<"E";
# Reference

Made by `tools/make_reference.sh` from the catalogue of an installed extension and from what its functions refuse; do not
edit. It holds all $functions functions that people call, the operators, casts, types and tables. What the words mean is on the
[pages by topic](README.md).

How to read it:

- An argument with `=` has a default and may be left out; it can be given by name, as `hhi(mix, scale => 10000)`.
- Shares and rates are fractions: 0.25 is 25 %. Dates are days; ranges of dates leave out the last day. float8 is
  `double precision`.
- *takes* says what was accepted when the argument was tried with odd values; nothing there means any value of the type. Numbers must be
  finite and dates too, everywhere: `NaN` and infinity are errors (`22003`, `22023`), and never come out.
- Errors are those that were met by trying: the SQLSTATE and the words, with … for names and N for numbers. All
  come with a hint.

E
}

sub index_by_question
{
	my $out = "## By question\n\n";
	for my $section (questions())
	{
		my ($title, @row) = @$section;
		$out .= "### $title\n\n| question | functions |\n|---|---|\n" . join('', map { "| $_->[0] | " . links('questions', @{ $_->[1] }) . " |\n" } @row) . "\n";
	}
	return $out;
}

sub index_by_guess
{
	my %guess = list('guesses');
	for (sort keys %guess) { die "$words/guesses.txt: $_ is there\n" if $known{$_} }
	return "## By guessed name\n\nNames that people look for, and what they find:\n\n| name | is |\n|---|---|\n"
		. join('', map { "| `$_` | " . links('guesses', split /, /, $guess{$_}) . " |\n" } sort keys %guess) . "\n";
}

# the title of a topic, as its install part has it
sub title { return ucfirst $part{ $_[0] }[1] =~ s/^\w+: //r =~ s/\.$//r }

sub index_by_family
{
	my (%of, @topic);
	for my $name (@name)
	{
		my $topic = $group{$name}[0]{topic};
		push @topic, $topic unless $of{$topic};
		push @{ $of{$topic} }, $name;
	}
	return "## By family\n\n| family | functions |\n|---|---|\n" . join('', map { '| ' . title($_) . ' | ' . join(', ', map { link_of($_) } @{ $of{$_} }) . " |\n" } @topic) . "\n";
}

sub index_by_name
{
	return "## By name\n\n" . join(' · ', map { link_of($_) } sort @name) . "\n\n";
}

sub functions
{
	my ($out, $topic) = ('', '');
	for my $name (@name)
	{
		my $first = $group{$name}[0];
		if ($first->{topic} ne $topic)
		{
			$topic = $first->{topic};
			my $page = page($topic);
			$out .= '## ' . title($topic) . "\n\n" . ($page ? "Page: [$page]($page)\n\n" : '');
		}
		$out .= entry($name, @{ $group{$name} }) . "\n";
	}
	return $out;
}

# types, operators, casts, tables
sub others
{
	my $out = "## Types\n\n" . join('', map { "### $_->{name}\n\n" . text($_->{sentence}) . "\\\n" . example($_->{example}) . "\n\n" } grep { $_->{what} eq 'type' } @object);
	$out .= "## Operators\n\n| operator | gives | is | example |\n|---|---|---|---|\n";
	$out .= join '', map { "| `" . join(' ', grep { defined } $_->{left}, $_->{name} =~ s/\|/\\|/gr, $_->{right}) . "` | $_->{result} | " . text($_->{sentence}) . ' | ' . example($_->{example}) . " |\n" } grep { $_->{what} eq 'operator' } @object;
	$out .= "\n## Casts\n\n| from | to | is |\n|---|---|---|\n" . join('', map { "| $_->{name} | $_->{result} | " . text($_->{sentence}) . " |\n" } grep { $_->{what} eq 'cast' } @object);
	$out .= "\n## Tables\n\nThe rules of tariff laws; the page [schedule.md](schedule.md) says how they are filled.\n\n";
	for my $t (grep { $_->{what} eq 'table' } @object)
	{
		$out .= "### $t->{name}\n\n" . text($t->{sentence}) . "\\\n" . example($t->{example}) . "\n\n| column | type | is |\n|---|---|---|\n"
			. join('', map { "| `$_->{name}` | $_->{type} | " . text($_->{comment} // '') =~ s/\|/\\|/gr . " |\n" } @{ $t->{columns} }) . "\n";
	}
	return $out;
}

sort_refusals() unless $untried;
my $page = head() . index_by_question() . index_by_guess() . index_by_family() . index_by_name() . functions() . others();
die "$words/arguments.txt tells of what is not there: " . join(', ', sort keys %unused) . "\n" if %unused;
print $page =~ s/\n+\z/\n/r;
