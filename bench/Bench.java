import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Measures the engine over its HTTP API, interleaved with what the kernel needs for the same work
 * (the floor) and with a peer. Run by bench/run; prints a Markdown table of milliseconds.
 */
public final class Bench {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String IDLE =
      "{\"image\":{\"uri\":\"host\"},\"entrypoint\":[\"tail\",\"-f\",\"/dev/null\"],"
          + "\"resourceLimits\":{}}";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private final String key;
  private final Map<String, List<Double>> samples = new LinkedHashMap<>();

  private Bench(JsonNode engine) {
    this.base = "http://127.0.0.1:" + engine.get("port").asInt();
    this.key = engine.get("key").asText();
  }

  public static void main(String[] arguments) throws Exception {
    var bench = new Bench(JSON.readTree(Files.readAllBytes(Path.of(arguments[0]))));
    int rounds = Integer.parseInt(arguments[1]);
    bench.warmUp();
    for (int round = 0; round < rounds; round++) {
      bench.round();
    }
    bench.print();
    for (int count : new int[] {1, 10, 100, 200}) {
      bench.many(count);
    }
    System.exit(0);
  }

  private void warmUp() throws Exception {
    for (int i = 0; i < 5; i++) {
      String id = create(IDLE);
      execute(id, "true");
      send("DELETE", "/v1/sandboxes/" + id, null);
    }
    samples.clear();
  }

  private void round() throws Exception {
    time("floor: bwrap --ro-bind / / true", () -> host("bwrap", "--ro-bind", "/", "/", "true"));
    time(
        "floor: unshare (all namespaces) true",
        () -> host("unshare", "--user", "--map-root-user", "--mount", "--net", "--pid", "--ipc",
            "--uts", "--fork", "true"));
    if (Files.isExecutable(Path.of("/usr/sbin/runc")) && Files.isDirectory(Path.of("/tmp/bench-runc"))) {
      time("peer: runc run (same root file system) true", () -> host("sh", "-c",
          "cd /tmp/bench-runc && runc run bench-$$ </dev/null >/dev/null"));
    }
    long begin = System.nanoTime();
    String id = create(IDLE);
    record("create until running", begin);
    execute(id, "true");
    record("create until the first exec has ended", begin);
    time("exec of true (WebSocket)", () -> execute(id, "true"));
    time("exec of true (/command)", () -> command(id, "true"));
    time("pause", () -> transition(id, "/v1/sandboxes/" + id + "/pause", "Paused"));
    time("resume", () -> transition(id, "/v1/sandboxes/" + id + "/resume", "Running"));
    execute(id, "mkdir -p data; for i in $(seq 2000); do head -c 26214 /dev/zero > data/$i; done");
    String[] snapshot = new String[1];
    time("snapshot of 50 MB in 2,000 files", () -> snapshot[0] = snapshot(id));
    String[] clone = new String[1];
    time(
        "clone of that snapshot until running",
        () -> clone[0] = create("{\"snapshotId\":\"" + snapshot[0] + "\",\"resourceLimits\":{}}"));
    extension(id, "stop", "Stopped");
    time("start of a stopped sandbox", () -> extension(id, "start", "Running"));
    time("stop", () -> extension(id, "stop", "Stopped"));
    time("delete until gone", () -> delete(clone[0]));
    delete(id);
    send("DELETE", "/v1/snapshots/" + snapshot[0], null);
  }

