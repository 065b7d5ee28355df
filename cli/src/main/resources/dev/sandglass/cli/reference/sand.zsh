#compdef sand
# Completion of sand for zsh. Generated from the commands of sand: 'sand completion zsh'.
# Commands, options and their values stand in the table below; names that only sand knows, such as those
# of sandboxes, are asked of 'sand __complete', which starts nothing, is silent and takes 300 ms at most.

# Sets "table" to what a command knows: cCOMMAND:TEXT, oOPTION:VALUE:TEXT, aARGUMENT, and for '=keys'
# kKEY:VALUE:TEXT. VALUE and ARGUMENT are nothing for flags, - for what nobody can know, =A,B for words,
# or a kind of name.
_sand_table() {
  @TABLE@
}

# Sets "value" to the kind of value that an option takes, and fails if there is no such option.
_sand_option() {
  local entry
  for entry in $table; do
    if [[ $entry == o$1:* ]]; then
      value=${${entry#*:}%%:*}
      return 0
    fi
  done
  return 1
}

# Sets "value" to the kind of the argument at a position, counted from 0.
_sand_argument() {
  local entry
  integer count=0
  value=
  for entry in $table; do
    [[ $entry == a* ]] || continue
    value=${entry#a}
    if (( count == $1 )) || [[ $value == *'*' ]]; then
      value=${value%'*'}
      return 0
    fi
    (( count++ ))
  done
  value=
}

# Offers names that only sand knows; $2 is added to each, and the rest is handed on.
_sand_ask() {
  local kind=$1 after=$2 line
  local -a names shown directories
  shift 2
  for line in ${(f)"$(command sand __complete $kind provider=$provider "$@" 2>/dev/null </dev/null)"}; do
    # Neither the names nor what is shown of them is expanded; what is inserted is quoted.
    if [[ $line == */ ]]; then
      directories+=("$line")
    else
      names+=("${line%%$'\t'*}$after")
      shown+=("${line/$'\t'/  -- }")
    fi
  done
  if (( $#directories )); then compadd -S '' -a -- directories; fi
  if [[ $kind == path ]]; then
    compadd -a -- names
  elif [[ -n $after ]]; then
    compadd -S '' -l -d shown -a -- names
  else
    compadd -l -d shown -a -- names
  fi
}

# Offers what a kind of value can be.
_sand_value() {
  local entry
  local -a list
  case $1 in
    '='*) list=(${(s:,:)1#=}); compadd -a -- list ;;
    sandbox|snapshot|volume|template|provider) _sand_ask $1 '' ;;
    key)
      _sand_table '=keys'
      for entry in $table; do
        if [[ $entry == k* ]]; then list+=("${${entry#k}%%:*}:${entry#*:*:}"); fi
      done
      _describe -t keys key list
      if [[ $PREFIX == providers.* ]]; then _sand_ask key ''; fi
      ;;
    value)
      _sand_table '=keys'
      for entry in $table; do
        if [[ $entry == k$first:* ]]; then _sand_value ${${entry#*:}%%:*}; fi
      done
      ;;
    inside) _sand_ask path '' sandbox=$first word=${(Q)PREFIX} ;;
    copy)
      if [[ $PREFIX == *:* && ${PREFIX%%:*} != */* ]]; then
        local sandbox=${(Q)PREFIX%%:*}
        compset -P 1 '*:'
        _sand_ask path '' sandbox=$sandbox word=${(Q)PREFIX}
      else
        if [[ $PREFIX != (*/*|[~]*) ]]; then _sand_ask sandbox :; fi
        _files
      fi
      ;;
    mount)
      case $PREFIX in
        *:*) ;;
        [./~]*) _files -/ ;;
        *) _sand_ask volume : ;;
      esac
      ;;
    file) _files ;;
    directory) _files -/ ;;
    data) if compset -P @; then _files; fi ;;
  esac
}

# Offers commands or options.
_sand_words() {
  local entry
  local -a list
  for entry in $table; do
    if [[ $1 == c && $entry == c* ]]; then
      list+=("${entry#c}")
    elif [[ $1 == o && $entry == o* ]]; then
      list+=("${${entry#o}%%:*}:${entry#*:*:}")
    fi
  done
  if [[ $1 == o ]]; then
    _describe -o -t options option list
  elif (( $#list )); then
    _describe -t commands command list
  fi
}

# Leaves the command that begins with a word of the line to the shell.
_sand_other() {
  shift $(( $1 - 1 )) words
  (( CURRENT -= $1 - 1 ))
  _normal
}

_sand() {
  local -a table
  local plain value provider first at option topic closed
  integer position=0 i
  _sand_table ''
  for (( i = 2; i < CURRENT; i++ )); do
    plain=${(Q)words[i]}
    if [[ -n $option ]]; then
      if [[ $option == --provider ]]; then provider=$plain; fi
      option=
    elif [[ -z $closed && $plain == -- ]]; then
      closed=1
    elif [[ -z $closed && $plain == --*=* ]]; then
      if [[ $plain == --provider=* ]]; then provider=${plain#*=}; fi
    elif [[ -z $closed && $plain == --* ]]; then
      if _sand_option $plain && [[ -n $value ]]; then option=$plain; fi
    elif [[ -z $closed && $plain == -?* ]]; then
      plain=${plain#-}
      while [[ -n $plain ]]; do
        if _sand_option -$plain[1] && [[ -n $value ]]; then
          if (( $#plain == 1 )); then option=-$plain; fi
          break
        fi
        plain=$plain[2,-1]
      done
    elif [[ -z $closed && -z $at && -z $topic && position -eq 0 && $plain == help ]]; then
      topic=1
    elif [[ -z $closed && position -eq 0 && -n ${(M)table:#c${(b)plain}:*} ]]; then
      at=${at:+$at }$plain
      _sand_table $at
    else
      _sand_argument $position
      if [[ $value == command ]]; then
        _sand_other $i
        return
      fi
      if (( position == 0 )); then first=$plain; fi
      (( position++ ))
    fi
  done
  if [[ -n $option ]]; then
    _sand_option $option
    _sand_value $value
  elif [[ -n $topic ]]; then
    _sand_words c
  elif [[ -z $closed && $PREFIX == --*=* ]]; then
    _sand_option ${PREFIX%%=*} || return
    compset -P 1 '*='
    _sand_value $value
  elif [[ -z $closed && $PREFIX == -* ]]; then
    _sand_words o
  else
    if [[ -z $closed && position -eq 0 ]]; then _sand_words c; fi
    _sand_argument $position
    if [[ $value == command ]]; then
      _sand_other $CURRENT
    else
      _sand_value $value
    fi
  fi
}

if [[ $funcstack[1] == _sand ]]; then
  _sand "$@"
else
  compdef _sand sand
fi
