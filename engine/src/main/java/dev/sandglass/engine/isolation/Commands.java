package dev.sandglass.engine.isolation;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Starts processes in one sandbox. */
final class Commands {
  private static final AtomicLong NUMBER = new AtomicLong(System.nanoTime());
  private static final String ROOT = "/sys/root";
  private static final String TOOLS_FOR_COMMANDS = "/dev/.sandglass";
  private static final String TOOLS_FOR_FILES = "/proc";

  private final LinuxIsolation isolation;
  private final LinuxHolder holder;
  private final HolderSpec spec;
  private final ControlGroup group;

  Commands(LinuxIsolation isolation, LinuxHolder holder, HolderSpec spec, ControlGroup group) {
    this.isolation = isolation;
    this.holder = holder;
    this.spec = spec;
    this.group = group;
  }

  Execution start(ExecutionSpec execution) {
    Path files = isolation.executions().resolve(Long.toHexString(NUMBER.incrementAndGet()));
    List<String> command = new ArrayList<>(List.of("sh", isolation.scripts().path("execute.sh")));
    command.addAll(launch(execution, files, owner(execution.user())));
    Process process = isolation.spawner().start(builder(command));
    return new ChildExecution(holder, process, files, execution.terminal().isPresent());
  }

  DetachedExecution startDetached(ExecutionSpec execution, Path directory, long limit) {
    if (execution.terminal().isPresent()) {
      throw new IllegalArgumentException("a command that outlives the engine has no terminal");
    }
    try {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      List<String> command = new ArrayList<>();
      command.addAll(List.of("setsid", "sh", isolation.scripts().path("detached.sh")));
      command.addAll(List.of(directory.toString(), Long.toString(limit), owner(execution.user())));
      command.add(isolation.scripts().path("execute.sh"));
      command.addAll(launch(execution, FileExecution.files(directory), "-"));
      Process process =
          isolation
              .spawner()
              .start(
                  builder(command)
                      .redirectInput(new File("/dev/null"))
                      .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                      .redirectError(ProcessBuilder.Redirect.DISCARD));
      long start = ProcessTable.find(process.pid()).map(ProcessTable.Entry::start).orElse(-1L);
      Files.writeString(FileExecution.supervisor(directory), process.pid() + " " + start);
      CompletableFuture<Void> ended = process.onExit().thenAccept(done -> {});
      return new FileExecution(holder, directory, ended);
    } catch (IOException e) {
      throw new IsolationException("cannot write to " + directory + ": " + e.getMessage(), e);
    }
  }

  /**
   * The host's id of a user inside, where the pipes must be handed over to it: programs open {@code
   * /dev/stderr} and the like by name, and the kernel then asks who owns what is behind it.
   */
  private String owner(SandboxUser user) {
    return isolation.ids().mapping() == HostCapabilities.IdMapping.ROOT_RANGE
        ? Integer.toString(isolation.ids().first() + user.uid())
        : "-";
  }

  /** The arguments of execute.sh; writes the file with bubblewrap's. */
  private List<String> launch(ExecutionSpec execution, Path files, String owner) {
    if (isolation.ids().mapping() == HostCapabilities.IdMapping.SINGLE
        && !execution.user().equals(SandboxUser.ROOT)) {
      throw new IsolationException(
          "only root exists in this sandbox, because you have no subordinate user ids: install"
              + " uidmap and add a range for yourself to /etc/subuid and /etc/subgid");
    }
    boolean bubblewrap =
        isolation.capabilities().executor() == HostCapabilities.Executor.BUBBLEWRAP;
    List<String> command =
        bubblewrap ? confined(execution, files) : FallbackLaunch.command(execution, files);
    List<String> arguments = new ArrayList<>();
    arguments.add(bubblewrap ? "bubblewrap" : "util-linux");
    arguments.add(Long.toString(holder.pid()));
    arguments.add(files.toString());
    arguments.add(isolation.scripts().filter().map(Path::toString).orElse("-"));
    arguments.add(
        group.available() ? "-" : Long.toString(LinuxIsolation.processLimit(spec.limits())));
    arguments.add(keep());
    arguments.add(owner);
    arguments.add(groups());
    arguments.addAll(command);
    return arguments;
  }

