package dev.sandglass.engine.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.Await;
import dev.sandglass.engine.RunningEngine;
import dev.sandglass.engine.RunningEngine.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every metric against a load that is known. */
class MetricsIT {
  private static final long MIB = 1024 * 1024;
  private static RunningEngine engine;

  @BeforeAll
  static void start() {
    engine = RunningEngine.start(Map.of("SANDGLASS_METRICS_INTERVAL", "1s"));
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static boolean enforced(String id, String limit) {
    return engine
        .get("/v1/x-sandglass/sandboxes/" + id)
        .json()
        .path("enforcement")
        .path(limit)
        .asText()
        .equals("enforced");
  }

  private static JsonNode series(String id, String query) {
    Answer answer = engine.get("/v1/x-sandglass/sandboxes/" + id + "/telemetry/metrics" + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().path("series");
  }

  private static List<Double> values(String id, String name) {
    List<Double> values = new ArrayList<>();
    for (JsonNode one : series(id, "?metricNames=sandglass.sandbox." + name)) {
      one.path("dataPoints").forEach(point -> values.add(point.path("value").asDouble()));
    }
    return values;
  }

  private static double awaited(String id, String name, DoublePredicate condition) {
    double[] last = {Double.NaN};
    try {
      Await.until(
          () -> {
            List<Double> values = values(id, name);
            last[0] = values.isEmpty() ? Double.NaN : values.get(values.size() - 1);
            return condition.test(last[0]);
          });
    } catch (AssertionError e) {
      throw new AssertionError(name + " stayed " + last[0] + "\n" + engine.log(), e);
    }
    return last[0];
  }

  private static void background(String id, String script) {
    String body =
        dev.sandglass.engine.json.Json.text(
            dev.sandglass.engine.json.Json.object()
                .set("command", dev.sandglass.engine.json.Json.array(List.of("sh", "-c", script))));
    Answer started = engine.post("/v1/x-sandglass/sandboxes/" + id + "/commands", body);
    assertThat(started.status()).as(started.body()).isEqualTo(201);
  }

  @Test
  void processorTimeIsInPercentOfTheLimit() {
    String busy = engine.sandbox("{\"resourceLimits\":{\"cpu\":\"100m\"}}");
    String idle = engine.sandbox();
    background(busy, "while :; do :; done");
    if (enforced(busy, "cpu")) {
      assertThat(awaited(busy, "cpu.utilization", value -> value > 80)).isLessThanOrEqualTo(100);
      assertThat(values(busy, "cpu.limit")).containsOnly(0.1);
      double early = awaited(busy, "cpu.throttled", value -> value > 0.2);
      assertThat(awaited(busy, "cpu.throttled", value -> value > early + 0.5)).isPositive();
    } else {
      // Nothing holds it to its limit, so it uses more than all of that.
      awaited(busy, "cpu.utilization", value -> value == 100);
    }
    assertThat(values(idle, "cpu.utilization")).isNotEmpty().allMatch(value -> value < 10);
    assertThat(values(idle, "cpu.throttled")).containsOnly(0.0);
  }

  @Test
  void memoryIsThatOfItsProcesses() {
    String id = engine.sandbox("{\"resourceLimits\":{\"memory\":\"256Mi\"}}");
    double before = awaited(id, "memory.usage", value -> value >= 0);
    background(id, "x=$(head -c 60000000 /dev/zero | tr '\\0' x); sleep 600");
    double usage = awaited(id, "memory.usage", value -> value > before + 50_000_000);
    assertThat(usage).isLessThan(256.0 * MIB);
    assertThat(values(id, "memory.limit")).containsOnly(256.0 * MIB);
    List<Double> usages = values(id, "memory.usage");
    List<Double> utilizations = values(id, "memory.utilization");
    int last = Math.min(usages.size(), utilizations.size()) - 1;
    assertThat(utilizations.get(last))
        .isCloseTo(100 * usages.get(last) / (256.0 * MIB), within(0.01));
  }

  @Test
  void filesThatLieInTheCacheAreNoMemoryInUse() {
    String id = engine.sandbox();
    assumeTrue(enforced(id, "memory"));
    engine.shell(id, "head -c 80000000 /dev/zero > /tmp/f; sync /tmp/f");
    awaited(id, "filesystem.usage", value -> value >= 80_000_000);
    awaited(id, "memory.usage", value -> value < 60_000_000);
  }

  @Test
  void diskIsWhatItsFilesTake() {
    String limited = engine.sandbox("{\"resourceLimits\":{\"disk\":\"200Mi\"}}");
    String free = engine.sandbox();
    double before = awaited(limited, "filesystem.usage", value -> value >= 0);
    engine.shell(limited, "head -c 52428800 /dev/urandom > /tmp/fill; sync /tmp/fill");
    engine.shell(free, "head -c 20971520 /dev/urandom > /tmp/fill");
    double usage = awaited(limited, "filesystem.usage", value -> value >= before + 50 * MIB);
    assertThat(usage).isLessThan(before + 60 * MIB);
    double total = awaited(limited, "filesystem.total", value -> value > 0);
    assertThat(total).isBetween(180.0 * MIB, 210.0 * MIB);
    double available = awaited(limited, "filesystem.available", value -> value < 150 * MIB);
    assertThat(usage + available).isCloseTo(total, within(8.0 * MIB));
    assertThat(awaited(limited, "filesystem.utilization", value -> value > 20)).isLessThan(40);
    assertThat(awaited(free, "filesystem.usage", value -> value >= 20 * MIB))
        .isLessThan(40.0 * MIB);
    engine.shell(limited, "rm /tmp/fill");
    awaited(limited, "filesystem.usage", value -> value < before + 10 * MIB);
  }

  @Test
  void processesAreCounted() {
    String id = engine.sandbox();
    double before = awaited(id, "processes", value -> value > 0);
    background(id, "for i in 1 2 3 4 5 6 7 8 9 10; do sleep 600 & done; wait");
    // The shell, and what supervises it, come on top.
    assertThat(awaited(id, "processes", value -> value >= before + 11))
        .isLessThanOrEqualTo(before + 14);
  }

  @Test
  void theLoopbackIsNoNetwork() {
    String id = engine.sandbox();
    awaited(id, "network.io", value -> value == 0);
    JsonNode series = series(id, "?metricNames=sandglass.sandbox.network.io");
    assertThat(series)
        .extracting(one -> one.path("attributes").path("network.io.direction").asText())
        .containsExactlyInAnyOrder("receive", "transmit");
  }

  @Test
  void bytesByTheNetworkAreCounted() {
    assumeTrue(
        engine
            .get("/v1/x-sandglass/engine")
            .json()
            .at("/isolation/network")
            .asText("none")
            .equals("slirp4netns"),
        "sandboxes have no network here");
    String id = engine.sandbox("{\"extensions\":{\"sandglass.network\":\"host-allowed\"}}");
    String alone = engine.sandbox();
    Map<String, Double> before = traffic(id);
    int[] rounds = {0};
    Await.until(
        () -> {
          // To the gateway, where nobody listens: it takes the datagrams, as many as the queue of a
          // busy machine does not drop, and refuses each connection.
          engine.shell(id, "python3 - <<'END'\n" + TRAFFIC + "END\n");
          rounds[0]++;
          Map<String, Double> now = traffic(id);
          return now.get("transmit") > before.get("transmit") + 300_000
              && now.get("receive") > before.get("receive") + 10_000;
        });
    double most = rounds[0] * 1_300_000.0;
    assertThat(traffic(id).get("transmit")).isLessThan(before.get("transmit") + most);
    assertThat(traffic(id).get("receive")).isLessThan(before.get("receive") + most);
    assertThat(traffic(alone)).containsOnly(Map.entry("receive", 0.0), Map.entry("transmit", 0.0));
  }

  /** A thousand datagrams with a thousand bytes, and two hundred connections. */
  private static final String TRAFFIC =
      """
      import socket
      datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      for _ in range(1000):
          datagrams.sendto(b'x' * 1000, ('10.0.2.2', 9))
      for _ in range(200):
          connection = socket.socket()
          connection.settimeout(5)
          connection.connect_ex(('10.0.2.2', 9))
          connection.close()
      """;

  /** The last value of each direction, once there are any. */
  private static Map<String, Double> traffic(String id) {
    awaited(id, "network.io", value -> value >= 0);
    Map<String, Double> traffic = new HashMap<>();
    for (JsonNode one : series(id, "?metricNames=sandglass.sandbox.network.io")) {
      JsonNode points = one.path("dataPoints");
      traffic.put(
          one.path("attributes").path("network.io.direction").asText(),
          points.get(points.size() - 1).path("value").asDouble());
    }
    return traffic;
  }

  @Test
  void theFirstSampleIsWholeAndOthersFollowInTheInterval() {
    String id = engine.sandbox();
    Await.until(() -> values(id, "cpu.utilization").size() >= 4);
    JsonNode all = series(id, "");
    assertThat(all).extracting(one -> one.path("metricName").asText()).hasSize(13);
    JsonNode points =
        series(id, "?metricNames=sandglass.sandbox.cpu.utilization").get(0).path("dataPoints");
    JsonNode memory =
        series(id, "?metricNames=sandglass.sandbox.memory.usage").get(0).path("dataPoints");
    assertThat(points.get(0).path("timestamp")).isEqualTo(memory.get(0).path("timestamp"));
    Instant first = Instant.parse(points.get(0).path("timestamp").asText());
    Instant fourth = Instant.parse(points.get(3).path("timestamp").asText());
    assertThat(Duration.between(first, fourth))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(9));
  }

  @Test
  void metricsCanBeFilteredAndOutliveTheSandbox() {
    String id = engine.sandbox();
    Await.until(() -> values(id, "cpu.utilization").size() >= 2);
    JsonNode two =
        series(id, "?metricNames=sandglass.sandbox.processes,sandglass.sandbox.cpu.limit");
    assertThat(two).hasSize(2);
    assertThat(series(id, "?from=2099-01-01T00:00:00Z")).isEmpty();
    assertThat(series(id, "?to=2001-01-01T00:00:00Z")).isEmpty();
    assertThat(series(id, "?limit=1").get(0).path("dataPoints")).hasSize(1);
    engine.delete("/v1/sandboxes/" + id);
    engine.await(id, "Deleted");
    assertThat(series(id, "")).isNotEmpty();
    Answer none = engine.get("/v1/x-sandglass/sandboxes/sb-none/telemetry/metrics");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.code()).isEqualTo("SANDBOX::NOT_FOUND");
    Answer wrong = engine.get("/v1/x-sandglass/sandboxes/" + id + "/telemetry/metrics?from=noon");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.message()).contains("from");
  }

  @Test
  void showsEverythingAtThisMoment() {
    String id = engine.sandbox("{\"metadata\":{\"name\":\"now\"}}");
    Await.until(() -> now(id).has("cpuUtilization"));
    JsonNode again = now(id);
    // Too soon for another rate, but not for an answer.
    assertThat(again.has("cpuUtilization")).isTrue();
    assertThat(again.path("name").asText()).isEqualTo("now");
    assertThat(again.path("state").asText()).isEqualTo("Running");
    Await.until(() -> now(id).path("memoryUsage").asLong() > 0);
  }

  private static JsonNode now(String id) {
    for (JsonNode item : engine.get("/v1/x-sandglass/metrics").json().path("items")) {
      if (item.path("id").asText().equals(id)) {
        return item;
      }
    }
    throw new AssertionError("it is not there");
  }
}
