#!/usr/bin/perl
# schedule_damage.pl COUNT -- reads the text form of a tariff_schedule and writes
# COUNT damaged ones, a line each.  Each has the digest that its bytes should
# have, so that it is the checks behind the digest that must notice the damage.
use strict;
use warnings;
use MIME::Base64;

my $start = 20;					# of what the digest is over, without the varlena header
my $whole = unpack('Q', pack('q', -1));

# x + y without the carry
sub plus
{
	use integer;
	return $_[0] + $_[1];
}

# the two halves of a product, folded
sub fold
{
	my ($x, $y) = @_;
	my ($xh, $xl, $yh, $yl) = (($x & $whole) >> 32, $x & 0xffffffff, $y >> 32, $y & 0xffffffff);
	my ($ll, $lh, $hl) = ($xl * $yl, $xl * $yh, $xh * $yl);
	my $middle = ($ll >> 32) + ($lh & 0xffffffff) + ($hl & 0xffffffff);
	return ((($middle & 0xffffffff) << 32) | ($ll & 0xffffffff)) ^
		($xh * $yh + ($lh >> 32) + ($hl >> 32) + ($middle >> 32));
}

# the state of the digest before each word; those up to word $from are known
sub digest
{
	my ($bytes, $states, $from) = @_;
	my @words = unpack('Q<*', substr($bytes, $start));
	my @state = @{ $states->[$from] };
	for my $i ($from .. $#words)
	{
		$state[0] = plus(fold($state[0] ^ $words[$i], 0xa0761d6478bd642f), 8 * $i + $start + 4);
		$state[1] = fold(plus($state[1], $words[$i]), 0xe7037ed1a0b428db) ^ $state[0];
		$states->[ $i + 1 ] = [@state];
	}
	return pack('Q<2', fold($state[0], 0x8ebc6af09c88c6e3), fold($state[1], 0x589965cc75374cc3));
}

my $sound = decode_base64(join '', <STDIN>);
my $size = length($sound) + 4;
my @states = ([ 0x9e3779b97f4a7c15 ^ $size, plus(0xd1b54a32d192ed03, $size) ]);
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
	my $from = int(($first - $start) / 8);
	substr($bytes, 4, 16) = digest($bytes, [ @states ], $from < @states ? $from : $#states);
	print encode_base64($bytes, ''), "\n";
}
