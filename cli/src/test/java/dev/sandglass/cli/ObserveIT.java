package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.cli.SandWorld.Ended;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What sandboxes use, as commands show it. */
final class ObserveIT {
  private static SandWorld world;
  private static String id;

  @BeforeAll
  static void create() throws IOException {
    world = new SandWorld();
    // The engine is told by the configuration, as users do.
    world.succeed("config", "set", "engine.metrics-interval", "1s");
    world.succeed("config", "set", "engine.quota-memory", "1Gi");
    world.create("--name", "box", "--memory", "256Mi");
    id = world.succeed("info", "box", "-o", "json").json().get("id").asText();
  }

  @AfterAll
  static void delete() throws IOException {
    world.close();
  }

  private static JsonNode json(String... arguments) {
    try {
      return world.succeed(arguments).json();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode sampled() {
    AtomicReference<JsonNode> found = new AtomicReference<>();
    SandWorld.until(
        "samples",
        () -> {
          found.set(json("metrics", "box", "-o", "json"));
          return found.get().size() > 8 && found.get().get(0).get("dataPoints").size() > 1;
        });
    return found.get();
  }

  @Test
  void metricsAreShownForPeopleAndPrograms() {
    JsonNode series = sampled();
    assertThat(series)
        .extracting(one -> one.get("metricName").asText())
        .contains("sandglass.sandbox.cpu.utilization", "sandglass.sandbox.memory.usage");
    JsonNode limit = json("metrics", id, "--name", "sandglass.sandbox.memory.limit", "-o", "json");
    assertThat(limit).hasSize(1);
    assertThat(limit.get(0).get("unit").asText()).isEqualTo("By");
    assertThat(limit.get(0).get("dataPoints").get(0).get("value").asLong())
        .isEqualTo(256L * 1024 * 1024);
    String table = world.succeed("metrics", "box", "--since", "10m").outText();
    assertThat(table).contains("METRIC", "256 MiB").doesNotContain("TREND");
    assertThat(world.succeed("metrics", "box", "-o", "yaml").outText())
        .contains("metricName: \"sandglass.sandbox.processes\"");
    assertThat(world.run("metrics", "box", "--since", "noon").exitCode()).isEqualTo(2);
  }

  @Test
  void aTerminalSeesTheCourse() {
    sampled();
    assertThat(world.terminal("$SAND metrics box").outText()).contains("TREND", "▁");
  }

  @Test
  void watchingGoesOnUntilInterrupted() {
    sampled();
    Ended watched = world.terminal("timeout -s INT 6 $SAND metrics box --watch; echo ended");
    assertThat(watched.outText()).contains("\u001b[H\u001b[2J").contains("ended");
    assertThat(watched.outText().split("METRIC", -1)).hasSizeGreaterThan(2);
  }

  @Test
  void topShowsAllSandboxesOnceWhereNobodyWatches() {
    sampled();
    assertThat(world.succeed("top").outText()).contains("SANDBOX", "box", "Running", "256 MiB");
    JsonNode all = json("top", "-o", "json");
    assertThat(all).hasSize(1);
    assertThat(all.get(0).get("id").asText()).isEqualTo(id);
    SandWorld.until(
        "figures", () -> json("top", "-o", "json").get(0).get("usage").has("memoryBytes"));
    assertThat(world.terminal("timeout -s INT 5 $SAND top; echo ended").outText())
        .contains("\u001b[H\u001b[2J", "PROCESSES", "ended");
    assertThat(world.terminal("$SAND top --once").outText()).doesNotContain("\u001b[2J");
  }

  @Test
  void usageShowsQuotasAndCreateKeepsToThem() throws IOException {
    JsonNode usage = json("usage", "-o", "json");
    JsonNode memory = usage.get("items").get(1);
    assertThat(memory.get("resource").asText()).isEqualTo("memory");
    assertThat(memory.get("used").asLong()).isEqualTo(256L * 1024 * 1024);
    assertThat(memory.get("total").asLong()).isEqualTo(1024L * 1024 * 1024);
    assertThat(memory.get("quota").asBoolean()).isTrue();
    assertThat(world.succeed("usage").outText()).contains("256 MiB", "1.0 GiB", "quota", "machine");
    Ended refused = world.run("create", "--memory", "2Gi", "-o", "json");
    assertThat(refused.exitCode()).isEqualTo(125);
    assertThat(refused.error().get("kind").asText()).isEqualTo("conflict");
    assertThat(refused.error().get("message").asText()).contains("quota of 1024 MiB");
  }

  @Test
  void otherProvidersSayThatTheyCannot() throws IOException {
    for (String[] command :
        new String[][] {
          {"top", "-o", "json"}, {"usage", "-o", "json"}, {"metrics", "box", "-o", "json"}
        }) {
      ProcessBuilder sand = world.sand(command);
      sand.environment().put("SANDGLASS_PROVIDER", "opensandbox");
      sand.environment().put("SANDGLASS_URL", "http://127.0.0.1:1");
      Ended ended = world.end(world.start(sand), new byte[0]);
      assertThat(ended.exitCode()).isEqualTo(125);
      assertThat(ended.error().get("kind").asText()).isEqualTo("unsupported");
      assertThat(ended.error().get("message").asText())
          .contains("provider 'opensandbox' cannot show what was recorded");
    }
  }
}
