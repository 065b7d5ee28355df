# Completion of sand for PowerShell 5.1 and later. Generated from the commands of sand: 'sand completion powershell'.
# Commands, options and their values stand in the table below; names that only sand knows, such as those
# of sandboxes, are asked of 'sand __complete', which starts nothing, is silent and takes 300 ms at most.

Register-ArgumentCompleter -Native -CommandName 'sand' -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)

  # What a command knows: cCOMMAND:TEXT, oOPTION:VALUE:TEXT, aARGUMENT, and for '=keys' kKEY:VALUE:TEXT.
  # VALUE and ARGUMENT are nothing for flags, - for what nobody can know, =A,B for words, or a kind of name.
  function Get-SandTable([string] $Command) {
    'o-h::Show how to use it, with examples.'
        'o--help::Show how to use it, with examples.'
        'o--no-input::Never ask a question; what needs an answer fails.'
        'o--no-otel::Send no OpenTelemetry, whatever the environment says.'
        'o--otel::Send traces, metrics and logs of this command to your OpenTelemetry backend.'
        'o-o:=table,json,yaml,name:Write results as table, json, yaml, name; errors too, when it is json.'
        'o--output:=table,json,yaml,name:Write results as table, json, yaml, name; errors too, when it is json.'
        'o--provider:provider:Where sandboxes live; else SANDGLASS_PROVIDER, else the configuration.'
        'o-q::Write results only: no progress, no remarks, names instead of tables.'
        'o--quiet::Write results only: no progress, no remarks, names instead of tables.'
    switch -CaseSensitive ($Command) {
      '' {
        'crun:Run a command in a sandbox of its own, which is deleted afterwards.'
        'ccreate:Create a sandbox and print its name, or its id when it has none.'
        'cls:List sandboxes, the newest first; those that failed or ended only with -a.'
        'cinfo:Show everything about a sandbox: limits and how they are held, usage, volumes.'
        'cstart:Start sandboxes that have been stopped; their files are as they were.'
        'cstop:Stop sandboxes: processes end, files stay.'
        'cpause:Freeze all processes of sandboxes.'
        'cresume:Let the processes of paused sandboxes go on.'
        'crm:Delete sandboxes with their files, whatever they are doing.'
        'crenew:Let sandboxes live for some time from now on, instead of until their expiry.'
        'cwait:Wait until sandboxes are in a state.'
        'cexec:Run a command in a sandbox.'
        'cshell:Open a shell in a sandbox: bash where there is one, else sh.'
        'ccode:Run code in an interpreter of a sandbox; variables stay for the next run.'
        'cps:List the processes of a sandbox.'
        'clogs:Show the output of a sandbox''s entry point, or of a background command.'
        'cmetrics:Show what a sandbox used: processors, memory, disk, network and processes.'
        'ctraces:Show the traces that programs in a sandbox told by OpenTelemetry, or one as a waterfall.'
        'ctop:Show what each sandbox uses now, the busiest first.'
        'cusage:Show what all sandboxes together take, and what they may take.'
        'cdashboard:See sandboxes, their logs, traces and metrics in the browser.'
        'ckill:Send a signal to processes or background commands of a sandbox.'
        'ccp:Copy files and directories between this machine and sandboxes, or from one sandbox to another.'
        'cfs:Work with the files of a sandbox.'
        'csnapshot:Keep the state of files of a sandbox, to make others from.'
        'cvolume:Manage named volumes: directories that outlive sandboxes.'
        'ctemplate:Manage templates: root file systems to make sandboxes from.'
        'cport:Reach ports inside a sandbox.'
        'cengine:See and control the engine of this machine; other commands start it by themselves.'
        'cprovider:Manage where sandboxes live: this machine, or servers.'
        'cconfig:Read and change the configuration.'
        'cotel:See and try where sand sends OpenTelemetry: traces, metrics and logs of your commands.'
        'ctelemetry:See and switch what sand tells about its usage.'
        'capi:Make a raw request to the API with the credentials of the provider.'
        'cdoctor:Look at what this machine offers for sandboxes, and say how to get what is missing.'
        'ccompletion:Print or install the script that completes the words of sand in a shell.'
        'cversion:Print what this build of sand is, and what it runs on.'
        'chelp:Show how to use a command, with examples.'
        'o-V::Print the version and end.'
        'o--version::Print the version and end.'
      }
      'run' {
        'o-n:-:Name; no other sandbox may have it.'
        'o--name:-:Name; no other sandbox may have it.'
        'o--image:template:Template or image; ''host'', the tools of this machine, if not configured.'
        'o--template:template:Template or image; ''host'', the tools of this machine, if not configured.'
        'o--snapshot:snapshot:Snapshot to start from, by name or id.'
        'o-e:-:Environment variable; without a value, the one set here.'
        'o--env:-:Environment variable; without a value, the one set here.'
        'o--env-file:file:File with lines NAME=VALUE.'
        'o-l:-:Label, to find it again.'
        'o--label:-:Label, to find it again.'
        'o--cpu:-:Most processors it may use: 2, 0.5 or 500m.'
        'o-m:-:Most memory it may use: 512Mi or 1g.'
        'o--memory:-:Most memory it may use: 512Mi or 1g.'
        'o--disk:-:Most space its files may take: 10Gi.'
        'o--pids:-:Most processes and threads it may have.'
        'o-v:mount:Mount a directory of this machine or a named volume.'
        'o--volume:mount:Mount a directory of this machine or a named volume.'
        'o--network:=none,host-allowed:What it reaches: none, or host-allowed for what this machine reaches.'
        'o--entrypoint:-:Shell command that runs from the start.'
        'o--otel-export::Send what it tells to the backend of OTEL_EXPORTER_OTLP_ENDPOINT, _PROTOCOL, _HEADERS, ...,'
        'o-i::Pass standard input on. Without it that happens when standard input is a pipe or a file, and not when it is a terminal.'
        'o--interactive::Pass standard input on. Without it that happens when standard input is a pipe or a file, and not when it is a terminal.'
        'o--no-stdin::Never pass standard input on, as in loops that read it themselves.'
        'o-t::Run it on a terminal of its own, connected to this one.'
        'o--tty::Run it on a terminal of its own, connected to this one.'
        'o-w:-:Working directory inside.'
        'o--workdir:-:Working directory inside.'
        'o-u:-:User inside: 1000, 1000:1000 or a name.'
        'o--user:-:User inside: 1000, 1000:1000 or a name.'
        'o--timeout:-:End the command after this time, such as 90s or 1h30m; then exit with 124.'
        'o--keep::Keep the sandbox; its id goes to standard error.'
        'o--rm::Delete the sandbox afterwards; that is so without it.'
        'acommand*'
      }
      'create' {
        'o-n:-:Name; no other sandbox may have it.'
        'o--name:-:Name; no other sandbox may have it.'
        'o--image:template:Template or image; ''host'', the tools of this machine, if not configured.'
        'o--template:template:Template or image; ''host'', the tools of this machine, if not configured.'
        'o--snapshot:snapshot:Snapshot to start from, by name or id.'
        'o-e:-:Environment variable; without a value, the one set here.'
        'o--env:-:Environment variable; without a value, the one set here.'
        'o--env-file:file:File with lines NAME=VALUE.'
        'o-l:-:Label, to find it again.'
        'o--label:-:Label, to find it again.'
        'o--cpu:-:Most processors it may use: 2, 0.5 or 500m.'
        'o-m:-:Most memory it may use: 512Mi or 1g.'
        'o--memory:-:Most memory it may use: 512Mi or 1g.'
        'o--disk:-:Most space its files may take: 10Gi.'
        'o--pids:-:Most processes and threads it may have.'
        'o-v:mount:Mount a directory of this machine or a named volume.'
        'o--volume:mount:Mount a directory of this machine or a named volume.'
        'o--network:=none,host-allowed:What it reaches: none, or host-allowed for what this machine reaches.'
        'o--entrypoint:-:Shell command that runs from the start.'
        'o--otel-export::Send what it tells to the backend of OTEL_EXPORTER_OTLP_ENDPOINT, _PROTOCOL, _HEADERS, ...,'
        'o--timeout:-:Let it be deleted by itself after this time, such as 30m or 2h.'
        'o--no-wait::Return before it runs.'
        'o--wait::Return once it runs; that is so without it.'
        'acommand*'
      }
      'ls' {
        'o-l:-:Only those with this label.'
        'o--label:-:Only those with this label.'
        'o--state:=running,paused,stopped,failed,terminated:Only those in one of these states, such as running or stopped.'
        'o-a::Those that failed or ended, too.'
        'o--all::Those that failed or ended, too.'
      }
      'info' {
        'asandbox'
      }
      'start' {
        'o--timeout:-:How long each may take, one minute if not said.'
        'asandbox*'
      }
      'stop' {
        'o--grace:-:How long processes have to end by themselves, 10 seconds if not said.'
        'asandbox*'
      }
      'pause' {
        'o--timeout:-:How long each may take, one minute if not said.'
        'asandbox*'
      }
      'resume' {
        'o--timeout:-:How long each may take, one minute if not said.'
        'asandbox*'
      }
      'rm' {
        'o--all::All sandboxes of the provider.'
        'o-y::Do not ask before --all.'
        'o--yes::Do not ask before --all.'
        'o-l:-:All with this label.'
        'o--label:-:All with this label.'
        'o--ignore-not-found::It is no error if one does not exist.'
        'o--no-wait::Return before they are gone.'
        'o--wait::Return once they are gone; that is so without it.'
        'asandbox*'
      }
      'renew' {
        'o--timeout:-:How long from now, such as 30m or 2h.'
        'asandbox*'
      }
      'wait' {
        'o--state:=running,paused,stopped,failed,deleted:One of these states, such as stopped or deleted; running if not said.'
        'o--timeout:-:How long to wait for each, one minute if not said.'
        'asandbox*'
      }
      'exec' {
        'o-i::Pass standard input on. Without it that happens when standard input is a pipe or a file, and not when it is a terminal.'
        'o--interactive::Pass standard input on. Without it that happens when standard input is a pipe or a file, and not when it is a terminal.'
        'o--no-stdin::Never pass standard input on, as in loops that read it themselves.'
        'o-t::Run it on a terminal of its own, connected to this one.'
        'o--tty::Run it on a terminal of its own, connected to this one.'
        'o-w:-:Working directory inside.'
        'o--workdir:-:Working directory inside.'
        'o-u:-:User inside: 1000, 1000:1000 or a name.'
        'o--user:-:User inside: 1000, 1000:1000 or a name.'
        'o--timeout:-:End the command after this time, such as 90s or 1h30m; then exit with 124.'
        'o-e:-:Environment variable; without a value, the one set here.'
        'o--env:-:Environment variable; without a value, the one set here.'
        'o-d::Run it in the background and print its id, for ''sand logs'' and ''sand kill''.'
        'o--detach::Run it in the background and print its id, for ''sand logs'' and ''sand kill''.'
        'asandbox'
        'acommand*'
      }
      'shell' {
        'o-u:-:User inside: 1000, 1000:1000 or a name.'
        'o--user:-:User inside: 1000, 1000:1000 or a name.'
        'o-w:-:Working directory inside.'
        'o--workdir:-:Working directory inside.'
        'asandbox'
      }
      'code' {
        'o-c:-:The code itself, instead of a file.'
        'o--code:-:The code itself, instead of a file.'
        'o--lang:-:Language; else what the file''s extension says, else python.'
        'o--context:-:Context whose variables are used, instead of the usual one of the language.'
        'asandbox'
        'afile'
      }
      'ps' {
        'asandbox'
      }
      'logs' {
        'o-f::Go on until the command ends; with records until interrupted.'
        'o--follow::Go on until the command ends; with records until interrupted.'
        'o--tail:-:Begin this many lines before the end.'
        'o--stream:=stdout,stderr:Only one of: stdout, stderr.'
        'o--all::Records of everything.'
        'o--since:-:Records from then on: 15m ago, 2h ago, or a time.'
        'o--severity:=trace,debug,info,warn,error,fatal:Records of at least this severity: trace, debug, info, warn, error, fatal.'
        'o--grep:-:Records with this text, in upper or lower case.'
        'o--process:-:Records of the command with this id; entrypoint is the entry point.'
        'asandbox'
        'a-'
      }
      'metrics' {
        'o--since:-:From when on: 15m, 2h, or a time (default: 15m).'
        'o-w::Show it anew every two seconds until interrupted.'
        'o--watch::Show it anew every two seconds until interrupted.'
        'o--name:-:Only metrics of these names, with their prefix.'
        'asandbox'
      }
      'traces' {
        'o--since:-:From when on: 15m, 2h, or a time; all that are kept if not said.'
        'o--limit:-:How many, the newest first (default: 100).'
        'asandbox'
        'a-'
      }
      'top' {
        'o--once::Show it once, on a terminal too.'
      }
      'dashboard' {
        'o--no-open::Only print the link.'
      }
      'kill' {
        'o-s:=TERM,KILL,INT,HUP,QUIT,USR1,USR2,STOP:Name or number; TERM if not said.'
        'o--signal:=TERM,KILL,INT,HUP,QUIT,USR1,USR2,STOP:Name or number; TERM if not said.'
        'asandbox'
        'a-*'
      }
      'cp' {
        'acopy*'
      }
      'fs' {
        'cls:List a directory.'
        'ccat:Write files to standard output, byte for byte.'
        'cwrite:Write a file from a text, or from standard input; missing directories are made.'
        'cmkdir:Make directories and those above them; it is no error if they exist.'
        'crm:Delete files and links, and with -r directories.'
        'cmv:Move or rename a file or directory within a sandbox.'
        'cchmod:Change permission bits, and owner and group.'
        'cstat:Tell about files, directories and links.'
        'cfind:Find files below a directory by their name.'
        'cgrep:Search the content of files with the grep of the sandbox.'
        'creplace:Replace every occurrence of a text in a file.'
        'ctree:Show a directory as a tree.'
      }
      'fs ls' {
        'o--depth:-:How many levels; 1 by default.'
        'asandbox'
        'ainside'
      }
      'fs cat' {
        'o--lines:-:Only these lines of text, counted from 1, such as 10:20, 10: or :20.'
        'asandbox'
        'ainside*'
      }
      'fs write' {
        'o--mode:-:Permission bits in octal, such as 600.'
        'asandbox'
        'ainside'
        'a-'
      }
      'fs mkdir' {
        'o--mode:-:Permission bits in octal, such as 700.'
        'asandbox'
        'ainside*'
      }
      'fs rm' {
        'o-r::Delete directories with everything in them.'
        'o--recursive::Delete directories with everything in them.'
        'o-f::It is no error if a path does not exist.'
        'o--force::It is no error if a path does not exist.'
        'asandbox'
        'ainside*'
      }
      'fs mv' {
        'asandbox'
        'ainside'
        'ainside'
      }
      'fs chmod' {
        'o--owner:-:A new owner, by name or number.'
        'o--group:-:A new group, by name or number.'
        'asandbox'
        'a-'
        'ainside*'
      }
      'fs stat' {
        'asandbox'
        'ainside*'
      }
      'fs find' {
        'o--name:-:A pattern such as *.txt; all files by default.'
        'asandbox'
        'ainside'
      }
      'fs grep' {
        'o-i::Upper and lower case are the same.'
        'o--ignore-case::Upper and lower case are the same.'
        'o-F::The pattern is a text, not an expression.'
        'o--fixed-strings::The pattern is a text, not an expression.'
        'o-l::Print only the names of files.'
        'o--files-with-matches::Print only the names of files.'
        'asandbox'
        'a-'
        'ainside*'
      }
      'fs replace' {
        'asandbox'
        'ainside'
        'a-'
        'a-'
      }
      'fs tree' {
        'o--depth:-:How many levels; 5 by default.'
        'asandbox'
        'ainside'
      }
      'snapshot' {
        'ccreate:Take a snapshot of a sandbox, wait until it is ready, and print its id.'
        'cls:List snapshots.'
        'cinfo:Tell about a snapshot.'
        'crm:Delete snapshots.'
      }
      'snapshot create' {
        'o--name:-:A name for it.'
        'o--timeout:-:How long to wait, such as 30s; 5m by default.'
        'asandbox'
      }
      'snapshot ls' {
        'asandbox'
      }
      'snapshot info' {
        'asnapshot'
      }
      'snapshot rm' {
        'o--ignore-not-found::It is no error if one does not exist.'
        'asnapshot*'
      }
      'volume' {
        'ccreate:Create an empty volume.'
        'cls:List volumes.'
        'crm:Delete volumes with their files; those in use are refused.'
      }
      'volume create' {
        'a-'
      }
      'volume rm' {
        'o--ignore-not-found::It is no error if one does not exist.'
        'avolume*'
      }
      'template' {
        'cadd:Add a root file system under a name.'
        'cls:List templates.'
        'crm:Remove templates; those that a sandbox or snapshot needs are refused.'
      }
      'template add' {
        'a-'
        'afile'
      }
      'template rm' {
        'o--ignore-not-found::It is no error if one does not exist.'
        'atemplate*'
      }
      'port' {
        'curl:Print a URL that reaches a port inside.'
        'cls:List the listeners on this machine that lead into a sandbox.'
        'crm:Close the listener that leads to a port of a sandbox.'
      }
      'port url' {
        'o--listen:-:The port on this machine; any free one by default.'
        'o--endpoint::Print the endpoint of the API with the headers that it wants, as JSON. They are secrets.'
        'o--open::Open it in the browser too.'
        'asandbox'
        'a-'
      }
      'port ls' {
        'asandbox'
      }
      'port rm' {
        'asandbox'
        'a-'
      }
      'engine' {
        'cstatus:Tell whether the engine runs, and about it; never starts it.'
        'cstart:Start the engine if it does not run.'
        'cstop:Stop the engine; it is no error if it does not run.'
        'clogs:Print the log of the engine.'
        'cserve:Run the engine in this process until Ctrl-C.'
      }
      'engine stop' {
        'o-f::Stop it while sandboxes run; they go on, and the next engine finds them.'
        'o--force::Stop it while sandboxes run; they go on, and the next engine finds them.'
      }
      'engine logs' {
        'o-f::Go on with what is written from now on.'
        'o--follow::Go on with what is written from now on.'
        'o--tail:-:Begin with only so many of the last lines.'
      }
      'engine serve' {
        'o--listen:-:Where to listen; any free port of 127.0.0.1 by default.'
        'o--api-key-file:file:A file with the API key that clients need; a random key by default.'
        'o--idle-minutes:-:End after so many minutes without a running sandbox or a request.'
        'o--allow-host-path:directory:A directory that sandboxes may bind as a volume; may be repeated. Your home by default.'
      }
      'provider' {
        'cadd:Add a server that speaks the OpenSandbox protocol.'
        'cls:List the providers and which one is in use.'
        'cuse:Use a provider in all commands that do not say another.'
        'crm:Forget providers and their API keys; their sandboxes stay as they are.'
      }
      'provider add' {
        'o--kind:=opensandbox:What it is: opensandbox (default).'
        'o--url:-:Its base URL.'
        'o--api-key-file:file:A file with its API key; the key is copied.'
        'o--api-key-stdin::Read its API key from standard input.'
        'o--no-check::Do not ask it whether it answers.'
        'o--replace::Replace the provider of this name, if there is one.'
        'o--use::Use it from now on.'
        'a-'
      }
      'provider use' {
        'aprovider'
      }
      'provider rm' {
        'aprovider*'
      }
      'config' {
        'cget:Print the value of a key: from the environment, the file, or the default.'
        'cset:Set a key in the configuration file; comments there stay.'
        'cunset:Remove keys from the configuration file; it is no error if they are not there.'
        'cls:List what is set, and where it comes from.'
        'cpath:Print the path of the configuration file, whether it exists or not.'
      }
      'config get' {
        'akey'
      }
      'config set' {
        'akey'
        'avalue'
      }
      'config unset' {
        'akey*'
      }
      'config ls' {
        'o-a::List all keys that there are, with their defaults.'
        'o--all::List all keys that there are, with their defaults.'
      }
      'otel' {
        'cstatus:Show whether OpenTelemetry is on, every setting, and where each comes from.'
        'ctest:Send one span, one metric and one log record, and say what came back and what to try.'
      }
      'otel test' {
        'o--timeout:-:How long to wait for answers, such as 3s; 10s if not given.'
      }
      'telemetry' {
        'cstatus:Tell whether usage telemetry is on, what decided that, and what waits.'
        'cenable:Switch usage telemetry on.'
        'cdisable:Switch usage telemetry off; delete what waits, and the ID, without a word to anybody.'
        'cshow:Print exactly the bytes that would be sent now.'
        'clog:Print the last 500 events that were sent, as they were sent.'
        'creset:Delete what waits and take a new ID; nothing joins it to the old one.'
        'cflush:Upload what waits, now, and say what happened; takes 30 seconds at most.'
        'cschema:Print the JSON Schema of the events: everything that they can say.'
      }
      'api' {
        'o-d:data:The body: standard input, a file, or the text itself.'
        'o--data:data:The body: standard input, a file, or the text itself.'
        'o-H:-:A header field; may be repeated.'
        'o--header:-:A header field; may be repeated.'
        'a=GET,POST,PUT,PATCH,DELETE'
        'a-'
      }
      'completion' {
        'o--install::Write it where the shell looks for it.'
        'a=bash,zsh,fish,powershell'
      }
      'help' {
        'a-*'
      }
      '=keys' {
        'kprovider:provider:Provider that commands use when --provider does not say another'
        'koutput:=table,json,yaml,name:Output format without -o'
        'kdefaults.image:template:Template or image of new sandboxes'
        'kdefaults.cpu:-:Processor limit of new sandboxes'
        'kdefaults.memory:-:Memory limit of new sandboxes'
        'kdefaults.timeout:-:Time after which new sandboxes end by themselves'
        'kdefaults.network:=none,host-allowed:Network of new sandboxes'
        'kengine.idle-minutes:-:Minutes without a running sandbox or a request after which the local engine ends'
        'kengine.allow-host-paths:file:Directories of this machine that sandboxes may bind as volumes'
        'kengine.metrics-interval:-:Time between two samples of what a sandbox uses, from 1s to 1h'
        'kengine.metrics-prefix:-:Begin of the names of metrics of sandboxes; daytona. and leap0. fit their dashboards'
        'kengine.signals-retention:-:For how long metrics, logs and traces of sandboxes are kept; none keeps none'
        'kengine.signals-max-size:-:How much of them is kept'
        'kengine.organization:-:Organization that metrics, logs and traces of sandboxes are labelled with'
        'kengine.region:-:Region that they are labelled with'
        'kengine.quota-cpu:-:Processors that all running sandboxes together may have'
        'kengine.quota-memory:-:Memory that all running sandboxes together may have'
        'kengine.quota-disk:-:Disk that all sandboxes together may have'
        'kengine.otlp.endpoint:-:OTLP endpoint that metrics, logs and traces of sandboxes are sent to'
        'kengine.otlp.protocol:=grpc,http/protobuf,http/json:How they are sent'
        'kengine.otlp.headers-file:file:File (0600) with headers that are sent along, as lines name=value'
        'kengine.otlp.certificate:file:File (PEM) with the authorities that the endpoint''s certificate has to be from'
        'kengine.otlp.client-certificate:file:File (PEM) with the certificate that the engine shows'
        'kengine.otlp.client-key:file:File (PEM, 0600) with the private key of that'
        'kengine.otlp.compression:=gzip,none:Whether what is sent is compressed'
        'kengine.otlp.timeout:-:For how long an answer is waited for'
        'kengine.otlp.queue-size:-:How much waits on disk at most while backends are down'
        'ktelemetry.enabled:=true,false:Whether anonymous usage telemetry is recorded; when it is not set: yes, once its notice was shown'
        'ktelemetry.id:-:Random number that usage telemetry knows this installation by; sand writes it'
        'kotel.enabled:=true,false:Whether sand sends OpenTelemetry to your backend; when it is not set: if an endpoint is'
        'kotel.flush-timeout:-:How long a command waits at its end for OpenTelemetry to be delivered'
      }
    }
  }

  # The kind of value that an option takes: nothing for flags, and for options that there are not.
  function Get-SandOption([string[]] $Table, [string] $Name) {
    foreach ($entry in $Table) {
      $parts = $entry.Split([char[]] ':', 3)
      if ($parts[0] -ceq "o$Name") { return $parts[1] }
    }
    return ''
  }

  # The kind of the argument at a position, counted from 0.
  function Get-SandArgument([string[]] $Table, [int] $Position) {
    $count = 0
    foreach ($entry in $Table) {
      if (-not $entry.StartsWith('a', 'Ordinal')) { continue }
      if ($count -eq $Position -or $entry.EndsWith('*', 'Ordinal')) {
        return $entry.Substring(1).TrimEnd('*')
      }
      $count++
    }
    return ''
  }

  # One candidate, if it fits. What is not a plain word is quoted, so that nothing in it is ever expanded.
  function New-SandResult([string] $Text, [string] $Shown, [string] $About) {
    if (-not $Text.StartsWith($wordToCompletePlain, 'Ordinal')) { return }
    $inserted = $Text
    if ($Text -cnotmatch '^[A-Za-z0-9_./:=+-]+$') {
      $escaped = [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($Text)
      $inserted = "'" + $escaped + "'"
    }
    if ($About -eq '') { $About = $Shown }
    [System.Management.Automation.CompletionResult]::new($inserted, $Shown, 'ParameterValue', $About)
  }

  # Names that only sand knows, each with something before and behind.
  function Get-SandName([string] $Kind, [string] $Before, [string] $After, [string[]] $Known) {
    $program = Get-Command -Name 'sand' -CommandType Application -TotalCount 1 -ErrorAction SilentlyContinue
    if ($null -eq $program) { return }
    $arguments = @('__complete', $Kind, "provider=$provider") + $Known
    foreach ($line in (& $program.Source $arguments 2>$null)) {
      $parts = $line.Split([char[]] "`t", 2)
      $about = ''
      if ($parts.Count -gt 1) { $about = $parts[1] }
      New-SandResult ($Before + $parts[0] + $After) ($parts[0] + $After) $about
    }
  }

  # What a kind of value can be. Nothing at all lets PowerShell offer files, an empty word does not.
  function Get-SandValue([string] $Kind, [string] $Word, [string] $Before) {
    if ($Kind.StartsWith('=', 'Ordinal')) {
      foreach ($value in $Kind.Substring(1).Split([char[]] ',')) { New-SandResult ($Before + $value) $value '' }
      return
    }
    switch ($Kind) {
      { $_ -in 'sandbox', 'snapshot', 'volume', 'template', 'provider' } { Get-SandName $Kind $Before '' @() }
      'key' {
        foreach ($entry in (Get-SandTable '=keys')) {
          $parts = $entry.Split([char[]] ':', 3)
          New-SandResult $parts[0].Substring(1) $parts[0].Substring(1) $parts[2]
        }
        if ($Word.StartsWith('providers.', 'Ordinal')) { Get-SandName 'key' '' '' @() }
      }
      'value' {
        foreach ($entry in (Get-SandTable '=keys')) {
          $parts = $entry.Split([char[]] ':', 3)
          if ($parts[0] -ceq "k$first") { Get-SandValue $parts[1] $Word $Before }
        }
      }
      'inside' { Get-SandName 'path' $Before '' @("sandbox=$first", "word=$Word") }
      'copy' {
        $colon = $Word.IndexOf(':')
        if ($colon -ge 0 -and $Word.Substring(0, $colon).IndexOf('/') -lt 0) {
          $sandbox = $Word.Substring(0, $colon)
          Get-SandName 'path' "${sandbox}:" '' @("sandbox=$sandbox", "word=$($Word.Substring($colon + 1))")
        } else {
          if ($Word.IndexOf('/') -lt 0) { Get-SandName 'sandbox' '' ':' @() }
          foreach ($item in (Get-ChildItem -Path '.' -Name -ErrorAction SilentlyContinue)) { New-SandResult $item $item '' }
        }
      }
      'mount' { if ($Word -cnotmatch '^[./~]|:') { Get-SandName 'volume' $Before ':' @() } }
    }
  }

  # Commands or options of a table.
  function Get-SandWord([string[]] $Table, [string] $Letter) {
    foreach ($entry in $Table) {
      if (-not $entry.StartsWith($Letter, 'Ordinal')) { continue }
      $parts = $entry.Substring(1).Split([char[]] ':', 3)
      New-SandResult $parts[0] $parts[0] $parts[-1]
    }
  }

  $words = @()
  $wordToCompletePlain = ''
  foreach ($element in $commandAst.CommandElements) {
    if ($element.Extent.StartOffset -ge $cursorPosition) { break }
    $text = $element.Extent.Text
    if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $text = $element.Value }
    if ($element.Extent.EndOffset -ge $cursorPosition) { $wordToCompletePlain = $text } else { $words += $text }
  }

  $table = @(Get-SandTable '')
  $at = ''
  $first = ''
  $option = ''
  $provider = ''
  $topic = $false
  $closed = $false
  $position = 0
  for ($i = 1; $i -lt $words.Count; $i++) {
    $word = $words[$i]
    if ($option -ne '') {
      if ($option -ceq '--provider') { $provider = $word }
      $option = ''
    } elseif (-not $closed -and $word -ceq '--') {
      $closed = $true
    } elseif (-not $closed -and $word.StartsWith('--', 'Ordinal')) {
      if ($word.StartsWith('--provider=', 'Ordinal')) { $provider = $word.Substring(11) }
      if ($word.IndexOf('=') -lt 0 -and (Get-SandOption $table $word) -ne '') { $option = $word }
    } elseif (-not $closed -and $word.Length -gt 1 -and $word.StartsWith('-', 'Ordinal')) {
      for ($j = 1; $j -lt $word.Length; $j++) {
        if ((Get-SandOption $table ('-' + $word[$j])) -ne '') {
          if ($j -eq $word.Length - 1) { $option = '-' + $word[$j] }
          break
        }
      }
    } elseif (-not $closed -and $at -eq '' -and -not $topic -and $position -eq 0 -and $word -ceq 'help') {
      $topic = $true
    } elseif (-not $closed -and $position -eq 0 -and @($table | Where-Object { $_.StartsWith("c${word}:", 'Ordinal') }).Count -gt 0) {
      $at = ($at + ' ' + $word).Trim()
      $table = @(Get-SandTable $at)
    } else {
      if ((Get-SandArgument $table $position) -ceq 'command') { return }
      if ($position -eq 0) { $first = $word }
      $position++
    }
  }

  $kind = ''
  $results = @()
  if ($option -ne '') {
    $kind = Get-SandOption $table $option
    $results = @(Get-SandValue $kind $wordToCompletePlain '')
  } elseif ($topic) {
    $results = @(Get-SandWord $table 'c')
  } elseif (-not $closed -and $wordToCompletePlain -cmatch '^(--[^=]+=)(.*)$') {
    $before = $Matches[1]
    $rest = $Matches[2]
    $kind = Get-SandOption $table $before.TrimEnd('=')
    $results = @(Get-SandValue $kind $rest $before)
  } elseif (-not $closed -and $wordToCompletePlain.StartsWith('-', 'Ordinal')) {
    $results = @(Get-SandWord $table 'o')
  } else {
    $kind = Get-SandArgument $table $position
    if (-not $closed -and $position -eq 0) { $results = @(Get-SandWord $table 'c') }
    $results += @(Get-SandValue $kind $wordToCompletePlain '')
  }
  if ($results.Count -gt 0) { return $results }
  # PowerShell's own files and commands where they belong, and an empty word, which is none of them, elsewhere.
  if ($kind -in 'file', 'directory', 'command', 'copy', 'mount', 'data') { return }
  ''
}
