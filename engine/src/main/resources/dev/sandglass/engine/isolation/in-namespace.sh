#!/bin/sh
# Executes a trusted host command as the root of a user namespace that maps ids like a sandbox's.
#   $1 root-range|sub-ids|single   $2 first outside id   $3 number of ids   the rest: the command
set -eu
# shellcheck disable=SC2034
mapping=$1 first=$2 count=$3
shift 3
# shellcheck source=engine/src/main/resources/dev/sandglass/engine/isolation/user-namespace.sh
. "${0%/*}/user-namespace.sh"
status=0
$enter "$@" || status=$?
exit "$status"