  /** Many sandboxes at once: the engine's memory and how long a list takes. */
  private void many(int count) throws Exception {
    List<String> ids = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      ids.add(create(IDLE));
    }
    double each = millis(begin) / count;
    List<Double> lists = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      send("GET", "/v1/sandboxes?pageSize=200", null);
      lists.add(millis(start));
    }
    JsonNode engine = JSON.readTree(send("GET", "/v1/x-sandglass/engine", null));
    long pid = engine.get("pid").asLong();
    String memory =
        Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
            .filter(line -> line.startsWith("VmRSS"))
            .findFirst()
            .orElse("?")
            .replaceAll("\\s+", " ");
    begin = System.nanoTime();
    for (String id : ids) {
      send("DELETE", "/v1/sandboxes/" + id, null);
    }
    for (String id : ids) {
      awaitGone(id);
    }
    System.out.printf(
        "| %d sandboxes | create %.1f ms each | list %.1f ms | engine %s | delete %.1f ms each |%n",
        count, each, median(lists), memory, millis(begin) / count);
  }

  private String create(String body) throws Exception {
    String id = JSON.readTree(send("POST", "/v1/sandboxes", body)).get("id").asText();
    await(id, "Running");
    return id;
  }

  private void await(String id, String state) throws Exception {
    send("GET", "/v1/x-sandglass/sandboxes/" + id + "/wait?timeout=60&state=" + state, null);
  }

  private void transition(String id, String path, String state) throws Exception {
    send("POST", path, "");
    await(id, state);
  }

  private void extension(String id, String verb, String state) throws Exception {
    send("POST", "/v1/x-sandglass/sandboxes/" + id + "/" + verb, "{}");
    await(id, state);
  }

  private void delete(String id) throws Exception {
    send("DELETE", "/v1/sandboxes/" + id, null);
    awaitGone(id);
  }

  private void awaitGone(String id) throws Exception {
    await(id, "Deleted");
  }

  private String snapshot(String id) throws Exception {
    JsonNode snapshot = JSON.readTree(send("POST", "/v1/sandboxes/" + id + "/snapshots", "{}"));
    String path = "/v1/snapshots/" + snapshot.get("id").asText();
    while (true) {
      String state = JSON.readTree(send("GET", path, null)).at("/status/state").asText();
      if (state.equals("Ready")) {
        return snapshot.get("id").asText();
      }
      if (state.equals("Failed")) {
        throw new IllegalStateException("the snapshot failed");
      }
      Thread.onSpinWait();
    }
  }

  private void command(String id, String command) throws Exception {
    send("POST", "/v1/sandboxes/" + id + "/proxy/44772/command", "{\"command\":\"" + command + "\"}");
  }

  private void execute(String id, String script) throws Exception {
    var ended = new CompletableFuture<String>();
    var listener =
        new WebSocket.Listener() {
          private final StringBuilder text = new StringBuilder();

          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
              if (text.indexOf("\"exit\"") >= 0 || text.indexOf("\"error\"") >= 0) {
                ended.complete(text.toString());
              }
              text.setLength(0);
            }
            socket.request(1);
            return null;
          }

          @Override
          public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            socket.request(1);
            return null;
          }
        };
    String url = base.replace("http", "ws") + "/v1/x-sandglass/sandboxes/" + id + "/exec";
    WebSocket socket =
        http.newWebSocketBuilder()
            .header("OPEN-SANDBOX-API-KEY", key)
            .buildAsync(URI.create(url), listener)
            .get();
    String request =
        JSON.createObjectNode()
            .put("stdin", false)
            .set("command", JSON.valueToTree(List.of("sh", "-c", script)))
            .toString();
    socket.sendText(request, true).get();
    String answer = ended.get(60, TimeUnit.SECONDS);
    if (!answer.contains("\"exitCode\":0")) {
      throw new IllegalStateException(answer);
    }
    socket.abort();
  }

  private String send(String method, String path, String body) throws Exception {
    var publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("OPEN-SANDBOX-API-KEY", key)
            .header("Content-Type", "application/json")
            .method(method, publisher)
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 400) {
      throw new IllegalStateException(method + " " + path + ": " + answer.body());
    }
    return answer.body();
  }

  private static void host(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (OutputStream input = process.getOutputStream();
        InputStream output = process.getInputStream()) {
      input.close();
      output.readAllBytes();
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command));
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private void time(String name, Work work) throws Exception {
    long begin = System.nanoTime();
    work.run();
    record(name, begin);
  }

  private void record(String name, long begin) {
    samples.computeIfAbsent(name, key -> new ArrayList<>()).add(millis(begin));
  }

  private static double millis(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private void print() {
    System.out.println("| what | median ms | minimum | maximum |\n|---|---|---|---|");
    samples.forEach(
        (name, values) -> {
          double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
          Arrays.sort(sorted);
          System.out.printf(
              "| %s | %.1f | %.1f | %.1f |%n",
              name, sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
        });
    System.out.println();
  }
}
