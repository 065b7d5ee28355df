package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Isolation by the namespaces of this machine's kernel. */
final class LinuxIsolation implements Isolation {
  private static final long DEFAULT_PROCESSES = 2_048;

  private final Path state;
  private final HostPrograms programs = new HostPrograms();
  private final HostTools tools;
  private final Spawner spawner = new Spawner();
  private final Signals signals = new Signals(spawner);
  private final Watcher watcher = new Watcher();
  private final SandboxNetwork network = new SandboxNetwork(this);
  private final LoopbackRelay relay = new LoopbackRelay(this);
  private final List<Consumer<Holder>> observers = new CopyOnWriteArrayList<>();
  private final Scripts scripts;
  private final boolean root = HostProbe.root();
  private final IdRange ids;
  private final CompletableFuture<Findings> findings;
  private final Layers layers;
  private final UnfinishedStarts starts;
  private final List<String> restoredSignals = IgnoredSignals.restored();

  LinuxIsolation(Path state) {
    this.state = state;
    makeDirectories();
    var probe = new HostProbe(programs);
    this.ids = probe.ids();
    // What is tried takes longer than all the rest, and is not needed for most of it.
    this.findings =
        CompletableFuture.supplyAsync(
            () -> Findings.look(probe, programs, ids, groupName(state)), LinuxIsolation::beside);
    this.scripts = Scripts.install(state);
    this.tools = new HostTools(programs, state.resolve("scripts"));
    this.layers = new Layers(this);
    this.starts = new UnfinishedStarts(state);
    starts.settle(signals);
  }

  private static void beside(Runnable work) {
    var thread = new Thread(work, "isolation-probe");
    thread.setDaemon(true);
    thread.start();
  }

