# Completion of sand for bash 4.4 and later. Generated from the commands of sand: 'sand completion bash'.
# Commands, options and their values stand in the table below; names that only sand knows, such as those
# of sandboxes, are asked of 'sand __complete', which starts nothing, is silent and takes 300 ms at most.

# Sets "table" to what a command knows: cCOMMAND, oOPTION:VALUE, aARGUMENT, and for '=keys' kKEY:VALUE.
# VALUE and ARGUMENT are nothing for flags, - for what nobody can know, =A,B for words, or a kind of name.
__sand_table() {
  table=('o-h:' 'o--help:' 'o--no-input:' 'o--no-otel:' 'o--otel:' 'o-o:=table,json,yaml,name' 'o--output:=table,json,yaml,name' 'o--provider:provider' 'o-q:' 'o--quiet:')
  case $1 in
    '') table+=('crun' 'ccreate' 'cls' 'cinfo' 'cstart' 'cstop' 'cpause' 'cresume' 'crm' 'crenew' 'cwait' 'cexec' 'cshell' 'ccode' 'cps' 'clogs' 'cmetrics' 'ctraces' 'ctop' 'cusage' 'cdashboard' 'ckill' 'ccp' 'cfs' 'csnapshot' 'cvolume' 'ctemplate' 'cport' 'cengine' 'cprovider' 'cconfig' 'cotel' 'ctelemetry' 'capi' 'cdoctor' 'ccompletion' 'cversion' 'chelp' 'o-V:' 'o--version:') ;;
    'run') table+=('o-n:-' 'o--name:-' 'o--image:template' 'o--template:template' 'o--snapshot:snapshot' 'o-e:-' 'o--env:-' 'o--env-file:file' 'o-l:-' 'o--label:-' 'o--cpu:-' 'o-m:-' 'o--memory:-' 'o--disk:-' 'o--pids:-' 'o-v:mount' 'o--volume:mount' 'o--network:=none,host-allowed' 'o--entrypoint:-' 'o--otel-export:' 'o-i:' 'o--interactive:' 'o--no-stdin:' 'o-t:' 'o--tty:' 'o-w:-' 'o--workdir:-' 'o-u:-' 'o--user:-' 'o--timeout:-' 'o--keep:' 'o--rm:' 'acommand*') ;;
    'create') table+=('o-n:-' 'o--name:-' 'o--image:template' 'o--template:template' 'o--snapshot:snapshot' 'o-e:-' 'o--env:-' 'o--env-file:file' 'o-l:-' 'o--label:-' 'o--cpu:-' 'o-m:-' 'o--memory:-' 'o--disk:-' 'o--pids:-' 'o-v:mount' 'o--volume:mount' 'o--network:=none,host-allowed' 'o--entrypoint:-' 'o--otel-export:' 'o--timeout:-' 'o--no-wait:' 'o--wait:' 'acommand*') ;;
    'ls') table+=('o-l:-' 'o--label:-' 'o--state:=running,paused,stopped,failed,terminated' 'o-a:' 'o--all:') ;;
    'info') table+=('asandbox') ;;
    'start') table+=('o--timeout:-' 'asandbox*') ;;
    'stop') table+=('o--grace:-' 'asandbox*') ;;
    'pause') table+=('o--timeout:-' 'asandbox*') ;;
    'resume') table+=('o--timeout:-' 'asandbox*') ;;
    'rm') table+=('o--all:' 'o-y:' 'o--yes:' 'o-l:-' 'o--label:-' 'o--ignore-not-found:' 'o--no-wait:' 'o--wait:' 'asandbox*') ;;
    'renew') table+=('o--timeout:-' 'asandbox*') ;;
    'wait') table+=('o--state:=running,paused,stopped,failed,deleted' 'o--timeout:-' 'asandbox*') ;;
    'exec') table+=('o-i:' 'o--interactive:' 'o--no-stdin:' 'o-t:' 'o--tty:' 'o-w:-' 'o--workdir:-' 'o-u:-' 'o--user:-' 'o--timeout:-' 'o-e:-' 'o--env:-' 'o-d:' 'o--detach:' 'asandbox' 'acommand*') ;;
    'shell') table+=('o-u:-' 'o--user:-' 'o-w:-' 'o--workdir:-' 'asandbox') ;;
    'code') table+=('o-c:-' 'o--code:-' 'o--lang:-' 'o--context:-' 'asandbox' 'afile') ;;
    'ps') table+=('asandbox') ;;
    'logs') table+=('o-f:' 'o--follow:' 'o--tail:-' 'o--stream:=stdout,stderr' 'o--all:' 'o--since:-' 'o--severity:=trace,debug,info,warn,error,fatal' 'o--grep:-' 'o--process:-' 'asandbox' 'a-') ;;
    'metrics') table+=('o--since:-' 'o-w:' 'o--watch:' 'o--name:-' 'asandbox') ;;
    'traces') table+=('o--since:-' 'o--limit:-' 'asandbox' 'a-') ;;
    'top') table+=('o--once:') ;;
    'dashboard') table+=('o--no-open:') ;;
    'kill') table+=('o-s:=TERM,KILL,INT,HUP,QUIT,USR1,USR2,STOP' 'o--signal:=TERM,KILL,INT,HUP,QUIT,USR1,USR2,STOP' 'asandbox' 'a-*') ;;
    'cp') table+=('acopy*') ;;
    'fs') table+=('cls' 'ccat' 'cwrite' 'cmkdir' 'crm' 'cmv' 'cchmod' 'cstat' 'cfind' 'cgrep' 'creplace' 'ctree') ;;
    'fs ls') table+=('o--depth:-' 'asandbox' 'ainside') ;;
    'fs cat') table+=('o--lines:-' 'asandbox' 'ainside*') ;;
    'fs write') table+=('o--mode:-' 'asandbox' 'ainside' 'a-') ;;
    'fs mkdir') table+=('o--mode:-' 'asandbox' 'ainside*') ;;
    'fs rm') table+=('o-r:' 'o--recursive:' 'o-f:' 'o--force:' 'asandbox' 'ainside*') ;;
    'fs mv') table+=('asandbox' 'ainside' 'ainside') ;;
    'fs chmod') table+=('o--owner:-' 'o--group:-' 'asandbox' 'a-' 'ainside*') ;;
    'fs stat') table+=('asandbox' 'ainside*') ;;
    'fs find') table+=('o--name:-' 'asandbox' 'ainside') ;;
    'fs grep') table+=('o-i:' 'o--ignore-case:' 'o-F:' 'o--fixed-strings:' 'o-l:' 'o--files-with-matches:' 'asandbox' 'a-' 'ainside*') ;;
    'fs replace') table+=('asandbox' 'ainside' 'a-' 'a-') ;;
    'fs tree') table+=('o--depth:-' 'asandbox' 'ainside') ;;
    'snapshot') table+=('ccreate' 'cls' 'cinfo' 'crm') ;;
    'snapshot create') table+=('o--name:-' 'o--timeout:-' 'asandbox') ;;
    'snapshot ls') table+=('asandbox') ;;
    'snapshot info') table+=('asnapshot') ;;
    'snapshot rm') table+=('o--ignore-not-found:' 'asnapshot*') ;;
    'volume') table+=('ccreate' 'cls' 'crm') ;;
    'volume create') table+=('a-') ;;
    'volume rm') table+=('o--ignore-not-found:' 'avolume*') ;;
    'template') table+=('cadd' 'cls' 'crm') ;;
    'template add') table+=('a-' 'afile') ;;
    'template rm') table+=('o--ignore-not-found:' 'atemplate*') ;;
    'port') table+=('curl' 'cls' 'crm') ;;
    'port url') table+=('o--listen:-' 'o--endpoint:' 'o--open:' 'asandbox' 'a-') ;;
    'port ls') table+=('asandbox') ;;
    'port rm') table+=('asandbox' 'a-') ;;
    'engine') table+=('cstatus' 'cstart' 'cstop' 'clogs' 'cserve') ;;
    'engine stop') table+=('o-f:' 'o--force:') ;;
    'engine logs') table+=('o-f:' 'o--follow:' 'o--tail:-') ;;
    'engine serve') table+=('o--listen:-' 'o--api-key-file:file' 'o--idle-minutes:-' 'o--allow-host-path:directory') ;;
    'provider') table+=('cadd' 'cls' 'cuse' 'crm') ;;
    'provider add') table+=('o--kind:=opensandbox' 'o--url:-' 'o--api-key-file:file' 'o--api-key-stdin:' 'o--no-check:' 'o--replace:' 'o--use:' 'a-') ;;
    'provider use') table+=('aprovider') ;;
    'provider rm') table+=('aprovider*') ;;
    'config') table+=('cget' 'cset' 'cunset' 'cls' 'cpath') ;;
    'config get') table+=('akey') ;;
    'config set') table+=('akey' 'avalue') ;;
    'config unset') table+=('akey*') ;;
    'config ls') table+=('o-a:' 'o--all:') ;;
    'otel') table+=('cstatus' 'ctest') ;;
    'otel test') table+=('o--timeout:-') ;;
    'telemetry') table+=('cstatus' 'cenable' 'cdisable' 'cshow' 'clog' 'creset' 'cflush' 'cschema') ;;
    'api') table+=('o-d:data' 'o--data:data' 'o-H:-' 'o--header:-' 'a=GET,POST,PUT,PATCH,DELETE' 'a-') ;;
    'completion') table+=('o--install:' 'a=bash,zsh,fish,powershell') ;;
    'help') table+=('a-*') ;;
    '=keys') table+=('kprovider:provider' 'koutput:=table,json,yaml,name' 'kdefaults.image:template' 'kdefaults.cpu:-' 'kdefaults.memory:-' 'kdefaults.timeout:-' 'kdefaults.network:=none,host-allowed' 'kengine.idle-minutes:-' 'kengine.allow-host-paths:file' 'kengine.metrics-interval:-' 'kengine.metrics-prefix:-' 'kengine.signals-retention:-' 'kengine.signals-max-size:-' 'kengine.organization:-' 'kengine.region:-' 'kengine.quota-cpu:-' 'kengine.quota-memory:-' 'kengine.quota-disk:-' 'kengine.otlp.endpoint:-' 'kengine.otlp.protocol:=grpc,http/protobuf,http/json' 'kengine.otlp.headers-file:file' 'kengine.otlp.certificate:file' 'kengine.otlp.client-certificate:file' 'kengine.otlp.client-key:file' 'kengine.otlp.compression:=gzip,none' 'kengine.otlp.timeout:-' 'kengine.otlp.queue-size:-' 'ktelemetry.enabled:=true,false' 'ktelemetry.id:-' 'kotel.enabled:=true,false' 'kotel.flush-timeout:-') ;;
  esac
}