  private List<String> confined(ExecutionSpec execution, Path files) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--dev-bind", ROOT, "/", "--json-status-fd", "3"));
    isolation.scripts().filter().ifPresent(f -> arguments.addAll(List.of("--seccomp", "6")));
    arguments.addAll(List.of("--die-with-parent", "--new-session", "--cap-drop", "ALL"));
    List<String> helpers = new ArrayList<>();
    boolean otherUser = !execution.user().equals(SandboxUser.ROOT);
    if (otherUser) {
      helpers.add("setpriv");
      arguments.addAll(List.of("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"));
    }
    if (execution.terminal().isPresent()) {
      helpers.addAll(List.of("script", "stty"));
    }
    if (!helpers.isEmpty()) {
      arguments.addAll(isolation.tools().bindings(TOOLS_FOR_COMMANDS, helpers));
    }
    arguments.add("--clearenv");
    Map<String, String> environment = new TreeMap<>(execution.environment());
    Optional<String> shell = Optional.ofNullable(environment.get("SHELL"));
    if (execution.terminal().isPresent()) {
      // script(1) starts its command through it; the command gets the wanted value back.
      environment.put("SHELL", "/bin/sh");
    }
    environment.forEach((name, value) -> arguments.addAll(List.of("--setenv", name, value)));
    arguments.addAll(List.of("--chdir", execution.workingDirectory()));
    ExecutionFiles.writeArguments(files, arguments);
    return helped(execution, otherUser, shell);
  }

  private List<String> helped(ExecutionSpec execution, boolean otherUser, Optional<String> shell) {
    List<String> command = new ArrayList<>();
    if (otherUser) {
      command.addAll(isolation.tools().invocation(TOOLS_FOR_COMMANDS, "setpriv"));
      command.addAll(List.of("--reuid", Integer.toString(execution.user().uid())));
      command.addAll(List.of("--regid", Integer.toString(execution.user().gid())));
      command.addAll(List.of("--clear-groups", "--inh-caps=-all", "--"));
    }
    if (execution.terminal().isEmpty()) {
      command.addAll(execution.command());
      return command;
    }
    TerminalSize size = execution.terminal().get();
    String stty = String.join(" ", isolation.tools().invocation(TOOLS_FOR_COMMANDS, "stty"));
    String line =
        stty
            + " rows "
            + size.rows()
            + " columns "
            + size.columns()
            + "; "
            + shell.map(value -> "SHELL=" + HolderFiles.quote(value)).orElse("unset SHELL")
            + "; exec "
            + execution.command().stream().map(HolderFiles::quote).collect(Collectors.joining(" "));
    command.addAll(isolation.tools().invocation(TOOLS_FOR_COMMANDS, "script"));
    command.addAll(List.of("-qef", "-E", "always", "-c", line, "/dev/null"));
    return command;
  }

  Process tool(HostTool tool, List<String> arguments) {
    List<String> words = new ArrayList<>(arguments);
    List<String> names = List.of(tool.program());
    boolean bubblewrap =
        isolation.capabilities().executor() == HostCapabilities.Executor.BUBBLEWRAP;
    if (tool == HostTool.SH && bubblewrap) {
      names = isolation.tools().available();
      if (words.size() > 1 && words.get(0).equals("-c")) {
        words.set(1, isolation.tools().functions(TOOLS_FOR_FILES, names) + words.get(1));
      }
    }
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", isolation.scripts().path("tool.sh")));
    command.addAll(List.of(Long.toString(holder.pid()), keep(), groups()));
    command.add(bubblewrap ? isolation.tools().loader().toString() : "/dev/null");
    // Without bubblewrap the tool's libraries come by way of the sandbox's root directory: if that
    // went wrong, it must go wrong where the sandbox's own code is.
    command.add(bubblewrap ? "" : "--pid --net --ipc --uts");
    if (bubblewrap) {
      command.addAll(List.of("bwrap", "--dev-bind", ROOT, "/"));
      command.addAll(isolation.tools().bindingsAmongUntrusted(TOOLS_FOR_FILES, names, 9));
      command.addAll(List.of("--die-with-parent", "--new-session", "--cap-drop", "ALL"));
      for (String capability :
          List.of("CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID")) {
        command.addAll(List.of("--cap-add", capability));
      }
      command.addAll(List.of("--chdir", "/", "--"));
      command.addAll(isolation.tools().invocation(TOOLS_FOR_FILES, tool.program()));
    } else {
      command.add(tool == HostTool.SH ? "/bin/sh" : tool.program());
    }
    command.addAll(words);
    var builder = builder(command);
    builder.environment().put("LC_ALL", "C");
    return isolation.spawner().start(builder);
  }

  Process connect(int port) {
    List<String> command = new ArrayList<>(nsenter());
    command.add("--net");
    String address = "127.0.0.1";
    if (isolation.programs().has("socat")) {
      command.addAll(List.of("socat", "-", "TCP:" + address + ":" + port));
    } else {
      command.addAll(
          List.of(
              "bash",
              "-c",
              "exec 3<>\"/dev/tcp/$0/$1\" || exit 1; cat <&3 & reader=$!; cat >&3; wait $reader",
              address,
              Integer.toString(port)));
    }
    return isolation
        .spawner()
        .start(builder(command).redirectError(ProcessBuilder.Redirect.DISCARD));
  }

  void resize(long terminalProcess, TerminalSize size) {
    List<String> command = new ArrayList<>(nsenter());
    command.addAll(List.of("stty", "-F", "/proc/" + terminalProcess + "/fd/0"));
    command.addAll(List.of("rows", Integer.toString(size.rows())));
    command.addAll(List.of("columns", Integer.toString(size.columns())));
    Process process =
        isolation
            .spawner()
            .start(
                builder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD));
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> nsenter() {
    List<String> command = new ArrayList<>(List.of("nsenter", "-t", Long.toString(holder.pid())));
    command.add("--user");
    if (isolation.ids().keepsCredentials()) {
      command.add("--preserve-credentials");
    }
    return command;
  }

  private String keep() {
    return isolation.ids().keepsCredentials() ? "yes" : "no";
  }

  private String groups() {
    return group.directories().stream().map(Path::toString).collect(Collectors.joining(" "));
  }

  private ProcessBuilder builder(List<String> command) {
    List<String> whole = new ArrayList<>(isolation.restoredSignals());
    whole.addAll(command);
    var builder = new ProcessBuilder(whole).directory(isolation.state().toFile());
    builder.environment().clear();
    builder.environment().put("PATH", HostPrograms.PATH);
    return builder;
  }
}
