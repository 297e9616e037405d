#!/usr/bin/perl
# lint_sql.pl FILE... -- finds, in the scripts of an extension, what somebody who owns the
# target schema could make use of.  Prints "FILE:LINE: RULE: what", ends with 1 if there is any.
# The rules are those that pgspot publishes (PS001 to PS018; PS008 is not in use there either):
# a name or an operator without a schema while the search_path is not pinned to
# pg_catalog, pg_temp; OR REPLACE and IF NOT EXISTS, which take what somebody planted;
# SECURITY DEFINER without a pinned path.
use strict;
use warnings;

my %replaces = (FUNCTION => 'PS002', PROCEDURE => 'PS002', TRANSFORM => 'PS006', VIEW => 'PS015');
my %if_missing = (SCHEMA => 'PS010', SEQUENCE => 'PS011', TABLE => 'PS012', SERVER => 'PS013', INDEX => 'PS014', VIEW => 'PS015');
# words that may stand before "(" and are not functions looked up by name
my %keyword = map { $_ => 1 } qw(VALUES IN EXISTS COALESCE NULLIF GREATEST LEAST CAST EXTRACT ROW ARRAY OVER FILTER AND OR
	NOT ON USING AS ANY ALL SOME WHEN THEN ELSE IF ELSIF WITH SELECT FROM WHERE BY RETURN CHECK KEY REFERENCES MATERIALIZED
	RECURSIVE SET DISTINCT GROUP HAVING LIMIT OFFSET UNION INTERSECT EXCEPT LATERAL OPERATOR CASE IS DEFAULT ROWS INTO
	NUMERIC DECIMAL VARCHAR CHAR BIT TIME TIMESTAMP INTERVAL FLOAT RAISE EXCEPTION CONFLICT DO UPDATE TABLE);

