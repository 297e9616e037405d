#!/usr/bin/perl
# make_country_tables.pl -- prints the C tables of src/codes/country.c from data/*.csv.
use strict;
use warnings;
use Unicode::Normalize qw(NFKD);
require './tools/csv.pl';

my @systems = qw(iso2 iso3 m49 comtrade census japan);
my %column = (
	iso2 => 'iso2', iso3 => 'iso3', m49 => 'm49', comtrade => 'comtrade_code',
	census => 'us_schedule_c', japan => 'japan_customs');

my @countries = sort { $a->{iso3} cmp $b->{iso3} } read_csv('data/country_codes.csv');
my @pseudo = read_csv('data/pseudo_areas.csv');
my @aliases = read_csv('data/country_aliases.csv');
my @members = read_csv('data/country_groups.csv');
my (%number, %keys);

# src/codes/country.c takes the accents off where a database is not UTF-8
for my $row (@countries, @pseudo)
{
	die "\"$row->{name}\" has more than Latin-1 letters\n" unless $row->{name} =~ /^(?:[\x00-\x7f]|\xc3[\x80-\xbf])*$/;
}
$number{ $countries[$_]{iso2} } = $_ for 0 .. $#countries;

# Days from 2000-01-01, PostgreSQL's date; an empty date is one that never comes.
sub pg_date
{
	my ($text, $file) = @_;
	return 'DATEVAL_NOEND' if $text eq '';
	my ($y, $m, $d) = $text =~ /^(\d{4})-(\d\d)-(\d\d)$/ or die "$file: bad date \"$text\"\n";
	$y--, $m += 12 if $m <= 2;
	return 365 * $y + int($y / 4) - int($y / 100) + int($y / 400)
		+ int((153 * ($m - 3) + 2) / 5) + $d - 730426;
}

# The number under which a code is looked up: its value, or its bytes, first byte highest.
sub key
{
	my ($system, $code) = @_;
	return $code + 0 if $system !~ /^iso/;
	my $key = 0;
	$key = $key * 256 + ord for split //, $code;
	return $key;
}

sub add_key
{
	my ($system, $code, $target, $optional) = @_;
	return if $code eq '';
	my $key = key($system, $code);
	if (defined $keys{$system}{$key})
	{
		return if $optional;
		die "$system code $code stands twice\n";
	}
	$keys{$system}{$key} = $target;
}

# pseudo areas come first: 490 is "Other Asia, nes" when read, Taiwan when written
add_key($pseudo[$_]{system}, $pseudo[$_]{code}, -1 - $_) for grep { $pseudo[$_]{system} ne 'name' } 0 .. $#pseudo;
for my $system (@systems)
{
	add_key($system, $countries[$_]{ $column{$system} }, $_,
		$system eq 'comtrade' && $countries[$_]{comtrade_code} eq '490') for 0 .. $#countries;
}
for (@aliases)
{
	die "alias of unknown country $_->{iso2}\n" unless defined $number{ $_->{iso2} };
	add_key($_->{system}, $_->{code}, $number{ $_->{iso2} });
}
# Comtrade's codes are M49 but for a few countries; files that use M49 for those too are understood
add_key('comtrade', $countries[$_]{m49}, $_, 1) for 0 .. $#countries;

# What notes say of a code, behind what it means.
my %note = (iso2 => { NA => 'also stands for a missing value in files that R or Python wrote' });
for (@aliases)
{
	$note{ $_->{system} }{ $_->{code} } = $_->{note} if $_->{note} ne '';
}
for (@members)
{
	die "country_groups.csv: $_->{group_code} $_->{iso2} is neither seen nor from knowledge\n"
		unless $_->{evidence} =~ /seen|knowledge/;
}

# Words of names that are left out or written in one way: see src/codes/country.c.
my %word = (
	the => '', of => '', and => '', saint => 'st', republic => 'rep', democratic => 'dem',
	islands => 'is', island => 'is', isds => 'is', isd => 'is', federal => 'fed', federated => 'fed',
	federation => 'fed', territory => 'terr', territories => 'terr');

