package dev.sandglass.engine.isolation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A holder on this machine, known by its process id and start time. */
final class LinuxHolder implements Holder {
  static final long WATCH_MILLIS = 500;
  private static final long KILL_DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** How long bubblewrap gets to collect its killed command. */
  private static final long COLLECT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** An entry point that has nothing to tell need not wait until somebody would hear it. */
  private static final List<String> ONLY_WAITS = List.of("tail", "-f", "/dev/null");

  private final LinuxIsolation isolation;
  private final HolderSpec spec;
  private final long pid;
  private final long start;
  private final String pidNamespace;
  private final ControlGroup group;
  private final Enforcement enforcement;
  private final CompletableFuture<Void> ended;
  private final Commands commands;
  private final ResourceReader resources;
  private volatile boolean stopped;
  private final Awaited awaited = new Awaited();

  LinuxHolder(LinuxIsolation isolation, HolderSpec spec, long pid, long start, Enforcement limits) {
    this.isolation = isolation;
    this.spec = spec;
    this.pid = pid;
    this.start = start;
    this.pidNamespace = ProcessTable.namespace(pid, "pid");
    this.group = isolation.groups().of(spec.id());
    this.enforcement = limits;
    this.ended = isolation.watcher().when(() -> !alive(), WATCH_MILLIS);
    this.commands = new Commands(isolation, this, spec, group);
    this.resources = new ResourceReader(isolation, this, group.accounts(), this::members);
  }

  @Override
  public String id() {
    return spec.id();
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public boolean alive() {
    return ProcessTable.alive(pid, start);
  }

  @Override
  public CompletableFuture<Void> ended() {
    return ended;
  }

  @Override
  public Enforcement enforcement() {
    return enforcement;
  }

  Signals signals() {
    return isolation.signals();
  }

  private void requireAlive() {
    if (!alive()) {
      throw new IsolationException("the sandbox " + spec.id() + " is not running any more");
    }
  }

  @Override
  public Execution execute(ExecutionSpec execution) {
    requireAlive();
    awaited.await();
    return commands.start(execution);
  }

  @Override
  public DetachedExecution executeDetached(
      ExecutionSpec execution, Path directory, long logLimitBytes) {
    requireAlive();
    if (!execution.command().equals(ONLY_WAITS)) {
      awaited.await();
    }
    return commands.startDetached(execution, directory, logLimitBytes);
  }

  @Override
  public DetachedExecution adoptDetached(Path directory) {
    return new FileExecution(
        this,
        directory,
        isolation.watcher().when(() -> !FileExecution.running(directory), WATCH_MILLIS));
  }

  @Override
  public Process tool(HostTool tool, List<String> arguments) {
    requireAlive();
    return commands.tool(tool, arguments);
  }

  @Override
  public Process connect(int port) {
    requireAlive();
    return commands.connect(port);
  }

  @Override
  public List<Integer> relay(Path socket, List<Integer> ports) {
    requireAlive();
    return isolation.relay().open(this, socket, ports);
  }

  @Override
  public void awaitBeforeExecuting(CompletableFuture<?> something) {
    awaited.set(something);
  }

  @Override
  public void pause() {
    requireAlive();
    if (!group.freeze(true)) {
      freezeBySignals();
    }
  }

  /** Without control groups: stop whatever runs, until nothing new turns up. */
  private void freezeBySignals() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (System.nanoTime() - deadline < 0) {
      List<Long> moving =
          members().stream()
              .filter(entry -> entry.state() != 'T' && entry.state() != 'Z')
              .map(ProcessTable.Entry::pid)
              .toList();
      if (moving.isEmpty()) {
        return;
      }
      signals().send("STOP", moving);
    }
    throw new IsolationException("some processes of the sandbox could not be stopped in time");
  }

  @Override
  public void resume() {
    requireAlive();
    if (!group.freeze(false)) {
      signals().send("CONT", pids(members()));
    }
  }

  @Override
  public boolean paused() {
    if (group.available()) {
      return group.frozen();
    }
    List<ProcessTable.Entry> living =
        members().stream().filter(entry -> entry.state() != 'Z').toList();
    return !living.isEmpty() && living.stream().allMatch(entry -> entry.state() == 'T');
  }

  @Override
  public Usage usage() {
    List<ProcessTable.Entry> members =
        group.processes().isPresent() && group.memoryBytes().isPresent() ? List.of() : members();
    long nanos = members.stream().mapToLong(entry -> entry.ticks() * 10_000_000).sum();
    long resident = members.stream().mapToLong(ProcessTable.Entry::residentBytes).sum();
    return new Usage(
        group.cpuNanos().orElse(nanos),
        group.memoryBytes().orElse(resident),
        (int) group.processes().orElse(members.size()));
  }

  @Override
  public ResourceReading resources() {
    requireAlive();
    return resources.read();
  }

  @Override
  public DiskReading disk() {
    requireAlive();
    return resources.disk(spec.limits());
  }

  @Override
  public List<SandboxProcess> processes() {
    Map<Long, Integer> inner = new HashMap<>();
    List<SandboxProcess> processes = new ArrayList<>();
    for (ProcessTable.Entry entry : members()) {
      ProcessTable.describe(entry, inner, isolation.ids()).ifPresent(processes::add);
    }
    return processes;
  }

  /** Whether one of its processes has a pipe open; so too if it is not known which pipe. */
  boolean holdsOpen(String pipe) {
    return pipe.isEmpty()
        || members().stream().anyMatch(entry -> ProcessTable.hasOpen(entry.pid(), pipe));
  }

