#!/bin/sh
# Runs a trusted tool of the host in a sandbox's file system, see HostTool.
#   $1 holder's process id   $2 yes|no keep credentials   $3 cgroup directories, space separated
#   $4 the file that becomes descriptor 9   $5 options for namespaces beyond user and mount
#   the rest: the command that is executed in these namespaces of the holder
holder=$1 keep=$2 cgroups=$3 loader=$4 namespaces=$5
shift 5
exec 9<"$loader"
for group in $cgroups; do
  echo 0 >"$group/cgroup.procs" || { echo "cannot join $group" >&2; exit 125; }
done
echo 1000 2>/dev/null >/proc/self/oom_score_adj || :
if [ "$keep" = yes ]; then
  exec nsenter -t "$holder" -U --preserve-credentials -m $namespaces "$@"
fi
exec nsenter -t "$holder" -U -m $namespaces "$@"
