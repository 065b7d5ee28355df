#!/bin/sh
# Executes a command in a sandbox independently of the engine, with its outputs in files.
#   $1 directory of its files   $2 bytes of each output to keep   the rest: execute.sh and its arguments
# Beyond the limit output is read and dropped, so that the command never notices.
directory=$1 limit=$2
shift 2
# The file holds the environment: it is opened, and then nobody needs its name any more.
exec 5<"$directory/run.args"
rm -f "$directory/run.args"
keep() {
  head -c "$limit" >>"$1"
  cat >/dev/null
}
{
  {
    sh "$@" </dev/null 2>&3 3>&- 4>&-
    echo $? >"$directory/exit.new"
    mv "$directory/exit.new" "$directory/exit"
  } 3>&1 >&4 4>&- | keep "$directory/stderr" 5<&-
} 4>&1 | keep "$directory/stdout" 5<&-