# The tokens of a text, each [kind, value, line]; comments are left out.
sub tokens
{
	my ($text, $line) = @_;
	my @tokens;
	while ($text =~ /\G(?:(\s+|--[^\n]*|\/\*.*?\*\/)|(\$(\w*)\$(.*?)\$\3\$)|([EBXN]?'(?:[^']|'')*')|("(?:[^"]|"")*"|\@?[A-Za-z_]\w*\@?)|(\d[\w.]*)|(::|:=|=>|\.\.)|([-+*\/<>=~!@#%^&|`?]+)|(.))/gcs)
	{
		my $here = $line;
		$line += ($& =~ tr/\n//);
		next if defined $1;
		push @tokens, defined $2 ? ['body', $4, $here] : defined $5 ? ['text', $5, $here] : defined $6 ? ['name', $6, $here]
			: defined $7 ? ['number', $7, $here] : defined $8 ? ['mark', $8, $here] : defined $9 ? ['op', $9, $here] : ['mark', $10, $here];
	}
	return @tokens;
}

# The statements of a list of tokens; one with BEGIN ATOMIC ends behind its END.
sub statements
{
	my (@all, @one, $inside);
	for my $i (0 .. $#_)
	{
		my $word = uc $_[$i][1];
		$inside++ if $_[$i][0] eq 'name' && ($word eq 'ATOMIC' || $inside && $word eq 'CASE');
		$inside-- if $_[$i][0] eq 'name' && $inside && $word eq 'END';
		push @one, $_[$i];
		next unless $_[$i][1] eq ';' && $_[$i][0] eq 'mark' && !$inside;
		push @all, [@one];
		@one = ();
	}
	return @one ? (@all, [@one]) : @all;
}

# Whether a clause "search_path = …" at a place pins the path; reports quoted lists.
sub pins
{
	my ($t, $at, $found) = @_;
	my @list;
	for (my $i = $at + 2; $i <= $#$t && ($t->[$i][0] eq 'name' || $t->[$i][0] eq 'text' || $t->[$i][1] eq ','); $i++)
	{
		last if $t->[$i][1] ne ',' && @list && $t->[$i - 1][1] ne ',';
		push @list, $t->[$i][1] if $t->[$i][1] ne ',';
		push @$found, ['PS018', $t->[$i][2], "a list of schemas in quotes is one name: $t->[$i][1]"] if $t->[$i][0] eq 'text' && $t->[$i][1] =~ /,/;
	}
	return lc(join ' ', @list) eq 'pg_catalog pg_temp';
}

# Reports names and operators of an expression, a query or a body that the path decides.
sub check_names
{
	my ($t, $found) = @_;
	my ($assigning, %local) = (0);
	my $word = sub { my $x = $t->[$_[0]]; $_[0] >= 0 && $x && $x->[0] eq 'name' ? uc $x->[1] : '' };
	my $mark = sub { my $x = $t->[$_[0]]; $_[0] >= 0 && $x && $x->[0] ne 'text' ? $x->[1] : '' };
	for my $i (0 .. $#$t)	# names of WITH
	{
		$local{$word->($i)} = 1 if $word->($i + 1) eq 'AS' && ($mark->($i + 2) eq '(' || $word->($i + 2) eq 'MATERIALIZED');
	}
	for my $i (0 .. $#$t)
	{
		my ($kind, $value, $line) = @{$t->[$i]};
		my $this = $word->($i);
		$assigning = 1 if $this eq 'SET';
		$assigning = 0 if $this =~ /^(?:WHERE|FROM|RETURNING)$/ || $value eq ';';
		if ($kind eq 'op')
		{
			my $star = $value eq '*' && ($mark->($i - 1) =~ /^[(,.]$/ || $word->($i - 1) =~ /^(?:SELECT|DISTINCT|ALL)$/);
			my $qualified = $mark->($i - 1) eq '.' && ($mark->($i - 3) eq '(' && $word->($i - 4) eq 'OPERATOR');
			my $sign = $value =~ /^[-+]$/ && $t->[$i + 1] && $t->[$i + 1][0] eq 'number' && ($mark->($i - 1) =~ /^[(,]?$/);
			push @$found, ['PS001', $line, "operator $value"] unless $star || $qualified || $sign || $value eq '=' && $assigning;
		}
		push @$found, ['PS001', $line, "operator behind $value"] if $this =~ /^(?:IN|BETWEEN|LIKE|ILIKE)$/ && $word->($i - 1) ne 'FOR';
		push @$found, ['PS009', $line, 'CASE that compares'] if $this eq 'CASE' && $word->($i + 1) ne 'WHEN' && $word->($i - 1) ne 'END';
		push @$found, ['PS016', $line, "function $value"] if $kind eq 'name' && $mark->($i + 1) eq '(' && $mark->($i - 1) ne '.'
			&& !$keyword{$this} && !$local{$this} && $word->($i - 1) !~ /^(?:AS|INTO|TYPE|FUNCTION)$/ && $mark->($i - 1) ne ')';
		next unless $this =~ /^(?:FROM|JOIN|UPDATE|TABLE|REFERENCES)$/ || $this eq 'INTO' && $word->($i - 1) eq 'INSERT';
		next if $word->($i - 1) =~ /^(?:DISTINCT|FOR|DO)$/ || $mark->($i - 2) eq '(' && $word->($i - 3) =~ /^(?:EXTRACT|TRIM|SUBSTRING)$/;
		push @$found, ['PS017', $line, "relation " . $mark->($i + 1)] if $word->($i + 1) && $word->($i + 1) !~ /^(?:ONLY|LATERAL|ROWS|UNNEST|SET|CASCADE|IF)$/
			&& $mark->($i + 2) !~ /^[.(]$/ && !$local{$word->($i + 1)};
	}
}

# Reports what is wrong with CREATE FUNCTION or PROCEDURE and, where it counts, with its body.
sub check_function
{
	my ($t, $state, $found) = @_;
	my ($set, $pinned, $definer, $language) = (0, 0, 0, '');
	my ($body, $bound);
	for my $i (0 .. $#$t)
	{
		next if $t->[$i][0] ne 'name';
		my $this = uc $t->[$i][1];
		my $next = $t->[$i + 1] ? $t->[$i + 1][1] : '';
		($set, $pinned) = (1, pins($t, $i + 1, $found)) if !$bound && $this eq 'SET' && lc $next eq 'search_path';
		$definer = 1 if $this eq 'SECURITY' && uc $next eq 'DEFINER';
		$language = lc $next if $this eq 'LANGUAGE';
		$body = $t->[$i + 1] if $this eq 'AS' && $t->[$i + 1][0] =~ /^(?:body|text)$/;
		$bound //= $i if $this eq 'ATOMIC' || $this eq 'RETURN';
	}
	my $line = $t->[0][2];
	push @$found, ['PS003', $line, 'SECURITY DEFINER without a search_path'] if $definer && !$set;
	push @$found, ['PS004', $line, 'SECURITY DEFINER with a search_path that is not pg_catalog, pg_temp'] if $definer && $set && !$pinned;
	check_names([@$t[$bound .. $#$t]], $found) if $bound && !$state->{safe};
	return if !$body || $language eq 'c' || $language eq 'internal';
	push @$found, ['PS005', $line, 'a function without a search_path'] unless $set || $definer;
	check_names([tokens($body->[1], $body->[2])], $found) unless $pinned;
}

# Reports what is wrong with one statement, and keeps what later ones rest on.
sub check_statement
{
	my ($t, $state, $found) = @_;
	my @word = map { $_->[0] eq 'name' ? uc $_->[1] : $_->[1] } @$t;
	my $line = $t->[0][2];
	my $said = join ' ', grep { defined } @word[0 .. 7];
	if ($said =~ /^SET (?:LOCAL |SESSION )?SEARCH_PATH/)
	{
		my ($at) = grep { $word[$_] eq 'SEARCH_PATH' } 1 .. 2;
		$state->{safe} = pins($t, $at, $found);
		return;
	}
	if ($word[0] eq 'DO')
	{
		my ($body) = grep { $_->[0] =~ /^(?:body|text)$/ } @$t;
		check_names([tokens($body->[1], $body->[2])], $found) if $body && !$state->{safe};
		return;
	}
	if ($said =~ /^CREATE (OR REPLACE )?(?:UNIQUE |TEMP |UNLOGGED |MATERIALIZED |FOREIGN )*(?!REPLACE)([A-Z]+) (IF NOT EXISTS )?(?:(\S+) \. )?(\S+)/)
	{
		my ($replace, $kind, $missing, $schema, $name) = ($1, $2, $3, $4 // '', $5);
		push @$found, [$replaces{$kind} // 'PS007', $line, "OR REPLACE of $name"] if $replace && !$state->{created}{$schema};
		push @$found, [$if_missing{$kind} // 'PS012', $line, "IF NOT EXISTS of $name"]
			if $missing && (!$state->{created}{$schema} || $kind =~ /^(?:SCHEMA|SERVER|INDEX)$/);
		$state->{created}{$name} = 1 if $kind eq 'SCHEMA' && !$missing;
		return check_function($t, $state, $found) if $kind =~ /^(?:FUNCTION|PROCEDURE)$/;
		return if $kind !~ /^(?:VIEW|TABLE|INDEX)$/;
		# of a table and an index only what they compute and refer to
		my ($from) = grep { $word[$_] =~ ($kind eq 'VIEW' ? qr/^AS$/ : qr/^(?:CHECK|DEFAULT|REFERENCES)$/) } 0 .. $#word;
		check_names([@$t[$from .. $#$t]], $found) if defined $from && !$state->{safe};
		return;
	}
	check_names($t, $found) if !$state->{safe} && $word[0] =~ /^(?:SELECT|INSERT|UPDATE|DELETE|WITH|VALUES|TABLE|CALL)$/;
}

# All that is wrong with a text: [rule, line, what] each.
sub lint
{
	my ($text) = @_;
	my @found;
	my $state = {safe => 0, created => {}};
	$text =~ s/^\\.*$//mg;	# psql's own commands
	check_statement($_, $state, \@found) for grep { $_->[0][1] ne ';' } statements(tokens($text, 1));
	return @found;
}

unless (caller)
{
	my $bad = 0;
	for my $file (@ARGV)
	{
		open my $in, '<', $file or die "$file: $!\n";
		for my $f (lint(do { local $/; <$in> })) { print "$file:$f->[1]: $f->[0]: $f->[2]\n"; $bad = 1; }
	}
	exit $bad;
}
1;
