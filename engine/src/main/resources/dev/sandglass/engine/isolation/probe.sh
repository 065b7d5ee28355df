#!/bin/sh
# Tries what sandboxes need of this machine, all at once: to join a control group can take the kernel
# longer than everything else that an engine does to start.
#   $1 yes|no try namespaces   $2 yes|no ask bubblewrap what it can do
#   the rest: directories of control groups to be joined
# Prints "namespaces STATUS FIRST-LINE-OF-OUTPUT", "pidns" if bubblewrap knows it, and "joined GROUP".
namespaces=$1 bubblewrap=$2
shift 2
newline='
'
if [ "$namespaces" = yes ]; then
  {
    output=$(unshare --user --map-root-user --mount true 2>&1)
    printf 'namespaces %s %s\n' "$?" "${output%%"$newline"*}"
  } &
fi
if [ "$bubblewrap" = yes ]; then
  case $(bwrap --help 2>&1) in
    *--pidns*) echo pidns ;;
  esac &
fi
# The others began outside of these groups, and stay there.
for group; do
  if { echo 0 >"$group/cgroup.procs"; } 2>/dev/null; then printf 'joined %s\n' "$group"; fi
done
wait