  /** Everything in the sandbox's PID namespace but the holder itself. */
  private List<ProcessTable.Entry> members() {
    Collection<Long> known = group.members();
    List<ProcessTable.Entry> candidates =
        group.available()
            ? known.stream().flatMap(member -> ProcessTable.find(member).stream()).toList()
            : ProcessTable.all();
    return ProcessTable.inNamespace(candidates, "pid", pidNamespace).stream()
        .filter(entry -> entry.pid() != pid)
        .toList();
  }

  private static List<Long> pids(Collection<ProcessTable.Entry> entries) {
    return entries.stream().map(ProcessTable.Entry::pid).toList();
  }

  @Override
  public boolean signal(int innerPid, String signal) {
    Signals.require(signal);
    for (SandboxProcess process : processes()) {
      if (process.pid() == innerPid) {
        signals().send(signal, List.of(process.hostPid()));
        return true;
      }
    }
    return false;
  }

  /**
   * Ends a command of this sandbox and all its descendants, also those that are born meanwhile: who
   * has ended is remembered, because its session outlives it.
   */
  void end(long commandPid, long graceMillis) {
    Set<Long> known = new LinkedHashSet<>(Set.of(commandPid));
    Collection<Long> living = insiders(known);
    if (graceMillis > 0) {
      Set<Long> told = new HashSet<>();
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(graceMillis);
      while (!living.isEmpty() && System.nanoTime() - deadline < 0) {
        signals().send("TERM", living.stream().filter(told::add).toList());
        nap();
        living = remember(known, living);
      }
    }
    for (int round = 0; round < 10 && !living.isEmpty(); round++) {
      signals().send("KILL", living);
      nap();
      living = remember(known, living);
    }
  }

  private Collection<Long> remember(Set<Long> known, Collection<Long> living) {
    known.addAll(living);
    return insiders(known);
  }

  /**
   * Signals what a command is running now: its session's own process group, or what is in the
   * foreground of its terminal. A command that was only just started may not have them yet.
   */
  void signalCommand(long commandPid, String signal, boolean terminal) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    while (!trySignal(commandPid, signal, terminal)
        && present(commandPid)
        && System.nanoTime() - deadline < 0) {
      nap();
    }
  }

  private boolean trySignal(long commandPid, String signal, boolean terminal) {
    for (long member : insiders(Set.of(commandPid))) {
      var entry = ProcessTable.find(member);
      if (entry.isEmpty()) {
        continue;
      }
      long target = terminal ? entry.get().foreground() : entry.get().session();
      if (target > 1 && (terminal || target == member)) {
        signals().sendToGroup(signal, target);
        return true;
      }
    }
    return false;
  }

  /** The living processes of this sandbox that commands have started, and the commands. */
  private Collection<Long> insiders(Set<Long> commandPids) {
    return ProcessTable.family(commandPids).stream()
        .filter(member -> ProcessTable.namespace(member, "pid").equals(pidNamespace))
        .filter(member -> member != pid && present(member))
        .toList();
  }

  private static boolean present(long member) {
    return ProcessTable.find(member).filter(entry -> entry.state() != 'Z').isPresent();
  }

  static void nap() {
    try {
      TimeUnit.MILLISECONDS.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void resize(long terminalProcess, TerminalSize size) {
    commands.resize(terminalProcess, size);
  }

  @Override
  public synchronized void stop(long graceMillis) {
    if (stopped) {
      return;
    }
    if (alive()) {
      if (graceMillis > 0 && !paused()) {
        end(graceMillis);
      }
      // The kernel ends everything in the PID namespace with its first process. What started those
      // processes from outside is left alone, to collect them: until somebody has, the namespace
      // stays, and the machine's init may be slow to do it in their place.
      signals().send("KILL", List.of(pid));
      group.freeze(false);
    }
    isolation.network().end(spec.id());
    awaitGone();
    stopped = true;
  }

  private void end(long graceMillis) {
    List<Long> all = pids(members());
    signals().send("TERM", all);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(graceMillis);
    while (System.nanoTime() - deadline < 0
        && alive()
        && all.stream().anyMatch(LinuxHolder::present)) {
      nap();
    }
  }

  /**
   * Whether the holder is still there. Where nobody collects a process of its namespace but the
   * machine's init, which may take seconds, it counts as gone once it has given up all it held.
   */
  private boolean lingers(long waitedNanos) {
    return ProcessTable.find(pid)
        .filter(entry -> entry.start() == start)
        .filter(entry -> waitedNanos < COLLECT_NANOS || !entry.exiting() && entry.state() != 'Z')
        .isPresent();
  }

  private void awaitGone() {
    long begin = System.nanoTime();
    while (lingers(System.nanoTime() - begin) || !group.remove()) {
      long waited = System.nanoTime() - begin;
      if (waited > KILL_DEADLINE_NANOS) {
        throw new IsolationException(
            "processes of the sandbox " + spec.id() + " did not end in time");
      }
      if (waited > COLLECT_NANOS) {
        group.kill();
        signals().send("KILL", group.members());
      }
      nap();
    }
    Path recorded = isolation.box(spec.id()).resolve("holder");
    try {
      Files.deleteIfExists(recorded);
    } catch (java.io.IOException e) {
      throw new IsolationException("cannot delete " + recorded, e);
    }
  }
}
