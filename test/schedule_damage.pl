#!/usr/bin/perl
# schedule_damage.pl COUNT -- reads the text form of a tariff_schedule and writes
# COUNT damaged ones, a line each.  Each has the digest that its bytes should
# have, so that it is the checks behind the digest that must notice the damage.
use strict;
use warnings;
use FindBin;
use MIME::Base64;
require "$FindBin::Bin/schedule_digest.inc";
our $start;
my $whole = unpack('Q', pack('q', -1));

my $sound = decode_base64(join '', <STDIN>);
my @states = first_states($sound);
die "the digest of the value is not what this program expects\n" if digest($sound, \@states, 0) ne substr($sound, 4, 16);

# the table of headings, which is nearly all of the value, is damaged less often than the rest
my @count = unpack('L<20', substr($sound, 36));
my @offset = unpack('L<20', substr($sound, 116));
my ($table, $table_end) = ($offset[3] - 4, $offset[3] - 4 + 4 * $count[3]);
my @places = ($start .. $table - 1, $table_end .. length($sound) - 1, map { $table + 100 * $_ } 1 .. 40);
srand(20250807);
for (1 .. $ARGV[0])
{
	my $bytes = $sound;
	my $first = length($sound);
	for (0 .. rand(3))
	{
		my $width = (1, 2, 4, 8)[ rand 4 ];
		my $at = $places[ rand @places ];
		$at -= $at % $width - ($width == 8 ? 4 : 0);	# as it lies in memory
		$at = $start if $at < $start;
		next if $at + $width > length($sound);
		my $value = (0, 1, $whole, 1 << 31, int(rand(64)), int(rand(1 << 30)), int(rand(256)))[ rand 7 ];
		substr($bytes, $at, $width) = substr(pack('Q<', $value), 0, $width);
		$first = $at if $at < $first;
	}
	substr($bytes, 4, 16) = digest($bytes, [ @states ], $first);
	print encode_base64($bytes, ''), "\n";
}
