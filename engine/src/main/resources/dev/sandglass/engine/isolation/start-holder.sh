#!/bin/sh
# Makes the namespaces and mounts of one sandbox and leaves its holder behind.
#
# Runs as the engine's user in the engine's state directory, which stays the working directory all
# the way: the sandbox's root may not be allowed to search the directories above it.
#   $1 sandbox id   $2 root-range|sub-ids|single   $3 first outside id   $4 number of ids
#   $5 private|shared: whether this shell needs mounts of its own (volumes, disk image)
# Prints "ready PID STARTTIME" of the holder. What goes wrong goes to standard error.
set -eu
id=$1 mapping=$2 first=$3 count=$4 mounts=$5
box=sandboxes/$id
scripts=${0%/*}

case $mounts in
  private)
    # Nothing mounted from here on is seen by the host; it goes away with the holder's namespace.
    exec unshare --mount --propagation private \
      sh "$0" "$id" "$mapping" "$first" "$count" prepared
    ;;
  prepared) . "$box/prepare.sh" ;;
esac

. "$scripts/user-namespace.sh"

# The holder's parent must outlive this shell and the engine, hence setsid and the background.
{
  setsid $enter unshare --mount --net --ipc --uts --pid --fork \
    sh "$scripts/holder.sh" "$id" </dev/null 2>"$box/holder.log" &
} | {
  if ! read -r line; then
    head -n 3 "$box/holder.log" >&2
    exit 1
  fi
  printf '%s\n' "$line" >"$box/holder"
  printf '%s\n' "$line"
}
