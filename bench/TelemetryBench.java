import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures what usage telemetry costs `sand version`, as whole processes: switched off, on, and on
 * while the host that it reports to accepts connections and never answers. Run by bench/telemetry.
 */
public final class TelemetryBench {
  private static final int WARM_UP = 5;

  private final String sand;
  private final Path work;
  private final Map<String, List<Double>> samples = new LinkedHashMap<>();

  private TelemetryBench(String sand, Path work) {
    this.sand = sand;
    this.work = work;
  }

  public static void main(String[] arguments) throws Exception {
    Path work = Files.createTempDirectory("sandglass-bench");
    try (ServerSocket silent = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress())) {
      var bench = new TelemetryBench(new File(arguments[0]).getCanonicalPath(), work);
      bench.run(Integer.parseInt(arguments[1]), "http://127.0.0.1:" + silent.getLocalPort());
      bench.print();
    } finally {
      // An uploader may still be busy in there; it is gone after 10 seconds.
      new ProcessBuilder("sh", "-c", "sleep 11; rm -rf \"$0\"", work.toString()).start();
    }
  }

  private void run(int rounds, String silentHost) throws Exception {
    Map<String, Map<String, String>> variants = new LinkedHashMap<>();
    variants.put("off", Map.of("SANDGLASS_TELEMETRY", "off"));
    variants.put("on", Map.of("SANDGLASS_TELEMETRY", "on"));
    variants.put(
        "on, the host never answers",
        Map.of(
            "SANDGLASS_TELEMETRY", "on",
            "SANDGLASS_TELEMETRY_HOST", silentHost,
            "SANDGLASS_TELEMETRY_KEY", "phc_bench"));
    for (int round = -WARM_UP; round < rounds; round++) {
      for (var variant : variants.entrySet()) {
        double milliseconds = time(variant.getKey(), variant.getValue());
        if (round >= 0) {
          samples.computeIfAbsent(variant.getKey(), name -> new ArrayList<>()).add(milliseconds);
        }
      }
    }
  }

  private double time(String name, Map<String, String> variables) throws Exception {
    Path home = Files.createDirectories(work.resolve(name.replaceAll("[^a-z]", "-")));
    ProcessBuilder builder = new ProcessBuilder(sand, "version");
    builder.environment().keySet().removeIf(key -> key.matches("CI|DO_NOT_TRACK|SANDGLASS_.*"));
    for (String directory : List.of("CONFIG_HOME", "STATE_HOME", "CACHE_HOME")) {
      builder.environment().put("XDG_" + directory, home.resolve(directory).toString());
    }
    builder.environment().putAll(variables);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    long begin = System.nanoTime();
    int exitCode = builder.start().waitFor();
    double milliseconds = (System.nanoTime() - begin) / 1e6;
    if (exitCode != 0) {
      throw new IllegalStateException("sand version ended with " + exitCode);
    }
    return milliseconds;
  }

  private void print() {
    System.out.println("| `sand version`, telemetry | median ms | minimum | 90th percentile |");
    System.out.println("|---|---|---|---|");
    samples.forEach(
        (name, values) -> {
          double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
          System.out.printf(
              "| %s | %.2f | %.2f | %.2f |%n",
              name,
              sorted[sorted.length / 2],
              Arrays.stream(sorted).min().orElseThrow(),
              sorted[sorted.length * 9 / 10]);
        });
  }
}
