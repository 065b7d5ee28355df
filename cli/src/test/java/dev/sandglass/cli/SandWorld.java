package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The real {@code sand} in directories of its own, so with an engine of its own.
 *
 * <p>The system property {@code sand.launcher} names the executable; without it that of this build
 * is used.
 */
final class SandWorld implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path launcher;
  private final Path root;

  /** What a process wrote and how it ended. */
  record Ended(int exitCode, byte[] out, byte[] err) {
    String outText() {
      return new String(out, StandardCharsets.UTF_8);
    }

    String errText() {
      return new String(err, StandardCharsets.UTF_8);
    }

    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }

    JsonNode error() throws IOException {
      return new ObjectMapper().readTree(err).get("error");
    }
  }

  SandWorld() throws IOException {
    String own = System.getProperty("basedir", "") + "/target/dist/bin/sand";
    launcher =
        Path.of(
                System.getProperty(
                    "sand.launcher", own.startsWith("/target") ? own.substring(1) : own))
            .toAbsolutePath();
    // Rootless sandboxes pass through these directories as other users.
    root =
        Files.createTempDirectory(
            "sand-it",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
    for (String name : List.of("state", "run", "config", "home")) {
      Files.createDirectory(root.resolve(name));
    }
  }

  Path root() {
    return root;
  }

  Path launcher() {
    return launcher;
  }

  /** What usage telemetry keeps in this world. */
  UsageFiles usage() {
    return new UsageFiles(root.resolve("state"), root.resolve("config"));
  }

  /** Whether {@code sand} runs on a Java VM here, and not as a native binary. */
  boolean isOnJvm() {
    try (InputStream file = Files.newInputStream(launcher)) {
      return new String(file.readNBytes(2), StandardCharsets.ISO_8859_1).equals("#!");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process that is not started yet, with the environment of this world. */
  ProcessBuilder command(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(
            name ->
                name.startsWith("SANDGLASS_")
                    || name.equals("LOG_LEVEL")
                    || name.equals("DO_NOT_TRACK"));
    environment.put("XDG_STATE_HOME", root.resolve("state").toString());
    environment.put("XDG_RUNTIME_DIR", root.resolve("run").toString());
    environment.put("XDG_CONFIG_HOME", root.resolve("config").toString());
    environment.put("SAND", launcher.toString());
    environment.put("TERM", "xterm");
    environment.remove("NO_COLOR");
    environment.remove("CI");
    return builder;
  }

  /** {@code sand} with arguments, not started yet. */
  ProcessBuilder sand(String... arguments) {
    return command(
        Stream.concat(Stream.of(launcher.toString()), Arrays.stream(arguments))
            .toArray(String[]::new));
  }

  Ended run(String... arguments) {
    return run(new byte[0], arguments);
  }

  Ended run(byte[] stdin, String... arguments) {
    return end(start(sand(arguments)), stdin);
  }

  /** Runs {@code sand}, which must end with 0. */
  Ended succeed(String... arguments) {
    Ended ended = run(arguments);
    assertThat(ended.exitCode()).as(ended.errText()).isZero();
    return ended;
  }

  /** Runs a script with {@code $SAND} in it. */
  Ended shell(String script) {
    return end(start(command("sh", "-c", script)), new byte[0]);
  }

  /** Runs a script on a terminal of its own; what the terminal shows is standard output. */
  Ended terminal(String script) {
    return end(start(onTerminal(script)), new byte[0]);
  }

  /** A script on a terminal of its own, not started yet; its keyboard is standard input. */
  ProcessBuilder onTerminal(String script) {
    return command("script", "-qec", script, "/dev/null");
  }

  Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Feeds a process, reads all it writes, and waits for its end. */
  Ended end(Process process, byte[] stdin) {
    CompletableFuture<byte[]> out = read(process.getInputStream());
    CompletableFuture<byte[]> err = read(process.getErrorStream());
    try (OutputStream in = process.getOutputStream()) {
      in.write(stdin);
    } catch (IOException e) {
      // It ended without reading everything, which its exit code tells.
    }
    return await(process, out, err);
  }

  private static Ended await(
      Process process, CompletableFuture<byte[]> out, CompletableFuture<byte[]> err) {
    return new Ended(exitCode(process), out.join(), err.join());
  }

  /** Waits for the end of a process, at most two minutes; a failure tells what is running. */
  static int exitCode(Process process) {
    try {
      if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      String running =
          ProcessHandle.allProcesses()
              .filter(other -> other.info().commandLine().isPresent())
              .map(other -> other.pid() + " " + other.info().commandLine().orElseThrow())
              .collect(Collectors.joining("\n"));
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError(
          process.pid() + " still runs after " + PATIENCE + ", as do\n" + running);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static CompletableFuture<byte[]> read(InputStream stream) {
    CompletableFuture<byte[]> all = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                all.complete(stream.readAllBytes());
              } catch (IOException e) {
                all.completeExceptionally(e);
              }
            });
    reader.setDaemon(true);
    reader.start();
    return all;
  }

  /** Creates a sandbox and returns its id. */
  String create(String... options) {
    List<String> arguments = new ArrayList<>(List.of("create", "-q"));
    arguments.addAll(List.of(options));
    Ended created = run(arguments.toArray(String[]::new));
    if (created.exitCode() != 0) {
      throw new AssertionError("create: " + created.errText());
    }
    return created.outText().strip();
  }

  /** Waits for a condition, at most two minutes. */
  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Waited in vain for " + what);
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  /**
   * Waits for something that the engine is to do; a failure tells what the engine says of itself.
   */
  void untilEngine(String what, BooleanSupplier condition) {
    try {
      until("the engine to " + what, condition);
    } catch (AssertionError e) {
      String log = shell("cat " + root.resolve("run/sandglass/engine.log")).outText();
      String status = run("engine", "status", "-o", "json").outText();
      throw new AssertionError(e.getMessage() + "\n" + status + log, e);
    }
  }

  /** Returns whether a process of this machine has a word among its arguments. */
  static boolean someProcessHas(String word) {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes.anyMatch(process -> hasArgument(process, word));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasArgument(Path process, String word) {
    try {
      String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      return Arrays.asList(line.split("\0")).contains(word);
    } catch (IOException e) {
      // No process, or one that has just ended.
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    run("rm", "--all", "--yes");
    Path engine = root.resolve("run/sandglass/engine.json");
    if (Files.exists(engine)) {
      long pid = new ObjectMapper().readTree(Files.readString(engine)).get("pid").asLong();
      ProcessHandle.of(pid).ifPresent(SandWorld::end);
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void end(ProcessHandle engine) {
    engine.destroy();
    until("the end of the engine", () -> !engine.isAlive());
  }
}
