#!/bin/sh
# The holder: first process of a sandbox's namespaces, root of its user namespace. It mounts the
# sandbox's file system and then only waits. It never runs anything from the sandbox's files.
#   $1 sandbox id
set -eu
box=sandboxes/$1
# No directory to bind into a sandbox is ever below /sys, so it can be hidden here.
root=/sys/root
# Still the host's /proc: the process id as the host sees it.
read -r stat </proc/self/stat
set -- $stat
pid=$1 start=${22}

umask 022
# Code in the sandbox makes no user namespaces of its own, even where no system calls are filtered.
echo 0 2>/dev/null >/proc/sys/user/max_user_namespaces || :
mount -t tmpfs -o size=256k,mode=0755 sandglass /sys
mkdir "$root"
. "$box/mounts.sh"

# Mount points must be directories of the sandbox, not symbolic links that a template or earlier
# code in the sandbox left there: they would lead to the host's files. No code of the sandbox runs
# yet, so what is checked here cannot change before it is mounted.
plain() {
  case $1 in /*/../* | /*/.. | /*/./* | /*/.) echo "not a plain path: $1" >&2; exit 1 ;; esac
  path=$root
  rest=${1#/}
  while [ -n "$rest" ]; do
    path=$path/${rest%%/*}
    case $rest in */*) rest=${rest#*/} ;; *) rest= ;; esac
    if [ -h "$path" ] || { [ -e "$path" ] && [ ! -d "$path" ]; }; then
      echo "the mount point $1 passes through a symbolic link or a file in the sandbox" >&2
      exit 1
    fi
    [ -d "$path" ] || mkdir "$path"
  done
}
for point in proc dev $points; do
  if [ -h "$root/$point" ]; then rm "$root/$point"; fi
  [ -d "$root/$point" ] || mkdir "$root/$point"
done
if [ ! -d "$root/tmp" ] && [ ! -h "$root/tmp" ]; then mkdir -m 1777 "$root/tmp"; fi
check_binds

mount -t tmpfs -o mode=0755,nosuid,size=256k dev "$root/dev"
for node in null zero full random urandom tty; do : >"$root/dev/$node"; done
mkdir "$root/dev/pts" "$root/dev/shm" "$root/dev/.sandglass"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
ln -s fd/0 "$root/dev/stdin"
ln -s fd/1 "$root/dev/stdout"
ln -s fd/2 "$root/dev/stderr"
if [ "$network" = yes ]; then
  plain /etc
  rm -rf "$root/etc/resolv.conf"
  echo 'nameserver 10.0.2.3' >"$root/etc/resolv.conf"
fi
# Paths stay as they are written: relative ones start in the engine's state directory.
mount --no-canonicalize --all --fstab "$box/fstab"
if command -v ip >/dev/null; then ip link set lo up; fi
if command -v hostname >/dev/null; then hostname "$hostname"; fi
host=/dev/.sandglass/host
if [ "$pivot" = yes ]; then
  # From here on programs come with the sandbox's root directory while the host's is still in sight:
  # nothing may be loaded into them, and the one that takes the host away is the host's own.
  plain /etc
  rm -rf "$root/etc/ld.so.preload"
  : >"$root/etc/ld.so.preload"
  mount --bind /dev/null "$root/etc/ld.so.preload"
  mkdir -p "$root$host"
  cd "$root"
  pivot_root . "${host#/}"
  cd /
fi

echo "ready $pid $start"
if [ "$pivot" = yes ]; then
  exec >/dev/null 2>&1
  ${loader:+"$host$loader" --library-path "$libraries"} "$host$umount" -l "$host"
fi
# With CHLD ignored the kernel reaps the sandbox's orphans by itself; not every shell's trap does it.
exec env --ignore-signal=CHLD sleep infinity >/dev/null 2>&1
