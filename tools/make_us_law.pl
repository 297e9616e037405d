#!/usr/bin/perl
# make_us_law.pl FOLDER -- makes the rules of the tariff law of the United States
# (regime.csv, program.csv, measure.csv, rule.csv, area.csv, rounding.csv, heading.csv) from the
# dated lists of data/tariff/us, unless the folder has them and nothing is newer;
# examples/load_tariff.sql puts them into the rule tables.  What the lists are,
# where they come from, and which of them are not solid, is in data/README.md.
# Run from the top folder.
use strict;
use warnings;
use List::Util qw(max);
require './tools/csv.pl';

my $lists = 'data/tariff/us';
my $covers_from = '2025-03-01';		# first day on which the lists hold all that data/README.md names
my $covers_to = '2026-10-09';		# and the day after the last one

my @measures;
my %program_of;		# chapter 99 heading => the program that it belongs to
my %owed_under;		# program and headings of a list => the one of them under which something is owed
my %together;		# program and that one => all of them
my @british;		# parts of cars from the United Kingdom, by statistical number

# what some lists call by another name
my %name = (
	S301FL => 'S301_FL', S301BR => 'S301_BR', S232_METALS => 'S232_METAL',
	S232_AUTO_PARTS => 'S232_AUTO', S232_MHD_PARTS => 'S232_MHD');

# programs in the order in which a line lists them; of a preference that is claimed and column 1 that come to the same the preference counts
my @programs = qw(PREF MFN S301 S301_SHIP S301_BR S301_FL S122 FENT_CN FENT_CAMX IEEPA_BR IEEPA_IN RECIP
	S232_AUTO S232_MHD S232_WOOD S232_SEMI S232_STEEL S232_ALU S232_COPPER S232_METAL
	S232_PHARMA S232_UAS S201_SOLAR S338_CA SCOPE);

# agreements by the letters of the special column: their countries, and the claim where it is not the letter
my %agreement = (
	AU => ['AU'], BH => ['BH'], CL => ['CL'], CO => ['CO'], IL => ['IL'], JO => ['JO'], JP => ['JP'], KR => ['KR'],
	MA => ['MA'], OM => ['OM'], P => ['CAFTA'], PA => ['PA'], PE => ['PE'], S => ['USMCA', 'USMCA'], SG => ['SG'],
	C => ['*'], K => ['*'], L => ['*']);

my %area = (
	COL2 => [qw(BY CU KP RU)], USMCA => [qw(CA MX)], CAFTA => [qw(CR DO GT HN NI SV)],
	EU => [map { $_->{iso2} } grep { $_->{group_code} eq 'EU' && $_->{valid_to} eq '' } read_csv('data/country_groups.csv')]);
$area{ALL_IN_15} = [qw(AR CH EC GB GT JP KR LI SV TW), @{$area{EU}}];

# ---- measures ----

