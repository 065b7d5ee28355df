# Leads ports of a sandbox's loopback interface to a Unix domain socket of the host. Runs in the
# sandbox's network namespace and in no other of its namespaces, without capabilities; it only
# copies bytes. It outlives the engine, whose successor listens on the same socket, and ends with
# the sandbox's holder.
#   arguments: holder's process id, name of the socket in the working directory, ports
# Prints the ports that it could have, as one line, when they are open.
use strict;
use warnings;
use Fcntl;
use Socket qw(:DEFAULT inet_pton pack_sockaddr_in6 AF_INET6 IPPROTO_IPV6 IPV6_V6ONLY);

my ($holder, $socket, @ports) = @ARGV;
my $most  = 128;          # connections at once; more wait until others end
my $piece = 64 * 1024;    # bytes that are read ahead of a slow receiver
my $pidfd = 434;          # number of pidfd_open, the same on all architectures
$SIG{PIPE} = 'IGNORE';

sub unblock { fcntl $_[0], F_SETFL, O_RDWR | O_NONBLOCK }

my (%listener, @open);
for my $port (@ports) {
  socket(my $four, PF_INET, SOCK_STREAM, 0) or die "no socket: $!";
  setsockopt($four, SOL_SOCKET, SO_REUSEADDR, 1);
  next unless bind($four, pack_sockaddr_in($port, INADDR_LOOPBACK)) && listen($four, 64);
  unblock($four);
  $listener{fileno $four} = $four;
  push @open, $port;
  socket(my $six, AF_INET6, SOCK_STREAM, 0) or next;
  setsockopt($six, SOL_SOCKET, SO_REUSEADDR, 1);
  setsockopt($six, IPPROTO_IPV6, IPV6_V6ONLY, 1);
  next unless bind($six, pack_sockaddr_in6($port, inet_pton(AF_INET6, '::1'))) && listen($six, 64);
  unblock($six);
  $listener{fileno $six} = $six;
}
print "@open\n";
close STDOUT;
exit 0 unless %listener;

# Readable when the holder has ended. Where the kernel has none of it, the holder is asked for.
my $life = syscall($pidfd, $holder + 0, 0);
my $ask = $life < 0 ? 2 : undef;
exit 0 if $life < 0 && !-d "/proc/$holder";

my %end;    # by descriptor: handle, peer's descriptor, bytes to write, whether reading is over

sub drop {
  my ($one) = @_;
  my $peer = $end{$one}{peer};
  close $end{$_}{handle} for $one, $peer;
  delete @end{$one, $peer};
}

sub enter {
  my ($inside) = @_;
  socket(my $outside, PF_UNIX, SOCK_STREAM, 0) or return close $inside;
  unblock($outside);
  # No engine, or one that is busy: the connection ends, and programs try again.
  connect($outside, pack_sockaddr_un($socket)) or return close $inside;
  unblock($inside);
  my ($in, $out) = (fileno $inside, fileno $outside);
  $end{$in}  = {handle => $inside,  peer => $out, bytes => '', over => 0};
  $end{$out} = {handle => $outside, peer => $in,  bytes => '', over => 0};
}

sub take {
  my ($one) = @_;
  my $peer = $end{$end{$one}{peer}};
  my $count = sysread $end{$one}{handle}, $peer->{bytes}, $piece, length $peer->{bytes};
  return if !defined $count && ($!{EAGAIN} || $!{EINTR});
  return drop($one) unless defined $count;
  if ($count == 0) {
    $end{$one}{over} = 1;
    return finish($one);
  }
  give($end{$one}{peer});
}

sub give {
  my ($one) = @_;
  my $end = $end{$one};
  my $count = syswrite $end->{handle}, $end->{bytes};
  if (!defined $count) {
    drop($one) unless $!{EAGAIN} || $!{EINTR};
    return;
  }
  substr($end->{bytes}, 0, $count) = '';
  finish($end->{peer}) if $end{$end->{peer}}{over};
}

# One side has sent all it will: the other side learns it once it has got everything.
sub finish {
  my ($one) = @_;
  my $peer = $end{$end{$one}{peer}};
  return if length $peer->{bytes};
  if ($peer->{over} && !length $end{$one}{bytes}) { drop($one) }
  else { shutdown $peer->{handle}, 1 }
}

while (1) {
  my ($reading, $writing) = ('', '');
  vec($reading, $life, 1) = 1 if $life >= 0;
  if (keys %end < 2 * $most) { vec($reading, $_, 1) = 1 for keys %listener }
  while (my ($one, $end) = each %end) {
    vec($writing, $one, 1) = 1 if length $end->{bytes};
    vec($reading, $one, 1) = 1 if !$end->{over} && !length $end{$end->{peer}}{bytes};
  }
  my $ready = select($reading, $writing, undef, $ask);
  next if $ready < 0;
  exit 0 if $life >= 0 ? vec($reading, $life, 1) : !-d "/proc/$holder";
  for my $one (keys %listener) {
    next unless vec($reading, $one, 1) && keys %end < 2 * $most;
    if (accept(my $inside, $listener{$one})) { enter($inside) }
  }
  for my $one (keys %end) {
    give($one) if $end{$one} && vec($writing, $one, 1);
    take($one) if $end{$one} && vec($reading, $one, 1);
  }
}
