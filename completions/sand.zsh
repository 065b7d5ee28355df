#compdef sand
# Completion of sand for zsh. Generated from the commands of sand: 'sand completion zsh'.
# Commands, options and their values stand in the table below; names that only sand knows, such as those
# of sandboxes, are asked of 'sand __complete', which starts nothing, is silent and takes 300 ms at most.

# Sets "table" to what a command knows: cCOMMAND:TEXT, oOPTION:VALUE:TEXT, aARGUMENT, and for '=keys'
# kKEY:VALUE:TEXT. VALUE and ARGUMENT are nothing for flags, - for what nobody can know, =A,B for words,
# or a kind of name.
_sand_table() {
  table=(
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
  )
  case $1 in
    '')
      table+=(
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
        'clogs:Show the output of a sandbox'\''s entry point, or of a background command.'
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
      )
      ;;
    'run')
      table+=(
        'o-n:-:Name; no other sandbox may have it.'
        'o--name:-:Name; no other sandbox may have it.'
        'o--image:template:Template or image; '\''host'\'', the tools of this machine, if not configured.'
        'o--template:template:Template or image; '\''host'\'', the tools of this machine, if not configured.'
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
      )
      ;;
    'create')
      table+=(
        'o-n:-:Name; no other sandbox may have it.'
        'o--name:-:Name; no other sandbox may have it.'
        'o--image:template:Template or image; '\''host'\'', the tools of this machine, if not configured.'
        'o--template:template:Template or image; '\''host'\'', the tools of this machine, if not configured.'
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
      )
      ;;
    'ls')
      table+=(
        'o-l:-:Only those with this label.'
        'o--label:-:Only those with this label.'
        'o--state:=running,paused,stopped,failed,terminated:Only those in one of these states, such as running or stopped.'
        'o-a::Those that failed or ended, too.'
        'o--all::Those that failed or ended, too.'
      )
      ;;
    'info')
      table+=(
        'asandbox'
      )
      ;;
    'start')
      table+=(
        'o--timeout:-:How long each may take, one minute if not said.'
        'asandbox*'
      )
      ;;
    'stop')
      table+=(
        'o--grace:-:How long processes have to end by themselves, 10 seconds if not said.'
        'asandbox*'
      )
      ;;
    'pause')
      table+=(
        'o--timeout:-:How long each may take, one minute if not said.'
        'asandbox*'
      )
      ;;
    'resume')
      table+=(
        'o--timeout:-:How long each may take, one minute if not said.'
        'asandbox*'
      )
      ;;
    'rm')
      table+=(
        'o--all::All sandboxes of the provider.'
        'o-y::Do not ask before --all.'
        'o--yes::Do not ask before --all.'
        'o-l:-:All with this label.'
        'o--label:-:All with this label.'
        'o--ignore-not-found::It is no error if one does not exist.'
        'o--no-wait::Return before they are gone.'
        'o--wait::Return once they are gone; that is so without it.'
        'asandbox*'
      )
      ;;
    'renew')
      table+=(
        'o--timeout:-:How long from now, such as 30m or 2h.'
        'asandbox*'
      )
      ;;
    'wait')
      table+=(
        'o--state:=running,paused,stopped,failed,deleted:One of these states, such as stopped or deleted; running if not said.'
        'o--timeout:-:How long to wait for each, one minute if not said.'
        'asandbox*'
      )
      ;;
    'exec')
      table+=(
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
        'o-d::Run it in the background and print its id, for '\''sand logs'\'' and '\''sand kill'\''.'
        'o--detach::Run it in the background and print its id, for '\''sand logs'\'' and '\''sand kill'\''.'
        'asandbox'
        'acommand*'
      )
      ;;
    'shell')
      table+=(
        'o-u:-:User inside: 1000, 1000:1000 or a name.'
        'o--user:-:User inside: 1000, 1000:1000 or a name.'
        'o-w:-:Working directory inside.'
        'o--workdir:-:Working directory inside.'
        'asandbox'
      )
      ;;
    'code')
      table+=(
        'o-c:-:The code itself, instead of a file.'
        'o--code:-:The code itself, instead of a file.'
        'o--lang:-:Language; else what the file'\''s extension says, else python.'
        'o--context:-:Context whose variables are used, instead of the usual one of the language.'
        'asandbox'
        'afile'
      )
      ;;
    'ps')
      table+=(
        'asandbox'
      )
      ;;
    'logs')
      table+=(
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
      )
      ;;
    'metrics')
      table+=(
        'o--since:-:From when on: 15m, 2h, or a time (default: 15m).'
        'o-w::Show it anew every two seconds until interrupted.'
        'o--watch::Show it anew every two seconds until interrupted.'
        'o--name:-:Only metrics of these names, with their prefix.'
        'asandbox'
      )
      ;;
    'traces')
      table+=(
        'o--since:-:From when on: 15m, 2h, or a time; all that are kept if not said.'
        'o--limit:-:How many, the newest first (default: 100).'
        'asandbox'
        'a-'
      )
      ;;
    'top')
      table+=(
        'o--once::Show it once, on a terminal too.'
      )
      ;;
    'dashboard')
      table+=(
        'o--no-open::Only print the link.'
      )
      ;;
    'kill')
      table+=(
        'o-s:=TERM,KILL,INT,HUP,QUIT,USR1,USR2,STOP:Name or number; TERM if not said.'
        'o--signal:=TERM,KILL,INT,HUP,QUIT,USR1,USR2,STOP:Name or number; TERM if not said.'
        'asandbox'
        'a-*'
      )
      ;;
    'cp')
      table+=(
        'acopy*'
      )
      ;;
    'fs')
      table+=(
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
      )
      ;;
    'fs ls')
      table+=(
        'o--depth:-:How many levels; 1 by default.'
        'asandbox'
        'ainside'
      )
      ;;
    'fs cat')
      table+=(
        'o--lines:-:Only these lines of text, counted from 1, such as 10:20, 10: or :20.'
        'asandbox'
        'ainside*'
      )
      ;;
    'fs write')
      table+=(
        'o--mode:-:Permission bits in octal, such as 600.'
        'asandbox'
        'ainside'
        'a-'
      )
      ;;
    'fs mkdir')
      table+=(
        'o--mode:-:Permission bits in octal, such as 700.'
        'asandbox'
        'ainside*'
      )
      ;;
    'fs rm')
      table+=(
        'o-r::Delete directories with everything in them.'
        'o--recursive::Delete directories with everything in them.'
        'o-f::It is no error if a path does not exist.'
        'o--force::It is no error if a path does not exist.'
        'asandbox'
        'ainside*'
      )
      ;;
    'fs mv')
      table+=(
        'asandbox'
        'ainside'
        'ainside'
      )
      ;;
    'fs chmod')
      table+=(
        'o--owner:-:A new owner, by name or number.'
        'o--group:-:A new group, by name or number.'
        'asandbox'
        'a-'
        'ainside*'
      )
      ;;
    'fs stat')
      table+=(
        'asandbox'
        'ainside*'
      )
      ;;
    'fs find')
      table+=(
        'o--name:-:A pattern such as *.txt; all files by default.'
        'asandbox'
        'ainside'
      )
      ;;
    'fs grep')
      table+=(
        'o-i::Upper and lower case are the same.'
        'o--ignore-case::Upper and lower case are the same.'
        'o-F::The pattern is a text, not an expression.'
        'o--fixed-strings::The pattern is a text, not an expression.'
        'o-l::Print only the names of files.'
        'o--files-with-matches::Print only the names of files.'
        'asandbox'
        'a-'
        'ainside*'
      )
      ;;
    'fs replace')
      table+=(
        'asandbox'
        'ainside'
        'a-'
        'a-'
      )
      ;;
    'fs tree')
      table+=(
        'o--depth:-:How many levels; 5 by default.'
        'asandbox'
        'ainside'
      )
      ;;
    'snapshot')
      table+=(
        'ccreate:Take a snapshot of a sandbox, wait until it is ready, and print its id.'
        'cls:List snapshots.'
        'cinfo:Tell about a snapshot.'
        'crm:Delete snapshots.'
      )
      ;;
    'snapshot create')
      table+=(
        'o--name:-:A name for it.'
        'o--timeout:-:How long to wait, such as 30s; 5m by default.'
        'asandbox'
      )
      ;;
    'snapshot ls')
      table+=(
        'asandbox'
      )
      ;;
    'snapshot info')
      table+=(
        'asnapshot'
      )
      ;;
    'snapshot rm')
      table+=(
        'o--ignore-not-found::It is no error if one does not exist.'
        'asnapshot*'
      )
      ;;
    'volume')
      table+=(
        'ccreate:Create an empty volume.'
        'cls:List volumes.'
        'crm:Delete volumes with their files; those in use are refused.'
      )
      ;;
    'volume create')
      table+=(
        'a-'
      )
      ;;
    'volume rm')
      table+=(
        'o--ignore-not-found::It is no error if one does not exist.'
        'avolume*'
      )
      ;;
    'template')
      table+=(
        'cadd:Add a root file system under a name.'
        'cls:List templates.'
        'crm:Remove templates; those that a sandbox or snapshot needs are refused.'
      )
      ;;
    'template add')
      table+=(
        'a-'
        'afile'
      )
      ;;
    'template rm')
      table+=(
        'o--ignore-not-found::It is no error if one does not exist.'
        'atemplate*'
      )
      ;;
    'port')
      table+=(
        'curl:Print a URL that reaches a port inside.'
        'cls:List the listeners on this machine that lead into a sandbox.'
        'crm:Close the listener that leads to a port of a sandbox.'
      )
      ;;
    'port url')
      table+=(
        'o--listen:-:The port on this machine; any free one by default.'
        'o--endpoint::Print the endpoint of the API with the headers that it wants, as JSON. They are secrets.'
        'o--open::Open it in the browser too.'
        'asandbox'
        'a-'
      )
      ;;
    'port ls')
      table+=(
        'asandbox'
      )
      ;;
    'port rm')
      table+=(
        'asandbox'
        'a-'
      )
      ;;
    'engine')
      table+=(
        'cstatus:Tell whether the engine runs, and about it; never starts it.'
        'cstart:Start the engine if it does not run.'
        'cstop:Stop the engine; it is no error if it does not run.'
        'clogs:Print the log of the engine.'
        'cserve:Run the engine in this process until Ctrl-C.'
      )
      ;;
    'engine stop')
      table+=(
        'o-f::Stop it while sandboxes run; they go on, and the next engine finds them.'
        'o--force::Stop it while sandboxes run; they go on, and the next engine finds them.'
      )
      ;;
    'engine logs')
      table+=(
        'o-f::Go on with what is written from now on.'
        'o--follow::Go on with what is written from now on.'
        'o--tail:-:Begin with only so many of the last lines.'
      )
      ;;
    'engine serve')
      table+=(
        'o--listen:-:Where to listen; any free port of 127.0.0.1 by default.'
        'o--api-key-file:file:A file with the API key that clients need; a random key by default.'
        'o--idle-minutes:-:End after so many minutes without a running sandbox or a request.'
        'o--allow-host-path:directory:A directory that sandboxes may bind as a volume; may be repeated. Your home by default.'
      )
      ;;
    'provider')
      table+=(
        'cadd:Add a server that speaks the OpenSandbox protocol.'
        'cls:List the providers and which one is in use.'
        'cuse:Use a provider in all commands that do not say another.'
        'crm:Forget providers and their API keys; their sandboxes stay as they are.'
      )
      ;;
    'provider add')
      table+=(
        'o--kind:=opensandbox:What it is: opensandbox (default).'
        'o--url:-:Its base URL.'
        'o--api-key-file:file:A file with its API key; the key is copied.'
        'o--api-key-stdin::Read its API key from standard input.'
        'o--no-check::Do not ask it whether it answers.'
        'o--replace::Replace the provider of this name, if there is one.'
        'o--use::Use it from now on.'
        'a-'
      )
      ;;
    'provider use')
      table+=(
        'aprovider'
      )
      ;;
    'provider rm')
      table+=(
        'aprovider*'
      )
      ;;
    'config')
      table+=(
        'cget:Print the value of a key: from the environment, the file, or the default.'
        'cset:Set a key in the configuration file; comments there stay.'
        'cunset:Remove keys from the configuration file; it is no error if they are not there.'
        'cls:List what is set, and where it comes from.'
        'cpath:Print the path of the configuration file, whether it exists or not.'
      )
      ;;
    'config get')
      table+=(
        'akey'
      )
      ;;
    'config set')
      table+=(
        'akey'
        'avalue'
      )
      ;;
    'config unset')
      table+=(
        'akey*'
      )
      ;;
    'config ls')
      table+=(
        'o-a::List all keys that there are, with their defaults.'
        'o--all::List all keys that there are, with their defaults.'
      )
      ;;
    'otel')
      table+=(
        'cstatus:Show whether OpenTelemetry is on, every setting, and where each comes from.'
        'ctest:Send one span, one metric and one log record, and say what came back and what to try.'
      )
      ;;
    'otel test')
      table+=(
        'o--timeout:-:How long to wait for answers, such as 3s; 10s if not given.'
      )
      ;;
    'telemetry')
      table+=(
        'cstatus:Tell whether usage telemetry is on, what decided that, and what waits.'
        'cenable:Switch usage telemetry on.'
        'cdisable:Switch usage telemetry off; delete what waits, and the ID, without a word to anybody.'
        'cshow:Print exactly the bytes that would be sent now.'
        'clog:Print the last 500 events that were sent, as they were sent.'
        'creset:Delete what waits and take a new ID; nothing joins it to the old one.'
        'cflush:Upload what waits, now, and say what happened; takes 30 seconds at most.'
        'cschema:Print the JSON Schema of the events: everything that they can say.'
      )
      ;;
    'api')
      table+=(
        'o-d:data:The body: standard input, a file, or the text itself.'
        'o--data:data:The body: standard input, a file, or the text itself.'
        'o-H:-:A header field; may be repeated.'
        'o--header:-:A header field; may be repeated.'
        'a=GET,POST,PUT,PATCH,DELETE'
        'a-'
      )
      ;;
    'completion')
      table+=(
        'o--install::Write it where the shell looks for it.'
        'a=bash,zsh,fish,powershell'
      )
      ;;
    'help')
      table+=(
        'a-*'
      )
      ;;
    '=keys')
      table+=(
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
        'kengine.otlp.certificate:file:File (PEM) with the authorities that the endpoint'\''s certificate has to be from'
        'kengine.otlp.client-certificate:file:File (PEM) with the certificate that the engine shows'
        'kengine.otlp.client-key:file:File (PEM, 0600) with the private key of that'
        'kengine.otlp.compression:=gzip,none:Whether what is sent is compressed'
        'kengine.otlp.timeout:-:For how long an answer is waited for'
        'kengine.otlp.queue-size:-:How much waits on disk at most while backends are down'
        'ktelemetry.enabled:=true,false:Whether anonymous usage telemetry is recorded; when it is not set: yes, once its notice was shown'
        'ktelemetry.id:-:Random number that usage telemetry knows this installation by; sand writes it'
        'kotel.enabled:=true,false:Whether sand sends OpenTelemetry to your backend; when it is not set: if an endpoint is'
        'kotel.flush-timeout:-:How long a command waits at its end for OpenTelemetry to be delivered'
      )
      ;;
  esac
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
