# hs_lists.pl -- read by the generators of HS tables: revisions and their codes.
use strict;
use warnings;

# The revisions of the nomenclature, from the oldest on.
sub hs_revisions
{
	return qw(HS1992 HS1996 HS2002 HS2007 HS2012 HS2017 HS2022);
}

# The codes of each revision in order, and the legacy codes, which are the same in HS1992 and HS1996.
sub hs_lists
{
	my (%codes, %legacy);
	for (read_csv('data/hs_codes.csv.gz'))
	{
		push @{ $codes{ $_->{revision} } }, $_->{code} if $_->{kind} eq 'code';
		$legacy{ $_->{code} } .= $_->{revision} if $_->{kind} eq 'legacy';
	}
	my @odd = grep { $legacy{$_} ne 'HS1992HS1996' } keys %legacy;
	die "legacy codes of one revision only: @odd\n" if @odd;
	return ([ map { [ sort @{ $codes{$_} } ] } hs_revisions() ], [ sort keys %legacy ]);
}

1;
