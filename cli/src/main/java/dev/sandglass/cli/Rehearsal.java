package dev.sandglass.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sandglass.cli.configuration.Configuration;
import dev.sandglass.cli.console.Console;
import dev.sandglass.engine.EngineMain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs commands and an engine for the sake of the classes that they load: {@code
 * libexec/archive-classes} archives these. No sandbox is started and nothing changes, because the
 * commands ask an engine that knows one sandbox and no other request, and a real engine is given
 * none.
 */
public final class Rehearsal {
  private static final String SANDBOXES =
      """
      {"items":[{"id":"sb-rehearsal","image":{"uri":"host"},"status":{"state":"Running",\
      "reason":"running","message":"","lastTransitionAt":"2026-01-01T00:00:00Z"},\
      "metadata":{"name":"rehearsal"},"createdAt":"2026-01-01T00:00:00Z",\
      "entrypoint":["true"]}],"pagination":{"page":1,"pageSize":100,"totalItems":1,\
      "totalPages":1,"hasNextPage":false}}""";

  private static final String UNKNOWN = "{\"code\":\"NOT_FOUND\",\"message\":\"Not found\"}";

  /** For the engine to start; without it, less is archived. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Rehearsal() {}

  /**
   * Rehearses, and ends the process as {@code sand version} does. {@code XDG_RUNTIME_DIR} is to be
   * a directory without an engine.
   */
  public static void main(String[] arguments) {
    Main.setProperties();
    Environment environment = Environment.system();
    try {
      HttpServer engine = engine(Path.of(environment.get("XDG_RUNTIME_DIR").orElseThrow()));
      for (String line : new String[] {"ls", "ls -o json", "exec rehearsal -- true"}) {
        run(environment, line.split(" "));
      }
      engine.stop(0);
      runEngine(environment);
    } catch (IOException | LinkageError e) {
      // No loopback, or a Java without the server: less is archived.
    }
    Runtime.getRuntime().halt(run(environment, "version"));
  }

  private static int run(Environment environment, String... command) {
    Console console = Console.system(environment);
    Configuration configuration = Configuration.of(environment.variables(), line -> {});
    CommandContext context =
        new CommandContext(console, environment, configuration, Clock.systemUTC());
    return new Sand(context).run(command);
  }

  /** Starts a real engine and asks it for its sandboxes; it ends with this process. */
  private static void runEngine(Environment commands) throws IOException {
    Map<String, String> variables = new HashMap<>(commands.variables());
    for (String name : new String[] {"XDG_RUNTIME_DIR", "XDG_STATE_HOME"}) {
      Path directory = Path.of(commands.get(name).orElseThrow(), "engine-" + name);
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      variables.put(name, directory.toString());
    }
    Environment environment = new Environment(variables);
    Thread engine =
        new Thread(
            () -> EngineMain.run(List.of(), environment.variables(), problem -> {}), "engine");
    engine.setDaemon(true);
    engine.start();
    Path file = Path.of(variables.get("XDG_RUNTIME_DIR"), "sandglass", "engine.json");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(file) && engine.isAlive() && System.nanoTime() < end) {
      LockSupport.parkNanos(10_000_000);
    }
    if (Files.exists(file)) {
      run(environment, "ls");
    }
  }

  /** Listens, and writes the file by which the commands find it. */
  private static HttpServer engine(Path runtimeDirectory) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", Rehearsal::answer);
    server.start();
    Path directory = Files.createDirectories(runtimeDirectory.resolve("sandglass"));
    Path file = directory.resolve("engine.json");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String startTime = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
    Files.writeString(
        file,
        """
        {"version":"%s","pid":%d,"startTime":%s,"address":"127.0.0.1","port":%d,"key":"k"}"""
            .formatted(
                Version.current().text(),
                ProcessHandle.current().pid(),
                startTime,
                server.getAddress().getPort()));
    return server;
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean known = exchange.getRequestURI().getPath().endsWith("/sandboxes");
      byte[] body = (known ? SANDBOXES : UNKNOWN).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(known ? 200 : 404, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
