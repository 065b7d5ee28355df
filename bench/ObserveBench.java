import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Measures an engine that watches sandboxes which do nothing. Run by bench/observe; prints a Markdown
 * table.
 */
public final class ObserveBench {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String IDLE =
      "{\"image\":{\"uri\":\"host\"},\"entrypoint\":[\"tail\",\"-f\",\"/dev/null\"],"
          + "\"resourceLimits\":{}}";
  private static final int TICKS = 100;

  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonNode engine;
  private final Path signals;
  private final List<String> sandboxes = new ArrayList<>();

  private ObserveBench(JsonNode engine, Path signals) {
    this.engine = engine;
    this.signals = signals;
  }

  public static void main(String[] arguments) throws Exception {
    var bench =
        new ObserveBench(
            JSON.readTree(Files.readAllBytes(Path.of(arguments[0]))), Path.of(arguments[1]));
    int seconds = Integer.parseInt(arguments[2]);
    System.out.println("| Sandboxes | Memory of the engine | CPU of the engine | Written in an hour |");
    System.out.println("|---|---|---|---|");
    for (int count : new int[] {0, 1, 10, 100}) {
      bench.measure(count, seconds);
    }
    bench.end();
    System.exit(0);
  }

  private void measure(int count, int seconds) throws Exception {
    while (sandboxes.size() < count) {
      JsonNode created = JSON.readTree(call("POST", "/v1/sandboxes", IDLE));
      sandboxes.add(created.get("id").asText());
    }
    // Until they run, and what they needed at their begin has been written.
    TimeUnit.SECONDS.sleep(20);
    double cpuBefore = cpuSeconds();
    long bytesBefore = bytes();
    TimeUnit.SECONDS.sleep(seconds);
    System.out.printf(
        "| %d | %d MiB | %.2f %% of one | %.1f MiB |%n",
        count,
        residentKib() / 1024,
        100 * (cpuSeconds() - cpuBefore) / seconds,
        Math.max(0, bytes() - bytesBefore) * 3600.0 / seconds / (1 << 20));
  }

  private double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + engine.get("pid").asLong() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) TICKS;
  }

  private long residentKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + engine.get("pid").asLong() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  /** What lies in the store; its log is emptied from time to time and counts for nothing. */
  private long bytes() throws IOException {
    if (!Files.isDirectory(signals)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(signals)) {
      return files
          .filter(file -> file.toString().endsWith(".db"))
          .mapToLong(ObserveBench::size)
          .sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end() throws Exception {
    for (String id : sandboxes) {
      call("DELETE", "/v1/sandboxes/" + id, "");
    }
    while (JSON.readTree(call("GET", "/v1/sandboxes", "")).path("items").size() > 0) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private String call(String method, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + engine.get("port").asInt() + path))
            .header("OPEN-SANDBOX-API-KEY", engine.get("key").asText())
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(method + " " + path + ": " + answer.body());
    }
    return answer.body();
  }
}
