# catalog.pm -- what reference pages are made from: the objects of the catalogue (catalog.sql), each with the install
# part that makes it, and what its functions refuse (probe).
package catalog;
use strict;
use warnings;
use Encode;
use JSON::PP;
use Exporter 'import';
our @EXPORT = qw(objects refusals lines_of parts);

# the lines of a file, as text
sub lines_of
{
	my ($file) = @_;
	open my $in, '<:encoding(UTF-8)', $file or die "$file: $!";
	my @line = <$in>;
	chomp @line;
	return @line;
}

# what psql prints of a script, line by line
sub told
{
	my ($script) = @_;
	open my $in, '-|:encoding(UTF-8)', 'psql', '-X', '-qAt', '-v', 'ON_ERROR_STOP=1', '-f', $script or die "psql: $!";
	my @line = <$in>;
	close $in or die "$script failed\n";
	chomp @line;
	return @line;
}

# the install parts in order: [topic, title, names of the functions that it makes for people]
sub parts
{
	my @part;
	for my $file (sort glob 'sql/install/*.sql')
	{
		my @line = lines_of($file);
		my ($title) = map { /^-- (?!Made from|let )(.*)/ ? $1 : () } @line;
		my ($topic) = $file =~ m{/\d+-(\w+)\.sql$};
		push @part, [$topic, $title // '', [map { /^CREATE (?:FUNCTION|AGGREGATE) \@extschema\@\.(\w+)/ ? $1 : () } @line]];
	}
	return @part;
}

# The objects that people meet, in the order of the install script; functions know their part.
sub objects
{
	my @object = map { decode_json(Encode::encode('UTF-8', $_)) } told('tools/reference/catalog.sql');
	my @made = map { my $part = $_; map { [$part->[0], $_] } @{ $part->[2] } } parts();
	for my $f (grep { $_->{what} eq 'function' } @object)
	{
		my $made = shift @made or die "the install parts do not make $f->{name}\n";
		die "the install parts make $made->[1] where the catalogue has $f->{name}\n" if $made->[1] ne $f->{name};
		$f->{topic} = $made->[0];
	}
	for my $f (@object)
	{
		@$f{qw(sentence example)} = split / Example: /, $f->{comment}, 2 if defined $f->{comment};
		$_->{name} //= $f->{name} eq 'sum' ? 'network' : die "$f->{name} has an argument without a name\n" for @{ $f->{args} // [] };
	}
	return @object;
}

# ---- what functions refuse: each argument of each function's own example takes odd values, one after the other ----

my %odd = (float8 => [-1, 0, 0.5, 1.5, 2, 1e300, "'NaN'", "'Infinity'"], numeric => [-1, 0, 0.5, 1.5, 2, "'NaN'"], integer => [-1, 0, 1, 3, 2147483647],
	bigint => [-1, 3], text => ["'no such word'", "''"], date => ["'infinity'"], supply_mix => ["'{CHN:-1}'", "'{CHN:5}'", "'{}'", "'{CHN:0}'"],
	supply_network => ["'{A>B:-1}'", "'{}'", "'{A>B:5,B>A:5;A[output=1],B[output=1]}'"], jsonb => [q('[1]'), q('{"x": "y"}'), q('{"CHN": -1}')], 'text[]' => ["'{NULL}'", "'{}'", q('{"no such word"}')],
	'float8[]' => ["'{NULL,1}'", "'{}'", "'{-1,2}'", "'{NaN}'"], 'integer[]' => ["'{-1}'"], 'date[]' => ["'{NULL}'"], regclass => ["'pg_catalog.pg_class'"]);

# a call in an example, in three parts: what stands before its arguments, the arguments, what follows
sub call
{
	my ($example, $name) = @_;
	return unless $example =~ /\b\Q$name\E\(/g;
	my $from = pos $example;
	my ($depth, $quoted, @cut) = (0, 0, $from);
	for my $i ($from .. length($example) - 1)
	{
		my $c = substr $example, $i, 1;
		if ($c eq "'") { $quoted = !$quoted }
		next if $quoted;
		if ($c eq ')' && $depth == 0) { push @cut, $i + 1; last }
		$depth++ if $c =~ /[(\[]/;
		$depth-- if $c =~ /[)\]]/;
		push @cut, $i + 1 if $c eq ',' && $depth == 0;
	}
	my @arg = map { substr($example, $cut[$_], $cut[$_ + 1] - $cut[$_] - 1) =~ s/^\s+|\s+$//gr } 0 .. $#cut - 1;
	@arg = () if @arg == 1 && $arg[0] eq '';
	return (substr($example, 0, $from), \@arg, substr($example, $cut[-1] - 1));
}

# the query of an example with another value for one argument
sub varied
{
	my ($f, $i, $value) = @_;
	my ($query) = split / ==> /, $f->{example};
	my ($before, $args, $after) = call($query, $f->{name}) or return;
	my ($arg, @given) = ($f->{args}[$i], @$args);
	my ($named) = grep { $given[$_] =~ /^"?\Q$arg->{name}\E"?\s*=>/ } 0 .. $#given;
	my $literal = "$value" . "::$arg->{type}";
	if (defined $named) { $given[$named] = "\"$arg->{name}\" => $literal" }
	elsif ($i <= $#given && $given[$i] !~ /=>/) { $given[$i] = $literal }
	else { push @given, "\"$arg->{name}\" => $literal" }
	return $before . join(', ', @given) . $after;
}

# What the functions refuse: [function, argument, SQLSTATE, message, detail, hint].  An argument that several forms of
# a function have in common is tried in the first of them.
sub refusals
{
	my @function = @_;
	my %tried;
	my $file = "$ENV{TE_STAGE}/probes";
	open my $out, '>:encoding(UTF-8)', $file or die "$file: $!";
	for my $n (0 .. $#function)
	{
		my $f = $function[$n];
		for my $i (grep { !$tried{"$f->{name} $f->{aggregate} $f->{args}[$_]{name}"}++ } 0 .. $#{ $f->{args} })
		{
			for my $value ('NULL', @{ $odd{ $f->{args}[$i]{type} } // [] })
			{
				my $query = varied($f, $i, $value) // next;
				print $out join("\t", $n, $i, $query =~ s/\\/\\\\/gr), "\n";
			}
		}
	}
	close $out;
	return map { my ($n, $i, @said) = @{ decode_json(Encode::encode('UTF-8', $_)) }; [$function[$n], $function[$n]{args}[$i], @said] } told('tools/reference/probe.sql');
}

1;
