# Works on files of a sandbox; run by the engine inside the sandbox's mount namespace, one line of
# input being one call of a function below. An answer is made of fields that end with NUL: records
# that begin with their kind, then "=". Every path is absolute.
#
# Whoever owns the sandbox's files must not get code of theirs run here: no program is asked to look
# up a user's or group's name (which loads libraries that the sandbox's /etc/nsswitch.conf names),
# so owners are numbers, written +1000 where a name could be meant.
set -f
umask 022
entry='f\0%y\0%s\0%T@\0%B@\0%C@\0%U\0%G\0%m\0%p\0'

answer() { printf '%s\0' "$@"; }

# kind, path, and what a program said
fail() {
  answer e "$1" "$2" "${3-}"
  return 1
}

exists() { [ -e "$1" ] || [ -L "$1" ]; }

# path, then the program: what the program says becomes the error of that path
run() {
  about=$1
  shift
  said=$("$@" 2>&1) || fail failed "$about" "$said"
}

# Identifies the state of the files that name users and groups.
accounts() {
  { said=$(find -L /etc/passwd /etc/group -maxdepth 0 -printf 'a\0%p\0%C@ %s %i\0' 2>&1 >&3); } 3>&1
}

# paths: a record for each that exists
describe() {
  { said=$(find "$@" -maxdepth 0 -printf "$entry" 2>&1 >&3); } 3>&1
  accounts
}

# directory, depth: records of the directory and what is in it
list() {
  if [ -L "$1" ]; then fail link "$1"; return; fi
  if [ ! -d "$1" ]; then absent directory "$1"; return; fi
  accounts
  walk "$1" -maxdepth "$2"
}

# root: records of all below that are no directories
search() {
  if ! exists "$1"; then fail missing "$1"; return; fi
  accounts
  walk "$1" ! -type d
}

walk() {
  top=$1
  shift
  {
    said=$({ find "$top" "$@" -ignore_readdir_race -printf "$entry" 2>&1 >&3; } | head -c 2000)
  } 3>&1
  [ -z "$said" ] || fail failed "$top" "$said"
}

# what was wanted, path: says what is there instead
absent() {
  if [ "$1" != directory ] && [ -d "$2" ]; then fail directory "$2"
  elif [ ! -e "$2" ]; then fail missing "$2"
  else fail "not-$1" "$2"
  fi
}

# file
remove() {
  if [ -d "$1" ] && [ ! -L "$1" ]; then fail directory "$1"
  elif exists "$1"; then run "$1" rm -f -- "$1"
  fi
}

# directory
remove_tree() {
  if exists "$1"; then run "$1" rm -rf -- "$1"; fi
}

# source, destination
move() {
  exists "$1" || { fail missing "$1"; return; }
  parent=${2%/*}
  [ -d "${parent:-/}" ] || { absent directory "${parent:-/}"; return; }
  ! exists "$2" || { fail exists "$2"; return; }
  run "$1" mv -nT -- "$1" "$2" || return
  ! exists "$1" || fail exists "$2"
}

# path, mode or -, owner or -
permit() {
  exists "$1" || { fail missing "$1"; return; }
  [ "$3" = - ] || run "$1" chown -- "$3" "$1" || return
  [ "$2" = - ] || run "$1" chmod -- "$2" "$1"
}

# directory, owner or -: makes what is missing of it
make_directories() {
  rest=${1#/} made=
  while [ -n "$rest" ]; do
    made=$made/${rest%%/*}
    case $rest in
      */*) rest=${rest#*/} ;;
      *) rest= ;;
    esac
    if [ ! -d "$made" ]; then
      if ! said=$(mkdir -- "$made" 2>&1); then
        [ -d "$made" ] || { fail failed "$made" "$said"; return; }
      elif [ "$2" != - ]; then
        run "$made" chown -- "$2" "$made" || return
      fi
    fi
  done
}

# directory, mode, owner or -
make_directory() {
  [ ! -d "$1" ] || return 0
  make_directories "$1" "$3" && run "$1" chmod -- "$2" "$1"
}