# Adds a measure; %more has further columns of tariff_measure.
sub measure
{
	my ($program, $prefix, $area, $rate, $heading, %more) = @_;

	return if ($more{valid_to} // '') ne '' && ($more{valid_from} // '') ge $more{valid_to};
	@more{qw(program code_prefix area rate)} = ($program, $prefix, $area, $rate);
	$more{legal_ref} //= $heading;
	$more{measure_id} //= "$heading|$prefix|$area";
	push @measures, \%more;
}

# "12.5" as a duty expression.
sub percent
{
	my ($rate) = @_;
	return $rate == 0 ? 'Free' : "$rate%";
}

# A rate of its own, or one that brings the sum with column 1 to it.
sub charge
{
	my ($kind) = @_;
	return $kind eq 'all_in' ? (op => 'floor', over => 'MFN') : ();
}

# The heading of "9903.02.19|9903.02.20" under which something is owed; all of them are the program's.
sub heading
{
	my ($program, $text) = @_;
	my $known = \$owed_under{$program, $text};
	return $$known //= read_heading($program, $text);
}

sub read_heading
{
	my ($program, $text) = @_;
	my $last = '';
	my $stem = '9903.00';
	my @all;
	for my $h (split /\|/, $text)
	{
		my ($first, $to) = $h =~ /^(9903\.\d\d\.\d\d|\.\d\d)(?:-\.(\d\d))?$/ or next;
		$first = $stem . $first if $first =~ /^\./;
		$stem = substr($first, 0, 7);
		$last = $first;
		push @all, map { $stem . sprintf('.%02d', $_) } substr($first, 8) .. ($to // substr($first, 8));
	}
	$program_of{$_} //= $program for @all;
	$together{$program, $last} = \@all;
	return $last eq '' ? $program : $last;
}

# Headings that only let off: what stands under another duty, donations, Canada, Mexico and column 2.
my %letting_off = (
	RECIP => [qw(9903.01.26 9903.01.27 9903.01.29 9903.01.30 9903.01.33)], FENT_CN => ['9903.01.21'], FENT_CAMX => [qw(9903.01.02 9903.01.11)],
	IEEPA_BR => [qw(9903.01.79 9903.01.83 9903.01.90)], IEEPA_IN => [qw(9903.01.87 9903.01.88)], S122 => [qw(9903.03.06 9903.03.10)],
	S301_BR => [qw(9903.05.07 9903.05.08)], S301_FL => [qw(9903.05.90 9903.05.91)], S338_CA => ['9903.03.15'],
	S232_COPPER => ['9903.78.02'], S232_SEMI => ['9903.79.02'], S232_MHD => ['9903.74.11']);

# References name all headings of a measure, its own first; those of a program that no measure has
# stand in one that never holds, so that amounts filed under them have their program.
sub refer
{
	my %named;
	for my $program (sort keys %letting_off)
	{
		$program_of{$_} //= $program for @{$letting_off{$program}};
	}
	for my $m (@measures)
	{
		$m->{legal_ref} = words($m->{legal_ref}, @{$together{$m->{program}, $m->{legal_ref}} // []});
		$named{$_} = 1 for split /\|/, $m->{legal_ref};
	}
	for my $program (@programs)
	{
		my @rest = grep { $program_of{$_} eq $program && !$named{$_} } sort keys %program_of;
		measure($program, '', 'US', 'Free', words(@rest), measure_id => "headings of $program", valid_from => '2025-02-28', valid_to => $covers_from) if @rest;
	}
}

# Words of a list, without doubles.
sub words
{
	my %seen;
	return join('|', grep { $_ ne '' && !$seen{$_}++ } @_);
}

sub later { my ($a, $b) = @_; return $a gt $b ? $a : $b }
sub sooner { my ($a, $b) = @_; return $a eq '' ? $b : $b eq '' ? $a : $a lt $b ? $a : $b }

# ---- column 1, column 2, special ----

# The schedule's lines with a rate, those of ten digits that only repeat the eighth's left out.
sub rated_lines
{
	my (@lines, %above);
	for my $line (read_csv("$lists/hts_line.csv.gz"))
	{
		next if $line->{hts} ge '98' || $line->{general} eq '' && $line->{other} eq '' || $line->{valid_to} ne '' && $line->{valid_to} le $covers_from;
		push @lines, $line;
		push @{$above{$line->{hts}}}, $line if length $line->{hts} == 8;
	}
	return grep {
		my $l = $_;
		length $l->{hts} == 8 || !grep { $_->{general} eq $l->{general} && $_->{other} eq $l->{other} && $_->{special} eq $l->{special}
			&& $_->{valid_from} le $l->{valid_from} && ($_->{valid_to} eq '' || $l->{valid_to} ne '' && $_->{valid_to} ge $l->{valid_to}) } @{$above{substr $l->{hts}, 0, 8} // []};
	} @lines;
}

# Rates of a special column by letter; the words that S+ and P+ point to are those of S and P.
sub special_rates
{
	my ($text) = @_;
	my %rate;
	while ($text =~ /([^()]*)\(([^()]*)\)/g)
	{
		my ($rate, $letters) = ($1, $2);
		$rate =~ s/^[ ,;]+|[ ,;]+$//g;
		$rate{$_} //= $rate for map { s/^[ .]+| +$//gr } split /,/, $letters;
	}
	for my $letter (qw(S P))
	{
		$rate{$letter} //= $rate{"$letter+"} if defined $rate{"$letter+"};
	}
	return \%rate;
}

# The lines of a chapter that are free under a letter: the whole chapter but for some, or those alone.
sub free_lines
{
	my ($letter, $chapter, $by_code) = @_;
	my ($place, $claim) = @{$agreement{$letter}};
	my (@always, @sometimes, @never);
	$claim //= $letter;
	for my $code (sort keys %$by_code)
	{
		my @dutiable = grep { $_->{general} ne 'Free' } @{$by_code->{$code}};
		my @free = grep { ($_->{by_letter}{$letter} // '') eq 'Free' } @dutiable;
		push @{@free == 0 && @dutiable > 0 ? \@never : @free < @dutiable ? \@sometimes : @free > 0 ? \@always : []}, $code;
		next if @free == @dutiable || @free == 0;
		measure('PREF', $code, $place, 'Free', "special ($letter)", need => $claim, ($place eq '*' ? (except_areas => 'COL2') : ()),
			valid_from => $_->{valid_from}, valid_to => $_->{valid_to}) for @free;
	}
	my @other = ($place eq '*' ? (except_areas => 'COL2') : (), need => $claim);
	if (@always > @never + @sometimes)
	{
		measure('PREF', $chapter, $place, 'Free', "special ($letter)", @other, except_codes => words(@never, @sometimes));
	}
	else
	{
		measure('PREF', $_, $place, 'Free', "special ($letter)", @other) for @always;
	}
}

sub schedule
{
	my (%chapter, %refs);
	for my $line (rated_lines())
	{
		my %dates = (valid_from => $line->{valid_from}, valid_to => $line->{valid_to});
		my $code = $line->{hts};
		measure('MFN', $code, '*', "TEXT:$line->{general}", 'column 1', %dates) if $line->{general} ne '';
		measure('MFN', $code, 'COL2', "TEXT:$line->{other}", 'column 2', %dates) if $line->{other} ne '' && $line->{other} ne $line->{general};
		for my $ref (['9903.90.08', 35], ['9903.90.09', 70])
		{
			measure('MFN', $code, 'RU', percent($ref->[1]), heading('MFN', $ref->[0]), %dates) if index($line->{ch99_refs}, $ref->[0]) >= 0;
		}
		my @safeguards = $line->{ch99_refs} =~ /9904\.\d\d\.\d\d/g;
		measure('SCOPE', $code, '*', "NOTE:TRQ: over the quota, where a safeguard by price or quantity (@safeguards) may be owed as well", 'TRQ',
			measure_id => "note on TRQ|$code|$line->{valid_from}", %dates) if @safeguards;
		$line->{by_letter} = special_rates($line->{special});
		push @{$chapter{substr $code, 0, 2}{$code}}, $line;
		for my $letter (sort keys %agreement)
		{
			my $rate = $line->{by_letter}{$letter};
			my ($place, $claim) = @{$agreement{$letter}};
			next if !defined $rate || $rate eq '' || $rate eq 'Free' || $line->{general} eq 'Free';
			measure('MFN', $code, $place, "TEXT:$rate", "special ($letter)", need => $claim // $letter, %dates);
		}
	}
	for my $c (sort keys %chapter)
	{
		free_lines($_, $c, $chapter{$c}) for sort keys %agreement;
	}
	measure('MFN', $_, '*', "NOT COVERED:chapter $_ of the schedule", 'column 1') for qw(98 99);
}

# ---- rates by country ----

# Claims that free from a program, whatever the goods.
my %freed_by = map { $_ => 'INFORMATIONAL' } qw(RECIP FENT_CN FENT_CAMX IEEPA_BR IEEPA_IN S122 S301_BR S301_FL);

# Days before which goods in transit are let off: loaded, entered.
sub transit
{
	my ($row, $program) = @_;
	return ('2025-04-05', '2025-05-27') if $program eq 'RECIP' && $row->{heading} eq '9903.01.25';
	return ($row->{valid_from}, '2025-05-27') if $program eq 'RECIP' && $row->{heading} lt '9903.02' && $row->{valid_from} ge '2025-04-09' && $row->{valid_from} lt '2025-05-14';
	return ('2025-08-07', '2025-10-05') if $program eq 'RECIP' && $row->{heading} =~ /^9903\.02\.(\d\d)/ && $1 >= 2 && $1 <= 73;
	return;
}

# One rate of a country; from 20 % of the value on, US content is free of the reciprocal duty (note 2(v)(xvii)).
sub country_measure
{
	my ($program, $place, $row, $transit, %more) = @_;
	my $heading = heading($program, $row->{heading});
	my %us = (gate => 'content:us or 0');
	my @common = (charge($row->{kind}), valid_from => $row->{valid_from}, valid_to => $row->{valid_to},
		known_from => $row->{known_from}, ($transit ? (loaded_before => $transit->[0], entered_before => $transit->[1]) : ()), %more);
	my $unless = $more{unless} // words($freed_by{$program} // '');
	if ($program ne 'RECIP' || $row->{rate_pct} == 0)
	{
		measure($program, '', $place, percent($row->{rate_pct}), $heading, @common, unless => $unless);
		return;
	}
	measure($program, '', $place, percent($row->{rate_pct}), $heading, @common, unless => $unless, %us, gate_to => '0.2');
	measure($program, '', $place, percent($row->{rate_pct}), $heading, @common, unless => $unless, %us, gate_from => '0.2',
		measure_id => "$heading||$place|us", base => 'value-content:us', legal_ref => '9903.01.34');
}

sub countries
{
	my (%transit, %before);
	my @rows = read_csv("$lists/country_rate.csv.gz");
	for my $row (@rows)
	{
		$row->{program} = $name{$row->{program}} // $row->{program};
		heading($row->{program}, $row->{heading}) unless $row->{program} eq 'COL2_RU';
		$transit{$row->{program}}{$_} = [$row->{loaded_before}, $row->{entered_before}]
			for $row->{kind} eq 'exempt' && $row->{loaded_before} ne '' ? split /\|/, $row->{area} : ();
		push @{$before{$row->{program}, $row->{area}}}, $row;
	}
	for my $row (@rows)
	{
		my $program = $row->{program};
		next if $program eq 'COL2_RU' || $program eq 'S338_CA' || $row->{area} =~ /^\*annex/;
		# lists have their own rows; transshipment and in transit are not rates of a country
		next if $row->{condition} =~ /list|transshipped/ || $row->{kind} eq 'exempt' && ($row->{area} eq '*' || $row->{loaded_before} ne '');
		# published late: until then the rate before it was what one knew
		if ($row->{known_from} ne '')
		{
			my ($old) = grep { $_->{valid_to} eq $row->{valid_from} && $_->{kind} ne 'exempt' && $_ != $row } @{$before{$program, $row->{area}}};
			country_measure($program, $_, { %$old, valid_from => $row->{valid_from}, valid_to => $row->{valid_to} }, [transit($old, $program)]->[0] ? [transit($old, $program)] : undef,
				known_to => $row->{known_from}) for $old ? split /\|/, $row->{area} : ();
		}
		for my $place (split /\|/, $row->{area})
		{
			my @transit = transit($row, $program);
			my $late = $transit{$program}{$place} // $transit{$program}{'*'};
			my $goods = @transit ? \@transit : $program eq 'RECIP' ? undef : $late;
			my $usmca = $program =~ /^(FENT_CAMX|S122|S301_FL)$/ && $place =~ /^(CA|MX)$/;
			if ($program eq 'FENT_CAMX' && $row->{valid_from} lt '2025-03-07')
			{
				country_measure($program, $place, { %$row, valid_to => '2025-03-07' }, $goods);
				country_measure($program, $place, { %$row, valid_from => '2025-03-07' }, $goods, unless => words('USMCA', $freed_by{$program}));
				next;
			}
			country_measure($program, $place, $row, $goods, $usmca ? (unless => words('USMCA', $freed_by{$program})) : (),
				$program eq 'S122' ? (except_areas => 'USMCA') : ());
		}
		next if $program ne 'S122';
		country_measure($program, $_, $row, $transit{$program}{'*'}, unless => words('USMCA', $freed_by{$program})) for qw(CA MX);
	}
}

# ---- lists of goods that are let off ----

# The claim that a condition of the lists asks for; 'none' for none.
sub claim_for
{
	my ($condition, $heading) = @_;
	return '' if $condition =~ /^full\??$/;
	return 'CIVIL_AIRCRAFT' if $condition eq 'aircraft';
	return 'P' if $condition =~ /^CAFTA-DR/;
	return $heading if $condition =~ /^(ex|pharma)$/;
	die "condition \"$condition\" is not known\n";
}

sub exemptions
{
	my (%metal_free, @metal);
	for my $row (read_csv("$lists/exemption.csv.gz"))
	{
		# a tracker's reading of EO 14323 takes these lines as free; note 2(x)(iii)(a) has none of them, (x)(iv) all but 4, as civil aircraft
		next if $row->{source} eq 'EO 14323 Annex I (original, pre-Nov-13)';
		my @places = $row->{area} eq 'CR|DO|SV|GT|HN|NI' ? ('CAFTA') : $row->{area};
		for my $program (map { $name{$_} // $_ } split /\|/, $row->{program})
		{
			my $heading = heading($program, $row->{heading});
			my %dates = map { $_ => $row->{$_} } qw(valid_from valid_to known_from);
			if ($row->{condition} eq 'rate 10 % instead')
			{
				my %late = (%dates, valid_from => later($dates{valid_from}, '2025-03-07'));
				measure($program, $row->{code_prefix}, $_, '10%', $heading, %dates, valid_to => '2025-03-07', unless => $freed_by{$program}) for @places;
				measure($program, $row->{code_prefix}, $_, '10%', $heading, %late, unless => words('USMCA', $freed_by{$program})) for @places;
				next;
			}
			if ($program eq 'S338_CA_LIST')
			{
				measure('S338_CA', $row->{code_prefix}, 'CA', $row->{condition} =~ /^subject/ ? '50%' : 'NOT COVERED:which of these goods owe section 338',
					heading('S338_CA', $row->{heading}), %dates, valid_to => $row->{valid_to});
				next;
			}
			push @{$metal_free{$program}}, $row if $program =~ /^S232|^S338/;
			next if $program =~ /^S232|^S338/;
			my $claim = claim_for($row->{condition}, $heading);
			measure($program, $row->{code_prefix}, $_, 'Free', $heading, %dates, need => $claim) for @places;
			# note 2(v)(iii) frees of the duty on India too; the textiles of general note 29(d)(v) are those of the later list
			measure('IEEPA_IN', $row->{code_prefix}, 'IN', 'Free', '9903.01.86', need => $claim,
				valid_from => later($dates{valid_from}, '2025-08-27'), valid_to => sooner($dates{valid_to}, '2026-02-07'))
				if $program eq 'RECIP' && $row->{area} eq '*';
			measure('S122', $row->{code_prefix}, 'CAFTA', 'Free', '9903.03.09', need => $claim, valid_from => '2026-02-24', valid_to => '2026-07-24')
				if $claim eq 'P';
		}
	}
	$program_of{'9903.01.86'} = 'IEEPA_IN';
	$program_of{'9903.03.09'} = 'S122';
	# of goods on two lists, that which is let off is the narrower
	for my $program (sort keys %metal_free)
	{
		my (%done, %free, %below, %at);
		push @{$free{$_->{code_prefix}}}, $_ for @{$metal_free{$program}};
		for my $code (sort keys %free)
		{
			push @{$below{substr $code, 0, $_}}, $code for 4 .. length($code) - 1;
		}
		@metal = grep { $_->{program} eq $program && $_->{rate} ne 'Free' } @measures;
		push @{$at{$_->{code_prefix}, $_->{area}}}, $_ for @metal;
		for my $m (grep { $_->{area} =~ /^(\*|CA)$/ && $_->{rate} =~ /%/ } @metal)
		{
			my $code = $m->{code_prefix};
			# the notes name 9903.82.02 and .04 to .17, not what list 16(c)(xi) owes
			next if grep { $_->{valid_from} eq $m->{valid_from} } @{$at{$code, 'ALL_IN_15'} // []};
			my @rows = map { @{$free{substr $code, 0, $_} // []} } 4 .. length $code;
			push @rows, map { @{$free{$_}} } @{$below{$code} // []};
			for my $row (@rows)
			{
				my $narrow = length $row->{code_prefix} > length $code ? $row->{code_prefix} : $code;
				my ($from, $to) = (later($row->{valid_from}, $m->{valid_from} // ''), sooner($row->{valid_to}, $m->{valid_to} // ''));
				next if $to ne '' && $from ge $to || $done{$narrow, $row->{area}, $from}++;
				measure($program, $narrow, $row->{area}, 'Free', $row->{heading}, valid_from => $from, valid_to => $to, known_from => $row->{known_from},
					need => 'CIVIL_AIRCRAFT', measure_id => "$row->{heading}|$narrow|$row->{area}" . ($from eq $row->{valid_from} ? '' : "|$from"));
				$_->{unless} = words(split(/\|/, $_->{unless} // ''), 'CIVIL_AIRCRAFT') for @{$at{$narrow, $row->{area}} // []};
			}
		}
	}
}

# ---- section 301 on China ----

sub china
{
	my (%at, %free_until);
	for my $row (read_csv("$lists/s301_exclusion.csv.gz"))
	{
		my $whole = $row->{condition} =~ /^whole/;
		push @{$at{$row->{code}}}, $row->{heading};
		$free_until{$row->{code}} = $row->{valid_to} if $whole;
		measure('S301', $row->{code}, 'CN', 'Free', heading('S301', $row->{heading}), need => $whole ? '' : $row->{heading},
			valid_from => $row->{valid_from}, valid_to => $row->{valid_to});
	}
	for my $row (read_csv("$lists/s301_china.csv.gz"))
	{
		# chassis and cranes: in force for a day, then suspended; whether on top of the other headings was not read
		if ($row->{heading} =~ /^9903\.91\.1[24]$/)
		{
			measure('S301_SHIP', $row->{code_prefix}, 'CN', 'NOT COVERED:section 301 on chassis and cranes', heading('S301_SHIP', $row->{heading}),
				valid_from => $row->{valid_from}, valid_to => $row->{valid_to});
			next;
		}
		measure('S301', $row->{code_prefix}, 'CN', percent($row->{rate_pct}), heading('S301', $row->{heading}),
			except_codes => $row->{except}, valid_from => later($row->{valid_from}, $free_until{$row->{code_prefix}} // ''), valid_to => $row->{valid_to},
			unless => words(@{$at{$row->{code_prefix}} // []}));
	}
}

# ---- section 232 ----

# What is charged on the content of a metal; a content that is not told is the whole value (CBP, 2025-06-03).
sub on_content
{
	my ($program, $code, $place, $rate, $heading, %more) = @_;
	$more{base} .= ' or value' if $more{base} =~ /^content:/;
	measure($program, $code, $place, $rate, $heading, %more);
}

sub deals
{
	my (%deal);
	for my $row (read_csv("$lists/s232_deal.csv"))
	{
		push @{$deal{$row->{program}}}, $row;
	}
	return \%deal;
}

# Steel, aluminium and copper until 2026-04-05.
sub metals
{
	my ($row, $deal) = @_;
	my $program = $row->{program};
	my $heading = heading($program, $row->{heading});
	my %dates = (valid_from => $row->{valid_from}, valid_to => $row->{valid_to}, base => $row->{base});
	my $us = $heading =~ /^9903\.81\.9[01]$/ ? '9903.81.92' : $heading =~ /^9903\.85\.0[78]$/ ? '9903.85.09' : '';
	on_content($program, $row->{code_prefix}, '*', percent($row->{rate_pct}), $heading, %dates, unless => $us);
	for my $d (@{$deal->{$program}})
	{
		my $from = later($d->{valid_from}, $row->{valid_from});
		my %other = (%dates, valid_from => $from, valid_to => sooner($row->{valid_to}, '2026-04-06'));
		if ($d->{area} eq 'RU')
		{
			# 9903.85.67 and .68 outlive the lists that they name
			$other{valid_to} = '' if $other{valid_to} eq '2026-04-06';
			measure($program, $row->{code_prefix}, 'RU', percent($d->{rate_pct}), heading($program, $d->{heading}), %other, base => 'value');
		}
		else
		{
			on_content($program, $row->{code_prefix}, $d->{area}, percent($d->{rate_pct}), heading($program, $d->{heading}), %other, unless => $us);
		}
	}
	# before 2025-03-12: quotas by country and exclusions that these lists do not hold
	return if $row->{valid_from} ne '2025-03-12' || $heading !~ /^9903\.8(1\.8|5\.0[24])/;
	measure($program, $row->{code_prefix}, '*', 'NOT COVERED:section 232 before 2025-03-12', $heading, valid_to => '2025-03-12');
}

# One duty on metals from 2026-04-06.
sub metals_2026
{
	my ($row) = @_;
	my ($code, $condition) = @$row{qw(code_prefix condition)};
	my $heading = heading('S232_METAL', $row->{heading} =~ /^(.*82\.\d\d)\|\.20-\.22$/ ? $1 : $row->{heading});
	my $metal = $condition =~ /^alu/ ? 'aluminium' : $condition =~ /^copper/ ? 'copper' : 'steel';
	# not under 15 % of the weight (9903.82.03), if the line tells it
	my %dates = (valid_from => $row->{valid_from}, valid_to => $row->{valid_to},
		$condition =~ /15 % or more/ ? (gate => "weight:$metal or 1", gate_from => '0.15') : ());
	my $all_in = $heading =~ /82\.1[01]$/;
	my @us = $condition =~ /US(?:-\w+)? metal: 10/ ? ('9903.82.06') : $condition =~ /US metal 10 % all-in/ ? qw(9903.82.07 9903.82.08) : ();
	# without the metal; under 15 % of the weight; motorcycle parts; certain articles
	my @out = ('9903.82.01', $condition =~ /15 % or more/ ? '9903.82.03' : (), $row->{rate_pct} < 50 ? '9903.82.13' : (),
		$row->{rate_pct} == 50 && $metal ne 'copper' ? ($metal eq 'steel' ? '9903.82.18' : '9903.82.19') : ());
	my $unless = words(@out, @us);
	$heading = '9903.82.10' if $all_in;
	if ($row->{rate_pct} == 0)
	{
		measure('S232_METAL', $code, '*', 'Free', $heading, %dates);
		return;
	}
	measure('S232_METAL', $code, '*', percent($row->{rate_pct}), $heading, %dates, charge($all_in ? 'all_in' : 'on_top'), unless => $unless);
	measure('S232_METAL', $code, 'COL2', '25%', heading('S232_METAL', '9903.82.12'), %dates, unless => $unless) if $all_in;
	measure('S232_METAL', $code, '*', '10%', heading('S232_METAL', $us[0]), %dates, charge($all_in ? 'all_in' : 'on_top'), need => $_, unless => words(@out)) for @us;
	measure('S232_METAL', $code, 'GB', "$1%", heading('S232_METAL', $1 == 25 ? '9903.82.04' : '9903.82.05'), %dates, need => 'UK_METAL', unless => $unless)
		if $condition =~ /GB metal: (\d+) %/;
	return if $condition !~ /82\.22/;
	measure('S232_METAL', $code, 'ALL_IN_15', '15%', heading('S232_METAL', '9903.82.22'), %dates, charge('all_in'), unless => $unless);
	# note 16(j): 25 % of what is not of the United States, but 15 % of all at least
	my $own = heading('S232_METAL', '9903.82.20');
	measure('S232_METAL', $code, 'USMCA', '25%', $own, %dates, base => 'value-content:us', need => $own, gate => 'content:us', gate_from => undef, gate_to => '0.4');
	measure('S232_METAL', $code, 'USMCA', '15%', $own, %dates, need => $own, gate => 'content:us', gate_from => '0.4');
}

# Cars, trucks and their parts: parts when they are claimed to be some.
sub vehicles
{
	my ($row, $deal) = @_;
	my $program = $name{$row->{program}} // $row->{program};
	my $heading = heading($program, $row->{heading});
	my $parts = $row->{program} =~ /PARTS/;
	my $cars = $program eq 'S232_AUTO';
	my %dates = (valid_from => $row->{valid_from}, valid_to => $row->{valid_to});
	my @out = $parts ? ('USMCA', $cars ? ('NOT_AUTO_PART', '9903.94.06') : '9903.74.10') :
		$cars ? qw(9903.94.02 9903.94.03 9903.94.04) : qw(9903.74.03 9903.74.05 9903.74.06 9903.74.07 AUTO_PART);
	my $claim = !$parts ? '' : $cars ? 'AUTO_PART' : 'MHD_PART';
	$program_of{$_} //= $program for grep { /^9903/ } @out;
	# electric trucks are on both lists: light ones, unless they are filed as heavier
	if (!$parts && $row->{code_prefix} eq '87046000')
	{
		$claim = '9903.74.01' if !$cars;
		push @out, '9903.74.01' if $cars;
	}
	measure($program, $row->{code_prefix}, '*', percent($row->{rate_pct}), $heading, %dates, need => $claim, unless => words(@out));
	if (!$parts && $row->{rate_pct} == 25)
	{
		my $own = $cars ? '9903.94.03' : '9903.74.03';
		measure($program, $row->{code_prefix}, 'USMCA', '25%', $own, %dates, base => 'value-content:us', need => $own);
	}
	for my $d (@{$deal->{$row->{program}}})
	{
		# parts outside the list, for production in the United States, and their British twin: no list
		next if $d->{evidence} =~ /subdivision \(r\)/ || $d->{heading} eq '9903.94.33';
		my $quota = $d->{area} eq 'GB' && !$parts;
		next if $quota && $row->{code_prefix} !~ /^8703/;
		# note 33(j) lists British parts by statistical number
		measure($program, $_, $d->{area}, percent($d->{rate_pct}), heading($program, $d->{heading}), charge($d->{kind}),
			valid_from => $d->{valid_from}, valid_to => $d->{valid_to}, known_from => $d->{known_from},
			need => $quota ? 'TRQ' : $claim, unless => words(@out)) for $d->{heading} eq '9903.94.32' ? british_parts($row->{code_prefix}) : $row->{code_prefix};
	}
}

# Statistical numbers of note 33(j) that begin with a prefix.
sub british_parts
{
	my ($prefix) = @_;
	@british = map { $_->{code} } read_csv("$lists/uk_part.csv") if !@british;
	return grep { index($_, $prefix) == 0 } @british;
}

sub wood
{
	my ($row, $deal) = @_;
	my $heading = heading('S232_WOOD', $row->{heading});
	measure('S232_WOOD', $row->{code_prefix}, '*', percent($row->{rate_pct}), $heading, valid_from => $row->{valid_from}, valid_to => $row->{valid_to},
		unless => '9903.76.04');
	return if $heading eq '9903.76.01';
	measure('S232_WOOD', $row->{code_prefix}, $_->{area}, percent($_->{rate_pct}), heading('S232_WOOD', $_->{heading}), charge($_->{kind}),
		valid_from => $_->{valid_from}, valid_to => $_->{valid_to}, known_from => $_->{known_from}, unless => '9903.76.04') for @{$deal->{S232_WOOD}};
}

# Patented pharmaceuticals: what is owed hangs on the heading that is filed.
sub pharmaceuticals
{
	my ($row) = @_;
	my %dates = (valid_from => $row->{valid_from}, valid_to => $row->{valid_to});
	my @out = map { sprintf '9903.04.%d', $_ } 61, 63, 65 .. 70;
	$program_of{$_} = 'S232_PHARMA' for @out;
	measure('S232_PHARMA', $row->{code_prefix}, '*', '100%', heading('S232_PHARMA', '9903.04.60'), %dates, charge('all_in'), need => '9903.04.60', unless => words(@out));
	measure('S232_PHARMA', $row->{code_prefix}, $_, '15%', heading('S232_PHARMA', '9903.04.62'), %dates, charge('all_in'), need => '9903.04.62') for qw(JP EU KR CH LI);
	measure('S232_PHARMA', $row->{code_prefix}, '*', '20%', heading('S232_PHARMA', '9903.04.64'), %dates, need => '9903.04.64', unless => '9903.04.60');
}

# Parts of cars and trucks that the agreement with Canada and Mexico frees owe no duty on their
# metal either: they remain "subject to" the duty on parts (Proc. 10984 cl. 9, from 2025-11-01).
sub usmca_parts
{
	my (%part, %done);
	for my $m (grep { $_->{program} =~ /^S232_(AUTO|MHD)$/ && ($_->{need} // '') =~ /^(AUTO|MHD)_PART$/ && $_->{area} eq '*' } @measures)
	{
		$part{$m->{code_prefix}}{$m->{need}} = $m->{unless} =~ /(9903\.94\.06|9903\.74\.10)/ ? $1 : die;
	}
	for my $metal (grep { $_->{program} =~ /^S232_(STEEL|ALU|COPPER|METAL)$/ && $_->{area} eq '*' && $_->{rate} =~ /%/ } @measures)
	{
		my $code = $metal->{code_prefix};
		for my $part (grep { index($_, $code) == 0 || index($code, $_) == 0 } sort keys %part)
		{
			my $narrow = length $part > length $code ? $part : $code;
			for my $claim (sort keys %{$part{$part}})
			{
				next if $done{$metal->{program}, $narrow, $claim}++;
				measure($metal->{program}, $narrow, 'USMCA', 'Free', $part{$part}{$claim}, need => "$claim|USMCA", valid_from => '2025-11-01');
			}
		}
	}
}

sub section_232
{
	my $deal = deals();
	my %reader = (
		S232_STEEL => \&metals, S232_ALU => \&metals, S232_COPPER => \&metals, S232_METALS => \&metals_2026,
		S232_AUTO => \&vehicles, S232_AUTO_PARTS => \&vehicles, S232_MHD => \&vehicles, S232_MHD_PARTS => \&vehicles,
		S232_WOOD => \&wood, S232_PHARMA => \&pharmaceuticals);
	for my $row (read_csv("$lists/s232_list.csv.gz"))
	{
		my $read = $reader{$row->{program}};
		my %dates = (valid_from => $row->{valid_from}, valid_to => $row->{valid_to});
		$read->($row, $deal) if $read;
		measure('S232_SEMI', $row->{code_prefix}, '*', '25%', heading('S232_SEMI', $row->{heading}), %dates, need => 'SEMI_NOTE39',
			unless => words(map { "9903.79.0$_" } 3 .. 9)) if $row->{program} eq 'S232_SEMI';
		measure('S201_SOLAR', $row->{code_prefix}, '*', 'NOT COVERED:the safeguard on solar cells and modules', heading('S201_SOLAR', '9903.45.25'), %dates, except_areas => 'CA')
			if $row->{program} eq 'S201_SOLAR';
	}
	usmca_parts();
	measure('S232_UAS', '8806', '*', 'NOT COVERED:section 232 on unmanned aircraft', heading('S232_UAS', '9903.08.21'), valid_from => '2026-09-03');
}

# ---- what the answers rest on ----

# Codes of "6810.99.0020|.0040|97-99", digits only.
sub code_list
{
	my ($text) = @_;
	my $last = '';
	my @codes;
	for my $word (split /\|/, $text)
	{
		my ($first, $to) = split /-/, $word;
		$first = substr($last, 0, length($last) - length($first)) . $first if $first =~ /^\./;
		$last = $first;
		push @codes, map { s/\.//gr } $first eq ($to // $first) ? $first : map { sprintf '%0*d', length $first, $_ } $first .. $to;
	}
	return @codes;
}

# Answers that are only likely, or that hang on a claim, say so on the goods that they are about.
sub notes
{
	my %list = (
		'lines of s301_exclusion.csv' => sub { map { $_->{code} } grep { $_->{condition} !~ /^whole/ } read_csv("$lists/s301_exclusion.csv.gz") },
		S232_PHARMA => sub { map { $_->{code_prefix} } grep { $_->{program} eq 'S232_PHARMA' } read_csv("$lists/s232_list.csv.gz") },
		S338_CA => sub { map { $_->{code_prefix} } grep { $_->{program} eq 'S338_CA_LIST' } read_csv("$lists/exemption.csv.gz") });
	for my $row (read_csv("$lists/coverage.csv"))
	{
		my $program = $row->{program};
		next unless $row->{state} =~ /^(likely|needs claim)$/ || $program eq 'S338_CA';
		my $codes = $list{$program} // $list{$row->{prefix}};
		my %seen;
		my @codes = grep { !$seen{$_}++ } $codes ? $codes->() : $row->{prefix} eq '01-97' ? ('') : code_list($row->{prefix});
		for my $area ($row->{area} eq 'CR|DO|SV|GT|HN|NI' ? 'CAFTA' : $row->{area} || '*')
		{
			my $name = $name{$program} // $program;
			measure('SCOPE', $_, $area, "NOTE:$name: $row->{what}", $name, measure_id => "note on $name|$_|$row->{covered_from}",
				valid_from => later($row->{covered_from}, $covers_from), valid_to => sooner($row->{covered_to}, $covers_to)) for @codes;
		}
	}
}

# ---- rules, areas and the rest ----

# Headings and letters, as they are filed, that make a claim of these lists.
my %filed_as = (
	USMCA => [qw(S S+ 9903.01.04 9903.01.14 9903.03.07 9903.03.08 9903.05.93 9903.05.94)], P => ['P+'],
	CIVIL_AIRCRAFT => [qw(9903.01.82 9903.02.76 9903.02.81 9903.02.85 9903.02.90 9903.03.05 9903.03.16 9903.05.05 9903.05.88
		9903.96.01 9903.96.02 9903.96.03)],
	INFORMATIONAL => [qw(9903.01.03 9903.01.12 9903.01.22 9903.01.31 9903.01.80 9903.01.89 9903.03.11 9903.05.09 9903.05.92)],
	AUTO_PART => [qw(9903.94.05 9903.94.32 9903.94.42 9903.94.43 9903.94.52 9903.94.53 9903.94.62 9903.94.63 9903.94.66 9903.94.67)],
	MHD_PART => ['9903.74.08'], TRQ => ['9903.94.31'], UK_METAL => [qw(9903.82.04 9903.82.05)], SEMI_NOTE39 => ['9903.79.01']);

# Programs that a word of rule.csv speaks of.
sub rule_programs
{
	my ($text) = @_;
	my %seen;
	return grep { !$seen{$_}++ } map { $_ eq 'S232_*' ? grep { /^S232_(?!UAS)/ } @programs : $name{$_} // $_ } split /\|/, $text;
}

sub rules
{
	my (@rules, %seen);
	for my $row (read_csv("$lists/rule.csv"))
	{
		# what is free by a heading has measures of its own
		next if $row->{kind} ne 'excludes' || $row->{subject} =~ /^9903/;
		for my $subject (rule_programs($row->{subject}))
		{
			for my $object (rule_programs($row->{object}))
			{
				my %rule = (kind => 'excludes', subject => $subject, object => $object, scope => $row->{scope},
					area => $row->{area} eq 'CA|MX' ? 'USMCA' : $row->{area}, valid_from => $row->{valid_from},
					valid_to => $row->{valid_to}, legal_ref => $row->{source});
				push @rules, \%rule unless $subject eq $object || $seen{join '|', @rule{qw(subject object area valid_from)}}++;
			}
		}
	}
	for my $claim (sort keys %filed_as)
	{
		push @rules, map { { kind => 'implies', subject => $_, object => $claim, scope => 'line', legal_ref => 'as filed' } } @{$filed_as{$claim}};
	}
	push @rules, { kind => 'conflicts', subject => 'AUTO_PART', object => 'NOT_AUTO_PART', scope => 'line', legal_ref => 'note 33(f)' };
	return @rules;
}

# ---- writing ----

my %columns = (
	regime => [qw(covers_from covers_to)],
	program => [qw(ord program combine choice_group mandatory)],
	measure => [qw(measure_id program code_prefix except_codes area except_areas rate base op over need unless gate gate_from gate_to
		valid_from valid_to known_from known_to loaded_before entered_before legal_ref)],
	rule => [qw(kind subject object scope area valid_from valid_to legal_ref)],
	area => [qw(area country)],
	rounding => [qw(what unit mode)],
	heading => [qw(heading program)]);

sub make_all
{
	schedule();
	countries();
	china();
	section_232();
	exemptions();
	notes();
	refer();
	$_->{base} //= 'value', $_->{op} //= 'add' for @measures;
	return (
		regime => [{ covers_from => $covers_from, covers_to => $covers_to }],
		program => [map { { ord => $_ + 1, program => $programs[$_], combine => $programs[$_] eq 'SCOPE' ? 'sum' : 'specific', mandatory => $programs[$_] eq 'MFN' ? 't' : 'f',
			choice_group => $programs[$_] =~ /^(MFN|PREF)$/ ? 'column 1' : '' } } 0 .. $#programs],
		measure => \@measures,
		rule => [rules()],
		area => [map { my $a = $_; map { { area => $a, country => $_ } } @{$area{$a}} } sort keys %area],
		# value to the dollar, each duty to the cent, half up (19 CFR 159.3)
		rounding => [map { { what => $_->[0], unit => $_->[1], mode => 'half_up' } } ['value', 1], ['duty', 0.01]],
		heading => [map { { heading => $_, program => $program_of{$_} } } sort keys %program_of]);
}

# A file appears whole or not at all.
sub write_csv
{
	my ($file, $columns, $rows) = @_;
	open my $out, '>', "$file.$$" or die "$file: $!\n";
	print $out join(',', @$columns), "\n";
	for my $row (@$rows)
	{
		print $out join(',', map { !defined $_ ? '' : /[",]/ ? '"' . s/"/""/gr . '"' : $_ } @$row{@$columns}), "\n";
	}
	close $out or die "$file: $!\n";
	rename "$file.$$", $file or die "$file: $!\n";
}

my ($folder) = @ARGV;
die "usage: make_us_law.pl FOLDER\n" unless defined $folder;
# the measures are written last
my $newest = max(map { (stat $_)[9] } $0, './tools/csv.pl', 'data/country_groups.csv', glob "$lists/*");
my $made = (stat "$folder/measure.csv")[9] // 0;
exit 0 if $made > $newest;
mkdir $folder;
my %rows = make_all();
write_csv("$folder/$_.csv", $columns{$_}, $rows{$_}) for sort { ($a eq 'measure') <=> ($b eq 'measure') } keys %columns;