  private Findings findings() {
    try {
      return findings.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IsolationException impossible) {
        throw impossible;
      }
      throw e;
    }
  }

  private static String groupName(Path state) {
    return "engine-" + Integer.toHexString(state.toAbsolutePath().toString().hashCode());
  }

  private void makeDirectories() {
    try {
      for (Path directory : List.of(state, state.resolve("sandboxes"), state.resolve("layers"))) {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
      }
      Path executions = Files.createDirectories(executions());
      Files.setPosixFilePermissions(executions, PosixFilePermissions.fromString("rwx------"));
      try (var leftovers = Files.newDirectoryStream(executions)) {
        for (Path leftover : leftovers) {
          Files.deleteIfExists(leftover);
        }
      }
    } catch (IOException e) {
      throw new IsolationException(
          "the engine cannot write to its state directory " + state + ": " + e.getMessage(), e);
    }
  }

  Path state() {
    return state;
  }

  Path box(String sandbox) {
    return state.resolve("sandboxes").resolve(sandbox);
  }

  Path executions() {
    return state.resolve("executions");
  }

  HostPrograms programs() {
    return programs;
  }

  HostTools tools() {
    return tools;
  }

  Spawner spawner() {
    return spawner;
  }

  Signals signals() {
    return signals;
  }

  Watcher watcher() {
    return watcher;
  }

  SandboxNetwork network() {
    return network;
  }

  LoopbackRelay relay() {
    return relay;
  }

  Scripts scripts() {
    return scripts;
  }

  ControlGroups groups() {
    return findings().groups();
  }

  IdRange ids() {
    return ids;
  }

  /** What stands before commands so that they ignore no signals. */
  List<String> restoredSignals() {
    return restoredSignals;
  }

  static long processLimit(ResourceLimits limits) {
    return limits.processes().orElse(DEFAULT_PROCESSES);
  }

  @Override
  public void observe(Consumer<Holder> observer) {
    observers.add(observer);
  }

  @Override
  public HostCapabilities capabilities() {
    return findings().capabilities();
  }

  @Override
  public boolean root() {
    return root;
  }

  @Override
  public Holder start(HolderSpec spec) {
    boolean fallback = capabilities().executor() == HostCapabilities.Executor.UTIL_LINUX;
    if (fallback && !spec.hostTemplate()) {
      throw new IsolationException(
          "without bubblewrap only the host template is safe: install the package bubblewrap");
    }
    var files = new HolderFiles(state, programs, spec, ids, fallback);
    ControlGroup group = groups().of(spec.id());
    boolean done = false;
    try {
      files.write();
      group.create(spec.limits(), processLimit(spec.limits()));
      starts.begin(spec.id());
      LinuxHolder holder = spawn(spec, files);
      starts.end(spec.id());
      if (spec.network() == NetworkMode.HOST_ALLOWED) {
        connect(holder);
      }
      done = true;
      observers.forEach(observer -> observer.accept(holder));
      return holder;
    } catch (IOException e) {
      throw new IsolationException(
          "the engine cannot write to its state directory " + state + ": " + e.getMessage(), e);
    } finally {
      if (!done) {
        group.remove();
      }
    }
  }

  private void connect(LinuxHolder holder) {
    try {
      network.connect(holder);
    } catch (RuntimeException e) {
      holder.stop(0);
      throw e;
    }
  }

  private LinuxHolder spawn(HolderSpec spec, HolderFiles files) throws IOException {
    List<String> command = new ArrayList<>();
    // Relative: the sandbox's root may not be allowed to search the directories above the state.
    Path script = state.relativize(Path.of(scripts.path("start-holder.sh")));
    command.addAll(List.of("sh", script.toString(), spec.id()));
    command.addAll(ids.arguments());
    command.add(files.needsPreparation() ? "private" : "shared");
    Process process = spawner.start(trusted(command));
    process.getOutputStream().close();
    String line;
    String errors;
    try (var output = process.inputReader(StandardCharsets.UTF_8);
        var error = process.errorReader(StandardCharsets.UTF_8)) {
      line = output.readLine();
      errors = line == null ? error.lines().limit(3).reduce("", (a, b) -> a + " " + b) : "";
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IsolationException("interrupted while starting a sandbox", e);
    }
    String[] parts = line == null ? new String[0] : line.split(" ");
    if (parts.length != 3 || !parts[0].equals("ready")) {
      throw new IsolationException("the sandbox could not be set up:" + errors);
    }
    return new LinuxHolder(
        this, spec, Long.parseLong(parts[1]), Long.parseLong(parts[2]), enforcement(spec, files));
  }

  private Enforcement enforcement(HolderSpec spec, HolderFiles files) {
    ControlGroup group = groups().of(spec.id());
    return new Enforcement(
        group.level("cpu"),
        group.level("memory"),
        files.diskImage() ? Enforcement.Level.ENFORCED : Enforcement.Level.SOFT,
        group.available() ? group.level("pids") : Enforcement.Level.SOFT);
  }

  @Override
  public Optional<Holder> adopt(HolderSpec spec) {
    return recorded(spec.id())
        .filter(identity -> ProcessTable.alive(identity[0], identity[1]))
        .map(
            identity -> {
              boolean fallback = capabilities().executor() == HostCapabilities.Executor.UTIL_LINUX;
              var files = new HolderFiles(state, programs, spec, ids, fallback);
              Holder holder =
                  new LinuxHolder(this, spec, identity[0], identity[1], enforcement(spec, files));
              observers.forEach(observer -> observer.accept(holder));
              return holder;
            });
  }

  private Optional<long[]> recorded(String sandbox) {
    try {
      String[] parts = Files.readString(box(sandbox).resolve("holder")).strip().split(" ");
      return Optional.of(new long[] {Long.parseLong(parts[1]), Long.parseLong(parts[2])});
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      // Never started, or stopped.
      return Optional.empty();
    }
  }

  @Override
  public int collectOrphans(Set<String> knownIds) {
    Set<String> orphans = new TreeSet<>(groups().names());
    try (var boxes = Files.newDirectoryStream(state.resolve("sandboxes"))) {
      boxes.forEach(box -> orphans.add(box.getFileName().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    orphans.removeAll(knownIds);
    for (String orphan : orphans) {
      recorded(orphan)
          .filter(identity -> ProcessTable.alive(identity[0], identity[1]))
          .ifPresent(identity -> signals.send("KILL", List.of(identity[0])));
      ControlGroup group = groups().of(orphan);
      group.kill();
      signals.send("KILL", group.members());
      group.freeze(false);
      network.end(orphan);
      deleteTree(box(orphan));
      removeSoon(group);
    }
    return orphans.size();
  }

  private void removeSoon(ControlGroup group) {
    for (int i = 0; i < 400 && !group.remove(); i++) {
      signals.send("KILL", group.members());
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Override
  public String hostLayer() {
    return layers.host();
  }

  @Override
  public void deleteTree(Path tree) {
    layers.delete(tree);
  }

  @Override
  public void captureLayer(String sandboxId, Optional<Holder> running, String layer) {
    layers.capture(sandboxId, running, layer);
  }

  @Override
  public void importLayer(String layer, LayerWriter fill) {
    layers.importTar(layer, fill);
  }

  @Override
  public OptionalLong diskUsage(Path tree) {
    return layers.diskUsage(tree);
  }

  /** A process of the engine's own, with nothing of the user's environment. */
  ProcessBuilder trusted(List<String> command) {
    var builder = new ProcessBuilder(command).directory(state.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", HostPrograms.PATH);
    builder.environment().put("LC_ALL", "C");
    return builder;
  }
}