# path, owner of new directories or -: where the file really is or will be, with mode and owner
target() {
  to=$1
  if [ -L "$to" ]; then
    to=$(readlink -nf -- "$to"; printf x)
    to=${to%x}
    [ -n "$to" ] || { fail failed "$1" "link: cannot be followed"; return; }
  fi
  [ ! -d "$to" ] || { fail directory "$1"; return; }
  [ -f "$to" ] || ! exists "$to" || { fail not-file "$1"; return; }
  make_directories "${to%/*}" "$2" || return
  has=
  [ ! -f "$to" ] || has=$(stat -c '%a +%u:+%g' -- "$to" 2>&1) || has=
  answer t "$to" "${has%% *}" "${has#* }"
}

# new file, path it shall have, mode, owner or -
finish() {
  if { [ "$4" = - ] || run "$2" chown -- "$4" "$1"; } && run "$2" chmod -- "$3" "$1" \
    && run "$2" mv -fT -- "$1" "$2"; then
    return
  fi
  rm -f -- "$1"
  return 1
}

# path, mode or -, owner or -, name of the new file, bytes: the content follows the line, then "end"
store() {
  target "$1" "$3" || give_up
  mode=${has%% *}
  owner=${has#* }
  [ "$2" = - ] || mode=$2
  [ "$3" = - ] || owner=$3
  new=${to%/*}/$4
  set -C
  { said=$(head -c "$5" 2>&1 >&4) || fail failed "$1" "$said"; } 4>"$new" || {
    rm -f -- "$new"
    fail failed "$1"
    give_up
  }
  set +C
  read -r word || word=
  [ "$word" = end ] || { rm -f -- "$new"; give_up; }
  finish "$new" "$to" "${mode:-755}" "${owner:--}"
}

# The content that follows was not read: nothing after it can be understood.
give_up() {
  answer =
  exit 1
}

# new file: standard input until its end
receive() {
  set -C
  { said=$(cat 2>&1 >&4) || fail failed "$1" "$said"; } 4>"$1" || fail failed "$1"
}

# file: says what it is, then takes "bytes SKIP COUNT" or "lines FIRST COUNT|-" and sends that
fetch() {
  if [ ! -f "$1" ]; then absent file "$1"; return; fi
  {
    answer s "$(stat -c '%f %s %i %.9Y' - <&3)" =
    read -r how skip count || exit 1
    case $how$count in
      bytes*) dd bs=256K iflag=skip_bytes,count_bytes skip="$skip" count="$count" status=none <&3 ;;
      lines-) tail -n "+$skip" <&3 ;;
      lines*) tail -n "+$skip" <&3 | head -n "$count" ;;
    esac
    exit
  } 3<"$1" || fail failed "$1" "open: the file cannot be opened"
}

# path: sends it as an archive; the last line of standard error tells how that ended
pack() {
  if ! exists "$1"; then fail missing "$1"; return; fi
  answer =
  from=${1%/*}
  what=${1##*/}
  {
    {
      tar -c -f - --format=posix --numeric-owner -C "${from:-/}" -- "${what:-.}"
      echo "exit $?" >&2
    } 2>&1 >&3 3>&- | tail -c 2000 >&2
  } 3>&1
  exit
}

# directory, what tar shall do about owners, name of a new directory: extracts standard input
unpack() {
  into=$1
  if [ ! -d "$1" ]; then
    ! exists "$1" || { fail not-directory "$1"; return; }
    make_directories "${1%/*}" - || return
    into=${1%/*}/$3
    run "$1" mkdir -- "$into" || return
  fi
  answer =
  said=$({
    tar -x -f - -C "$into" -p --numeric-owner "$2"
    echo "exit $?"
  } 2>&1 | tail -c 2000)
  case $said in
    *"exit 0") [ "$into" = "$1" ] || run "$1" mv -nT -- "$into" "$1" ;;
    *) fail archive "$1" "$said" ;;
  esac
  [ "$into" = "$1" ] || rm -rf -- "$into"
}

serve() {
  while IFS= read -r line; do
    eval "$line"
    answer =
  done
}
