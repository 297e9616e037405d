# lint_text.pl -- texts of the install script and of the pages.
# twice(SQL) gives the texts that two COMMENTs share, each with what it is about.  What
# is in te_support is alike by nature, and so are columns of one name in several tables
# and the forms of one function (numeric and float8).
use strict;
use warnings;

sub twice
{
	my ($sql) = @_;
	my %about;
	while ($sql =~ /^COMMENT ON (\w+(?: CLASS| FAMILY)?) (.*?) IS\s+E?'((?:[^']|'')*)';/msg)
	{
		my ($kind, $name, $text) = ($1, $2, $3);
		next if $name =~ /\bte_support\./;
		$name =~ s{\(.*}{}s if $kind eq "FUNCTION";
		$name =~ s{.*\.}{} if $kind eq "COLUMN";
		$about{$text}{"$kind $name"}++;
	}
	return map { join(', ', sort keys %{ $about{$_} }) . ": $_" } grep { keys %{ $about{$_} } > 1 } sort keys %about;
}

# Wording that is not English, though each word is: "is no number", "one row a flow", "Throws
# that", "something else than".  Line breaks and the marks of comments count as blanks.
sub odd_english
{
	my ($text) = @_;
	my $noun = qr/(?:rows?|bits?|bytes?|lines?|values?|columns?|numbers?|pages?|files?|blocks?|tests?|pairs?|queries)/;
	my $of = qr/(?:flow|edge|mix|topic|node|origin|product|period|country|stage|code|group|supplier|wing|measure|program|market)/;
	my $compared = qr/(?:longer|more|less|larger|smaller|faster|slower|later|earlier|higher|lower|better|worse|doubt|matter|good)/;
	$text =~ s/\s*\n\s*(?:\*|--|#)?\s*/ /g;
	my @odd = $text =~ /(?<!there )\b((?:is|are|was|were) no (?!$compared\b)[\w-]+)/gi;
	push @odd, $text =~ /\b((?:one|[\d,]+|an?) $noun an? $of\b)/gi;
	push @odd, $text =~ /\b(throws that|else than|belongs into|todays)\b/gi;
	return @odd;
}

# The colours that a text names, as style sheets write them.
sub colours
{
	my ($text) = @_;
	my @found = $text =~ /(?<![&\w])(#(?:[0-9a-f]{6}|[0-9a-f]{3})\b|\brgba?\()/gi;
	return @found;
}

# Lines of the install script that stand otherwise than in its other parts: the text of a
# COMMENT and what says the language begin a line, and C is written large.
sub odd_layout
{
	my ($sql) = @_;
	my @found = $sql =~ /^(\t(?:LANGUAGE\s.*|AS 'MODULE_PATHNAME'.*)|.*\bLANGUAGE c\b.*|COMMENT ON .* IS\n\t'.*)/mg;
	return @found;
}

1;
