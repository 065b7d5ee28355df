delete $ENV{SANDGLASS_DRIVER};
package Sandglass::Driver;
use strict;
use warnings;
use Fcntl;
open(our $requests, '<&=', 9) or die $!;
open(our $messages, '>&=', 8) or die $!;
open(our $marks, '>&=', 7) or die $!;
binmode($_) for $requests, $messages, $marks;
fcntl($_, F_SETFD, FD_CLOEXEC) for $requests, $messages, $marks;
$| = 1;
chomp(our $nonce = <$requests>);

sub frames {
  my ($channel, $payload) = @_;
  my @parts = $payload eq '' ? ('') : unpack('(a3500)*', $payload);
  while (defined(my $part = shift @parts)) {
    syswrite $channel, "\0$nonce" . (@parts ? 'C' : 'E') . sprintf('%04x', length $part) . $part;
  }
}

sub quoted {
  my $text = shift;
  utf8::encode($text) if utf8::is_utf8($text);
  $text =~ s/([\\"])/\\$1/g;
  $text =~ s/([\x00-\x1f])/sprintf '\\u%04x', ord $1/ge;
  return "\"$text\"";
}

sub failed {
  my $text = shift;
  $text =~ s/\s+\z//;
  my $first = (split /\n/, $text)[0] // '';
  frames($messages, '{"type":"error","ename":"Error","evalue":' . quoted($first)
    . ',"traceback":[' . join(',', map { quoted($_) } split /\n/, $text) . ']}');
}

our $running = 0;
our $cell = 0;
our @given = ();
$SIG{INT} = sub { die "interrupted\n" if $running };
frames($messages, '{"type":"ready"}');
while (defined(my $header = <$requests>)) {
  chomp $header;
  my ($length, @variables) = split /\t/, $header;
  my %trace = map { split /=/, $_, 2 } @variables;
  delete @ENV{@given};
  @given = keys %trace;
  @ENV{@given} = values %trace;
  read $requests, my $code, $length;
  $cell++;
  $running = 1;
  frames($messages, '{"type":"started"}');
  my $value = eval "package main; no strict; no warnings;\n#line 1 \"(cell-$cell)\"\n$code";
  my $error = $@;
  $running = 0;
  STDOUT->flush();
  if ($error ne '') {
    $error =~ s/, <\$requests> line \d+//g if !ref $error;
    failed("$error");
  } elsif (defined $value && !ref $value) {
    frames($messages, '{"type":"result","data":{"text/plain":' . quoted("$value") . '}}');
  }
  frames($marks, '');
  frames($messages, '{"type":"done"}');
}
