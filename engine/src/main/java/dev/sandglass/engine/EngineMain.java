package dev.sandglass.engine;

import dev.sandglass.engine.isolation.IsolationException;
import dev.sandglass.engine.telemetry.EngineInstallation;
import dev.sandglass.engine.telemetry.EngineTelemetry;
import dev.sandglass.scrubber.Redactor;
import dev.sandglass.telemetry.DaemonTelemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Starts the engine: {@code EngineMain [--listen HOST:PORT] [--api-key-file FILE] [--idle-minutes
 * N] [--allow-host-path DIR]...}. Prints a line when it is ready, and ends on SIGTERM or when idle.
 * {@code SANDGLASS_ENGINE_IDLE_MINUTES} and {@code SANDGLASS_ENGINE_ALLOW_HOST_PATHS} (with commas)
 * say the same where arguments do not. Exit codes: 0 regular end, 1 could not start, 2 wrong
 * arguments, 3 another engine runs.
 */
public final class EngineMain {
  private static final int FAILED = 1;
  private static final int WRONG_ARGUMENTS = 2;
  private static final int ALREADY_RUNNING = 3;
  private static final long SHUTDOWN_SECONDS = 15;

  /** From this version of Java on, every start of a process that way would be complained of. */
  private static final int COMPLAINS_OF_VFORK = 25;

  /** Read when the classes that they are for are loaded: small buffers, no files. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "vertx.disableDnsResolver", "true",
          "vertx.disableFileCPResolving", "true",
          "vertx.disableFileCaching", "true",
          "vertx.disableMetrics", "true",
          "io.netty.allocator.maxOrder", "4",
          "io.netty.allocator.numHeapArenas", "1",
          "io.netty.allocator.numDirectArenas", "2");

  private EngineMain() {}

  /** Runs the engine until it ends. */
  public static void main(String[] arguments) {
    System.exit(
        run(
            List.of(arguments),
            System.getenv(),
            problem -> System.err.println("error: " + new Redactor().redact(problem))));
  }

  /**
   * Runs the engine until it ends, and returns the exit code.
   *
   * @param problems is told in one line why it could not start
   */
  public static int run(
      List<String> arguments, Map<String, String> environment, Consumer<String> problems) {
    return run(arguments, environment, Clock.systemUTC(), problems);
  }

  /** The same with a clock of the caller's. */
  static int run(
      List<String> arguments,
      Map<String, String> environment,
      Clock clock,
      Consumer<String> problems) {
    PROPERTIES.forEach((name, value) -> System.getProperties().putIfAbsent(name, value));
    if (Runtime.version().feature() < COMPLAINS_OF_VFORK) {
      // Starts processes without copying the engine's page tables, and without a helper between.
      System.getProperties().putIfAbsent("jdk.lang.Process.launchMechanism", "VFORK");
    }
    Logging.configure(environment);
    EngineOptions options;
    try {
      Path home = Path.of(System.getProperty("user.home"));
      options = EngineOptions.parse(arguments, environment, home);
    } catch (IllegalArgumentException e) {
      problems.accept(String.valueOf(e.getMessage()));
      return WRONG_ARGUMENTS;
    }
    EngineDirectories directories = EngineDirectories.of(environment);
    try {
      directories.create();
      return lockAndServe(directories, options, environment, clock, problems);
    } catch (IOException | UncheckedIOException | IsolationException e) {
      problems.accept("the engine cannot start: " + e.getMessage());
      System.getLogger(EngineMain.class.getName()).log(System.Logger.Level.DEBUG, "stack trace", e);
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  private static int lockAndServe(
      EngineDirectories directories,
      EngineOptions options,
      Map<String, String> environment,
      Clock clock,
      Consumer<String> problems)
      throws IOException, InterruptedException {
    try (FileChannel file =
            FileChannel.open(
                directories.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.tryLock()) {
      if (lock == null) {
        problems.accept("another engine runs with " + directories.runtime());
        return ALREADY_RUNNING;
      }
      return serve(directories, options, environment, clock);
    }
  }

  private static int serve(
      EngineDirectories directories,
      EngineOptions options,
      Map<String, String> environment,
      Clock clock)
      throws IOException, InterruptedException {
    String key = options.key().orElseGet(EngineMain::randomKey);
    EngineFile engineFile = new EngineFile(directories.engineFile());
    CompletableFuture<Integer> ended = new CompletableFuture<>();
    EngineTelemetry telemetry =
        new EngineTelemetry(new DaemonTelemetry(EngineInstallation.of(environment, clock)));
    try (Engine engine = new Engine(directories, options, key, telemetry, clock)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(engine, ended), "shutdown"));
      int port = engine.start();
      engineFile.write(options.host(), port, key);
      String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
      System.out.println("listening on http://" + host + ":" + port);
      System.out.flush();
      engine.awaitEnd();
      engineFile.delete();
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      ended.complete(FAILED);
      throw e;
    }
    ended.complete(0);
    return 0;
  }

  /** On SIGTERM the process ends when its shutdown hooks do: this one waits for the engine. */
  private static void shutDown(Engine engine, CompletableFuture<Integer> ended) {
    engine.stopSoon();
    try {
      // Otherwise the exit code would tell of the signal.
      Runtime.getRuntime().halt(ended.get(SHUTDOWN_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      // It ends without having tidied up: the next engine will.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String randomKey() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
