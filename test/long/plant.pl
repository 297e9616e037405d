#!/usr/bin/perl
# plant.pl NAME FOLDER -- puts a bug of one kind into a copy of the source, so that
# the harness that has to find that kind can show that it does (test_long.sh --prove).
use strict;
use warnings;
use File::Find;

# at the beginning of which function, and what
my %plant = (
	# writes eight bytes behind its state, as an aggregate's transition
	write => ['te_series_accum', '{ ArrayType *te_a; if (!PG_ARGISNULL(0)) { te_a = PG_GETARG_ARRAYTYPE_P(0);
		((volatile uint64 *) ((char *) te_a + MAXALIGN(VARSIZE(te_a))))[0] = 1; } }'],
	# reads eight bytes before a value
	read => ['hs_code', 'if (((volatile uint64 *) palloc(24))[-2] == 12345) PG_RETURN_NULL();'],
	# reads what has been freed
	freed => ['hs_code', '{ volatile int *te_f = palloc(512); pfree((void *) te_f); if (te_f[3] == 12345) PG_RETURN_NULL(); }'],
	# decides by a value that was never set
	unset => ['hs_code', '{ volatile int *te_u = palloc(64); if (te_u[3] == 12345) PG_RETURN_NULL(); }'],
	# shifts by more than an int has bits
	shift => ['hs_code', '{ volatile int te_by = 40; if ((1 << te_by) == 12345) PG_RETURN_NULL(); }'],
	# makes an int of a number that none holds
	cast => ['hs_code', '{ volatile double te_d = 1e30; if ((int) te_d == 12345) PG_RETURN_NULL(); }'],
	# three that random queries have to find, in what many of them print:
	# ends the process for some mixes
	crash => ['te_mix_out', 'if (VARSIZE_ANY_EXHDR(PG_DETOAST_DATUM(PG_GETARG_DATUM(0))) > 60) *(volatile int *) 8 = 1;'],
	# an error that nobody should ever see
	internal => ['te_mix_out', 'if (VARSIZE_ANY_EXHDR(PG_DETOAST_DATUM(PG_GETARG_DATUM(0))) > 60) elog(ERROR, "planted");'],
	# an assertion that does not hold for some mixes
	assertion => ['te_mix_out', 'Assert(VARSIZE_ANY_EXHDR(PG_DETOAST_DATUM(PG_GETARG_DATUM(0))) <= 60);'],
	# writes behind a short piece of memory, for texts that begin with two certain letters
	rare => ['hs_code', '{ text *te_t = PG_GETARG_TEXT_PP(0); if (VARSIZE_ANY_EXHDR(te_t) > 2 && VARDATA_ANY(te_t)[0] == \'7\'
		&& VARDATA_ANY(te_t)[1] == \'!\') ((volatile char *) palloc(24))[24] = 1; }'],
	# trusts a count that it reads from a table
	trust => ['te_mix_out', '{ uint32 *te_w = (uint32 *) PG_DETOAST_DATUM(PG_GETARG_DATUM(0)); if (te_w[2] > 1000000)
		*(volatile char *) (te_w + (uint64) te_w[2] * 1000) = 1; }'],
);

my ($name, $folder) = @ARGV;
my ($function, $code) = @{ $plant{$name} or die "no such plant: $name\n" };
$code =~ s/\s*\n\s*/ /g;
my $planted = 0;
find(
	{
		no_chdir => 1,
		wanted => sub {
			return unless /\.c$/;
			my $file = $_;
			open my $in, '<', $file or die "$file: $!\n";
			my $text = do { local $/; <$in> };
			$text =~ s/^(\Q$function\E\(PG_FUNCTION_ARGS\)\n\{\n)/$1\t$code\n/mg or return;
			$planted++;
			open my $out, '>', $file or die "$file: $!\n";
			print $out $text;
			close $out;
		}
	},
	"$folder/src");
die "$planted places for $name in $function\n" if $planted != 1;