# The form in which names are compared: small letters and digits, no accents, no blanks.
sub name_key
{
	my ($name) = @_;
	utf8::decode($name);
	my $key = '';
	for my $c (split //, lc $name)
	{
		my $plain = ord $c < 0x180 ? NFKD($c) =~ s/\p{Mn}//gr : $c;
		$key .= $plain =~ /^[a-z0-9]+$/ ? $plain : $plain =~ /^[\x27.\x{2019}\x{2018}]$/ ? ''
			: ord $c < 0x80 || $c =~ /[\x{a0}\x{3000}]/ ? ' ' : $plain;
	}
	$key = join '', map { $word{$_} // $_ } split / +/, $key;
	utf8::encode($key);
	return $key;
}

my %named;
sub add_name
{
	my ($name, $target, $optional) = @_;
	my $key = name_key($name);
	die "name \"$name\" has no letters\n" if $key eq '';
	return if $optional && defined $named{$key};
	die "name \"$name\" means two countries\n" if defined $named{$key} && $named{$key} != $target;
	$named{$key} = $target;
}
add_name($countries[$_]{name}, $_) for 0 .. $#countries;
add_name($_->{name}, $number{ $_->{iso2} } // die "name of unknown country $_->{iso2}\n") for read_csv('data/country_names.csv');
add_name($pseudo[$_]{system} eq 'name' ? $pseudo[$_]{code} : $pseudo[$_]{name}, -1 - $_, 1) for 0 .. $#pseudo;

print "/* Made by tools/make_country_tables.pl from data/; do not edit. */\n\n";
print "const TeCountry te_countries[] = {\n";
for my $c (@countries)
{
	print "\t{", join(', ', map({ c_string($c->{$_}) } qw(iso3 iso2)),
		'{' . join(', ', map { $c->{ $column{$_} } eq '' ? 0 : $c->{ $column{$_} } + 0 } @systems[ 2 .. 5 ]) . '}',
		map({ c_string($c->{$_}) } qw(name region subregion currency))), "},\n";
}
print "};\n\nstatic const TePseudoArea pseudo_areas[] = {\n";
print "\t{", c_string($_->{name}), ", TE_PSEUDO_", uc $_->{kind}, "},\n" for @pseudo;
print "};\n\n";
for my $system (@systems)
{
	print "static const CodeKey ${system}_keys[] = {\n";
	print "\t{$_, $keys{$system}{$_}},\n" for sort { $a <=> $b } keys %{ $keys{$system} };
	print "};\n\n";
}
print "static const CodeTable code_tables[] = {\n";
print "\t{\"$_\", ", key('iso3', uc), ", ${_}_keys, lengthof(${_}_keys)},\n" for @systems;
print "};\n\n";

for my $system (@systems)
{
	print "static const CodeNote ${system}_notes[] = {\n";
	print "\t{", key($system, $_), ", ", c_string($note{$system}{$_}), "},\n" for sort keys %{ $note{$system} || {} };
	print "\t{0, NULL}\n};\n\n";
}
print "static const CodeNote *const code_notes[] = {", join(', ', map { "${_}_notes" } @systems), "};\n\n";
print "static const CountryName country_names[] = {\n";
print "\t{", c_string($_), ", $named{$_}},\n" for sort keys %named;
print "};\n\n";

my %by_group;
for my $m (@members)
{
	my $n = $number{ $m->{iso2} };
	die "country_groups.csv: unknown country $m->{iso2}\n" unless defined $n;
	my ($from, $to) = map { pg_date($_, 'country_groups.csv') } @$m{qw(valid_from valid_to)};
	die "country_groups.csv: $m->{group_code} $m->{iso2} ends before it begins\n"
		if $to ne 'DATEVAL_NOEND' && $to <= $from;
	push @{ $by_group{ $m->{group_code} } }, [ $n, $from, $to, $m->{evidence} eq 'seen' ? 'true' : 'false' ];
}
my $first = 0;
my @groups;
print "static const GroupMember group_members[] = {\n";
for my $g (sort keys %by_group)
{
	my @rows = sort { $a->[0] <=> $b->[0] || $a->[1] <=> $b->[1] } @{ $by_group{$g} };
	print "\t{$_->[0], $_->[1], $_->[2], $_->[3]},\n" for @rows;
	push @groups, "\t{" . c_string($g) . ", $first, " . @rows . "},\n";
	$first += @rows;
}
print "};\n\nstatic const CountryGroup country_groups_table[] = {\n", @groups, "};\n";
