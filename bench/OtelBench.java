import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures what OpenTelemetry costs `sand ls` against an engine that runs, as whole processes:
 * switched off, on with a backend that takes everything, on where the connection is refused, and on
 * where it is never answered. Run by bench/otel.
 */
public final class OtelBench implements AutoCloseable {
  private static final int WARM_UP = 5;
  private static final int REFUSING_PORT = 1;
  private static final FileAttribute<?> OWN =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final String sand;
  private final String protocol;
  private final Path work;
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer backend;
  private final ServerSocket silent;
  private final AtomicInteger deliveries = new AtomicInteger();
  private final Map<String, List<Double>> samples = new LinkedHashMap<>();

  private OtelBench(String sand, String protocol) throws Exception {
    this.sand = new File(sand).getCanonicalPath();
    this.protocol = protocol;
    this.work = Files.createTempDirectory("sandglass-bench");
    InetAddress here = InetAddress.getLoopbackAddress();
    this.silent = new ServerSocket(0, 1000, here);
    this.backend = vertx.createHttpServer().requestHandler(this::answer);
    backend.listen(0, here.getHostAddress()).toCompletionStage().toCompletableFuture().get();
  }

  private void answer(HttpServerRequest request) {
    request
        .end()
        .onSuccess(
            end -> {
              deliveries.incrementAndGet(); // first, as the command is gone once it has its answer
              if ("application/grpc".equals(request.getHeader("Content-Type"))) {
                request.response().putHeader("content-type", "application/grpc");
                request.response().putTrailer("grpc-status", "0").end(Buffer.buffer(new byte[5]));
              } else {
                request.response().end();
              }
            });
  }

  public static void main(String[] arguments) throws Exception {
    try (var bench = new OtelBench(arguments[0], arguments[2])) {
      int rounds = Integer.parseInt(arguments[1]);
      bench.time(Map.of(), "engine", "start");
      bench.run(rounds);
      bench.print();
    }
  }

  private void run(int rounds) throws Exception {
    int port = backend.actualPort();
    Map<String, Map<String, String>> variants = new LinkedHashMap<>();
    variants.put("off", Map.of());
    variants.put("on", sendingTo(port));
    variants.put("on, the connection is refused", sendingTo(REFUSING_PORT));
    variants.put("on, the backend never answers", sendingTo(silent.getLocalPort()));
    for (int round = -WARM_UP; round < rounds; round++) {
      for (var variant : variants.entrySet()) {
        int before = deliveries.get();
        double milliseconds = time(variant.getValue(), "ls");
        boolean delivers = variant.getKey().equals("on");
        if (delivers == (deliveries.get() == before)) {
          throw new IllegalStateException("deliveries while " + variant.getKey() + ": " + !delivers);
        }
        if (round >= 0) {
          samples.computeIfAbsent(variant.getKey(), name -> new ArrayList<>()).add(milliseconds);
        }
      }
    }
  }

  private Map<String, String> sendingTo(int port) {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + port,
        "OTEL_EXPORTER_OTLP_PROTOCOL", protocol);
  }

  private double time(Map<String, String> variables, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(sand));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(key -> key.matches("(SANDGLASS|OTEL|XDG)_.*"));
    builder.environment().put("DO_NOT_TRACK", "1");
    for (String directory : List.of("CONFIG_HOME", "STATE_HOME", "CACHE_HOME", "RUNTIME_DIR")) {
      Path own = Files.createDirectories(work.resolve(directory), OWN);
      builder.environment().put("XDG_" + directory, own.toString());
    }
    builder.environment().putAll(variables);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(work.resolve("errors").toFile());
    long begin = System.nanoTime();
    int exitCode = builder.start().waitFor();
    double milliseconds = (System.nanoTime() - begin) / 1e6;
    if (exitCode != 0) {
      throw new IllegalStateException(
          command + " ended with " + exitCode + Files.readString(work.resolve("errors")));
    }
    return milliseconds;
  }

  private void print() {
    System.out.println("| `sand ls`, OpenTelemetry (" + protocol + ") | minimum | median | 90th |");
    System.out.println("|---|---|---|---|");
    samples.forEach(
        (name, values) -> {
          double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
          System.out.printf(
              "| %s | %.2f | %.2f | %.2f |%n",
              name, sorted[0], sorted[sorted.length / 2], sorted[sorted.length * 9 / 10]);
        });
  }

  @Override
  public void close() throws Exception {
    time(Map.of(), "engine", "stop");
    vertx.close().toCompletionStage().toCompletableFuture().get();
    silent.close();
    new ProcessBuilder("rm", "-rf", work.toString()).start().waitFor();
  }
}
