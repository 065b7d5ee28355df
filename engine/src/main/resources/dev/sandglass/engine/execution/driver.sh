exec 8>&1 7>&2
if [ "$__sandglass_merged" = yes ]; then
  exec 2>&1
fi
__sandglass_say() {
  command printf '\000%sE%04x%s' "$__sandglass_nonce" "${#1}" "$1"
}
__sandglass_end() {
  __sandglass_status=$?
  if [ -n "$BASH_VERSION" ] && [ -n "$__sandglass_interrupted" ]; then
    trap - DEBUG
    shopt -u extdebug
    __sandglass_status=130
  fi
  __sandglass_interrupted=
  if [ -n "$__sandglass_back" ]; then
    if [ "$PWD" = "$__sandglass_there" ]; then
      command cd -- "$__sandglass_back"
    fi
    __sandglass_back=
  fi
  __sandglass_say '' >&7
  __sandglass_say "{\"type\":\"done\",\"exit\":$__sandglass_status}" >&8
}
__sandglass_begin() {
  __sandglass_say '{"type":"started"}' >&8
}
__sandglass_trace() {
  for __sandglass_name in $__sandglass_given; do
    command unset "$__sandglass_name"
  done
  __sandglass_given=
  for __sandglass_variable; do
    command export "$__sandglass_variable"
    __sandglass_given="$__sandglass_given ${__sandglass_variable%%=*}"
  done
}
__sandglass_cd() {
  __sandglass_back=$PWD
  command cd -- "$1" || {
    __sandglass_back=
    return 1
  }
  __sandglass_there=$PWD
}
# An interrupt ends the command in the foreground by itself. In bash the rest of the run is left by
# returning from every function, and from the run itself, which is a sourced file for this reason.
if [ -n "$BASH_VERSION" ]; then
  trap '__sandglass_interrupted=1
    shopt -s extdebug
    trap "__sandglass_leave" DEBUG' INT
  __sandglass_leave() {
    case ${FUNCNAME[1]}$BASH_COMMAND in
      __sandglass_*) return 0 ;;
    esac
    return 2
  }
else
  trap 'break 1000 2>/dev/null' INT
fi
__sandglass_interrupted=
__sandglass_back=
__sandglass_there=
__sandglass_given=
__sandglass_say '{"type":"ready"}' >&8
