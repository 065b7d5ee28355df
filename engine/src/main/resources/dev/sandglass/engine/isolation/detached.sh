#!/bin/sh
# Executes a command in a sandbox independently of the engine, with its outputs in files.
#   $1 directory of its files   $2 bytes of each output to keep
#   $3 host's id of the user that its pipes are handed over to, or -
#   the rest: execute.sh and its arguments
# Beyond the limit output is read and dropped, so that the command never notices.
directory=$1 limit=$2 owner=$3
shift 3
# The file holds the environment: it is opened, and then nobody needs its name any more.
exec 5<"$directory/run.args"
rm -f "$directory/run.args"

# Without stdbuf head would keep what it has read until there is more.
keep() {
  stdbuf -o0 head -c "$limit" >>"$1"
  cat >/dev/null
}
# The exit code appears once, whole, and after the output that came before it.
publish() {
  ln "$directory/exit.new" "$directory/exit" 2>/dev/null
}
{
  {
    if [ "$owner" != - ]; then chown "$owner" /proc/self/fd/1 /proc/self/fd/3; fi
    sh "$@" </dev/null 2>&3 3>&- 4>&-
    echo $? >"$directory/exit.new"
    # What it left running may keep the outputs open for as long as it likes.
    { sleep 0.2 && publish; } </dev/null >/dev/null 2>&1 3>&- 4>&- 5<&- &
  } 3>&1 >&4 4>&- | keep "$directory/stderr" 5<&-
} 4>&1 | keep "$directory/stdout" 5<&-
publish
