#!/usr/bin/perl
# schedule_format.pl -- reads the text form of a tariff_schedule and writes it in
# format 2, which did not note the encoding of its text.
use strict;
use warnings;
use FindBin;
use MIME::Base64;
require "$FindBin::Bin/schedule_digest.inc";

my $value = decode_base64(join '', <STDIN>);
die "not of format 3\n" unless ord($value) == 3;
substr($value, 0, 1) = chr(2);
substr($value, 32, 4) = pack('L', 0);
substr($value, 4, 16) = digest($value, [ first_states($value) ], 0);
print encode_base64($value, '');