# Splits the line at the cursor as a shell does, not at the characters that readline breaks words at.
# Sets "words" to them as they are written, and "kept" to what readline leaves alone of the last one.
__sand_split() {
  local rest=${COMP_LINE:0:COMP_POINT} piece gap i
  words=() kept=
  for ((i = 0; i <= COMP_CWORD; i++)); do
    gap=${rest%%[![:space:]]*}
    rest=${rest#"$gap"}
    piece=${COMP_WORDS[i]}
    if ((i == COMP_CWORD)); then piece=$rest; fi
    [[ $rest == "$piece"* ]] || return 1
    rest=${rest#"$piece"}
    if [[ -n $gap || $i == 0 ]]; then
      words+=("$piece") kept=
    else
      kept=${words[${#words[@]} - 1]}
      words[${#words[@]} - 1]+=$piece
    fi
  done
  if [[ $piece =~ ^[:=@]+$ ]]; then kept+=$piece; fi
  kept=${kept%@} # readline breaks words before it, not behind
}

# Sets "plain" to what a shell makes of a written word; nothing in it is expanded or run.
__sand_plain() {
  local rest=$1 quote='' char
  plain=
  while [[ -n $rest ]]; do
    char=${rest:0:1} rest=${rest:1}
    if [[ $char == "$quote" ]]; then
      quote=
    elif [[ -z $quote && $char == [\'\"] ]]; then
      quote=$char
    elif [[ $char == \\ && $quote != \' ]]; then
      plain+=${rest:0:1} rest=${rest:1}
    else
      plain+=$char
    fi
  done
}

# Sets "value" to the kind of value that an option takes, and fails if there is no such option.
__sand_option() {
  local entry
  for entry in "${table[@]}"; do
    if [[ $entry == "o$1:"* ]]; then
      value=${entry#*:}
      return 0
    fi
  done
  return 1
}

# Sets "value" to the kind of the argument at a position, counted from 0.
__sand_argument() {
  local entry count=0
  value=
  for entry in "${table[@]}"; do
    [[ $entry == a* ]] || continue
    value=${entry#a}
    if [[ $count == "$1" || $value == *'*' ]]; then
      value=${value%'*'}
      return 0
    fi
    ((count++))
  done
  value=
}

# Offers a word if it fits; $2 is what stands before it in the same word, as it is written.
__sand_offer() {
  local quoted
  [[ $1 == "$plain"* ]] || return 0
  printf -v quoted %q "$1"
  [[ $2$quoted == "$kept"* ]] || return 0
  quoted=$2$quoted
  COMPREPLY+=("${quoted#"$kept"}")
}

# Offers names that only sand knows; $2 is as above, $3 is added to each, and the rest is handed on.
__sand_ask() {
  local kind=$1 before=$2 after=$3 name
  shift 3
  # In the middle of quotes or variables nothing is offered that would have to be quoted.
  case ${words[${#words[@]} - 1]} in *[\'\"\$\`]*) return 0 ;; esac
  while IFS= read -r name; do
    __sand_offer "${name%%$'\t'*}$after" "$before"
  done < <(command sand __complete "$kind" "provider=$provider" "$@" 2>/dev/null </dev/null)
}

# Leaves the word to the shell's own completion of file names.
__sand_files() {
  compopt -o default 2>/dev/null
}

# Offers names of files for a word; $2 is put before each.
__sand_paths() {
  local name
  while IFS= read -r name; do
    if [[ -d $name ]]; then name+=/; fi
    __sand_offer "$2$name" ''
  done < <(compgen -f -- "$1")
}

# Offers what a kind of value can be; $2 is what stands before it in the same word, as it is written.
__sand_value() {
  local before=$2 entry list
  case $1 in
    =*)
      IFS=, read -ra list <<<"${1#=}"
      for entry in "${list[@]}"; do __sand_offer "$entry" "$before"; done
      ;;
    sandbox | snapshot | volume | template | provider) __sand_ask "$1" "$before" '' ;;
    key)
      __sand_table '=keys'
      for entry in "${table[@]}"; do
        [[ $entry == k* ]] || continue
        entry=${entry#k}
        __sand_offer "${entry%:*}" "$before"
      done
      if [[ $plain == providers.* ]]; then __sand_ask key "$before" ''; fi
      ;;
    value)
      __sand_table '=keys'
      for entry in "${table[@]}"; do
        if [[ $entry == "k$first:"* ]]; then __sand_value "${entry#*:}" "$before"; fi
      done
      ;;
    inside) __sand_ask path "$before" '' "sandbox=$first" "word=$plain" ;;
    copy)
      local whole=$plain written=${words[${#words[@]} - 1]}
      if [[ $whole == *:* && ${whole%%:*} != */* ]]; then
        plain=${whole#*:}
        __sand_ask path "$before${written%%:*}:" '' "sandbox=${whole%%:*}" "word=$plain"
      elif [[ $whole == */* || $whole == '~'* ]]; then
        __sand_files
      else
        __sand_ask sandbox "$before" :
        __sand_paths "$whole" ''
      fi
      ;;
    mount)
      case $plain in
        *:*) ;;
        [./~]*) __sand_files ;;
        *) __sand_ask volume "$before" : ;;
      esac
      ;;
    file | directory) __sand_files ;;
    data) if [[ $plain == @* ]]; then __sand_paths "${plain#@}" @; fi ;;
  esac
  if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[/:] ]]; then compopt -o nospace 2>/dev/null; fi
}

# Leaves the command that begins with a word of the line to the shell.
__sand_other() {
  if (($1 == ${#words[@]} - 1)); then
    case $plain in
      */* | '~'*) __sand_files ;;
      *)
        local entry
        while IFS= read -r entry; do __sand_offer "$entry" ''; done < <(compgen -c -- "$plain")
        ;;
    esac
  else
    __sand_files
  fi
}

# Offers commands or options.
__sand_words() {
  local entry
  for entry in "${table[@]}"; do
    [[ $entry == "$1"* ]] || continue
    entry=${entry:1}
    __sand_offer "${entry%%:*}" ''
  done
}

_sand() {
  local -a words=() table=()
  local kept='' plain='' value='' provider='' first='' at='' option='' topic='' closed='' position=0 i
  COMPREPLY=()
  __sand_split || return 0
  local last=$((${#words[@]} - 1))
  __sand_table ''
  for ((i = 1; i < last; i++)); do
    __sand_plain "${words[i]}"
    if [[ -n $option ]]; then
      if [[ $option == --provider ]]; then provider=$plain; fi
      option=
    elif [[ -z $closed && $plain == -- ]]; then
      closed=1
    elif [[ -z $closed && $plain == --*=* ]]; then
      if [[ $plain == --provider=* ]]; then provider=${plain#*=}; fi
    elif [[ -z $closed && $plain == --* ]]; then
      if __sand_option "$plain" && [[ -n $value ]]; then option=$plain; fi
    elif [[ -z $closed && $plain == -?* ]]; then
      plain=${plain#-}
      while [[ -n $plain ]]; do
        if __sand_option "-${plain:0:1}" && [[ -n $value ]]; then
          if [[ ${#plain} == 1 ]]; then option=-$plain; fi
          break
        fi
        plain=${plain:1}
      done
    elif [[ -z $closed && -z $at && -z $topic && $position == 0 && $plain == help ]]; then
      topic=1
    elif [[ -z $closed && $position == 0 && " ${table[*]} " == *" c$plain "* ]]; then
      at="${at:+$at }$plain"
      __sand_table "$at"
    else
      __sand_argument "$position"
      if [[ $value == command ]]; then
        __sand_other "$i"
        return 0
      fi
      if ((position == 0)); then first=$plain; fi
      ((position++))
    fi
  done
  __sand_plain "${words[last]}"
  if [[ -n $option ]]; then
    __sand_option "$option"
    __sand_value "$value" ''
  elif [[ -n $topic ]]; then
    __sand_words c
  elif [[ -z $closed && $plain == --*=* ]]; then
    local before=${words[last]%%=*}=
    __sand_option "${plain%%=*}" || return 0
    plain=${plain#*=}
    __sand_value "$value" "$before"
  elif [[ -z $closed && $plain == -* ]]; then
    __sand_words o
  else
    if [[ -z $closed && $position == 0 ]]; then __sand_words c; fi
    __sand_argument "$position"
    if [[ $value == command ]]; then
      __sand_other "$last"
    else
      __sand_value "$value" ''
    fi
  fi
}

complete -F _sand sand
