#!/bin/sh
# Joins a sandbox and executes a command in it.
#   $1 bubblewrap|util-linux   $2 holder's process id   $3 prefix of the files ARGS and STATUS
#   $4 seccomp filter or -     $5 largest number of processes or -
#   $6 yes|no keep credentials (no groups to drop)
#   $7 host's id of the user that the pipes are handed over to, or -
#   $8 cgroup directories, space separated
#   the rest: the command
executor=$1 holder=$2 files=$3 seccomp=$4 processes=$5 keep=$6 owner=$7 cgroups=$8
shift 8
for group in $cgroups; do
  echo 0 >"$group/cgroup.procs" || { echo "sandglass: cannot join $group" >&2; exit 1; }
done
if [ "$owner" != - ]; then chown "$owner" /proc/self/fd/0 /proc/self/fd/1 /proc/self/fd/2; fi
# Under memory pressure the kernel should end sandboxes' processes before anybody else's.
echo 1000 2>/dev/null >/proc/self/oom_score_adj || :
ulimit -c 0
limits=
if [ "$processes" != - ]; then limits="prlimit --nproc=$processes"; fi
if [ -e "$files.args" ]; then exec 5<"$files.args"; fi
credentials=
if [ "$keep" = yes ]; then credentials=--preserve-credentials; fi
if [ "$executor" = util-linux ]; then
  # nsenter stays as the parent here: its own child is the command.
  echo "{ \"child-pid\": $$ }" >"$files.status"
  exec $limits setpriv --pdeathsig KILL nsenter -t "$holder" -U $credentials -m -n -i -u -p -- "$@"
fi
exec 3>"$files.status"
if [ "$seccomp" != - ]; then exec 6<"$seccomp"; fi
# Not by bwrap's --pidns: the process that it forks in between may end only after the command asked
# to be killed when its parent ends, and then the command is killed, a few times in a thousand.
exec $limits nsenter -t "$holder" -U $credentials -m -n -i -u -p -F bwrap --args 5 -- "$@"
