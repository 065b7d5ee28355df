package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandglass.cli.SandWorld.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Usage telemetry of the real command, its sandboxes and its uploader. */
final class TelemetryIT {
  private static final String INSIDE = "echo \"$SANDGLASS_TELEMETRY,$SANDGLASS_CLI_ID\"";

  private static SandWorld world;
  private static String box;

  @BeforeAll
  static void makeWorld() throws IOException {
    world = new SandWorld();
    world.usage().consent();
    // What the engine has to tell would come in between some time; it has tests of its own.
    ProcessBuilder engine = world.sand("engine", "start");
    engine.environment().put("SANDGLASS_TELEMETRY", "off");
    assertThat(world.end(world.start(engine), new byte[0]).exitCode()).isZero();
    box = world.create();
  }

  @AfterAll
  static void removeWorld() throws IOException {
    world.close();
  }

  @BeforeEach
  void beginAnew() {
    world.usage().configure("telemetry:\n  enabled: false\n");
    world.run("telemetry", "disable");
    world.usage().consent();
  }

  private static Ended uploading(Collector collector, String... arguments) {
    ProcessBuilder sand = world.sand(arguments);
    sand.environment().put("SANDGLASS_TELEMETRY_HOST", collector.url());
    sand.environment().put("SANDGLASS_TELEMETRY_KEY", "phc_test");
    return world.end(world.start(sand), new byte[0]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exec BOX true | exec | ok | ",
        "exec BOX -- sh -c 'exit 7' | exec | sandbox-command-failed | ",
        "exec --timeout 1s BOX sleep 60 | exec | failed | timed-out",
        "exec nowhere true | exec | failed | not-found",
        "code BOX -c 'raise-an-error' | code | sandbox-command-failed | ",
        "fs grep BOX no-such-word /etc/hostname | fs grep | ok | ",
        "api GET /secret | api | failed | http-status",
        "rm | rm | usage-error | usage"
      })
  void aCommandIsToldByHowItEnded(String line, String command, String outcome, String kind) {
    world.shell("$SAND " + line.replace("BOX", box));
    JsonNode event = world.usage().last("command");
    assertThat(event.path("command").asText()).isEqualTo(command);
    assertThat(event.path("outcome").asText()).isEqualTo(outcome);
    assertThat(event.path("error_kind").asText("")).isEqualTo(kind == null ? "" : kind);
    assertThat(world.usage().everything()).doesNotContain("secret", box, "nowhere", "no-such");
  }

  @Test
  void requestsAreToldByTheirRoutes() {
    world.run("exec", box, "true");
    JsonNode request = world.usage().last("request");
    assertThat(request.path("route").asText()).isEqualTo("/x-sandglass/sandboxes/:sandboxId/exec");
    assertThat(request.path("status").asInt()).isEqualTo(101);
    assertThat(request.path("side").asText()).isEqualTo("made");
    assertThat(request.path("provider").asText()).isEqualTo("local");
  }

  @Test
  void sandInsideASandboxIsTheSameInstallation() {
    String made = world.run("run", "--", "sh", "-c", INSIDE).outText();
    assertThat(made).isEqualTo("on," + UsageFiles.ID + "\n");
    assertThat(world.run("exec", box, "sh", "-c", INSIDE).outText()).isEqualTo(made);
    String own = "-eSANDGLASS_TELEMETRY=off";
    assertThat(world.run("run", own, "--", "sh", "-c", INSIDE).outText()).startsWith("off,");
    assertThat(world.run("exec", own, box, "sh", "-c", INSIDE).outText()).startsWith("off,");
  }

  @Test
  void switchingOffReachesIntoSandboxesAtOnce() {
    world.run("telemetry", "disable");
    assertThat(world.run("exec", box, "sh", "-c", INSIDE).outText()).isEqualTo("off,\n");
    assertThat(world.run("run", "--", "sh", "-c", INSIDE).outText()).isEqualTo("off,\n");
    assertThat(world.usage().waiting()).isEmpty();
  }

  @Test
  void aSandboxThatWasMadeWithoutIsNeverSwitchedOnFromOutside() {
    String quiet = world.create("-e", "SANDGLASS_TELEMETRY=off");
    assertThat(world.run("exec", quiet, "sh", "-c", INSIDE).outText()).startsWith("off,");
    world.run("rm", quiet);
  }

  @Test
  void whoSwitchesOffDuringACommandIsObeyedAtItsEnd() throws IOException {
    Process exec = world.start(world.sand("exec", box, "sh", "-c", "echo up; read line"));
    assertThat(exec.getInputStream().read()).isEqualTo('u');
    world.run("telemetry", "disable");
    assertThat(world.end(exec, "go\n".getBytes(StandardCharsets.UTF_8)).exitCode()).isZero();
    assertThat(world.usage().waiting()).isEmpty();
    assertThat(Files.readString(world.usage().settings())).doesNotContain("id:");
  }

  @Test
  void whatIsShownIsWhatIsSentAndWhatIsLogged() throws IOException {
    world.run("exec", box, "true");
    world.run("no-such-command");
    try (Collector collector = new Collector(200)) {
      Ended shown = uploading(collector, "telemetry", "show");
      Ended flushed = uploading(collector, "telemetry", "flush");
      assertThat(flushed.exitCode()).as(flushed.errText()).isZero();
      assertThat(String.join("\n", collector.bodies()) + "\n").isEqualTo(shown.outText());
      JsonNode sent = new ObjectMapper().readTree(collector.bodies().get(0)).path("batch");
      List<JsonNode> logged = new ArrayList<>();
      uploading(collector, "telemetry", "log", "-o", "json").json().forEach(logged::add);
      assertThat(logged).hasSize(sent.size()).containsExactlyElementsOf(sent);
      assertThat(uploading(collector, "telemetry", "show").outText()).isEmpty();
      JsonNode status = uploading(collector, "telemetry", "status", "-o", "json").json();
      assertThat(status.path("upload").path("status").asInt()).isEqualTo(200);
      assertThat(status.path("upload").path("host").asText()).isEqualTo(collector.url());
    }
  }

  @Test
  void aFailedUploadIsSaidAndNothingIsLost() throws IOException {
    world.run("version");
    try (Collector collector = new Collector(503)) {
      Ended flushed = uploading(collector, "telemetry", "flush", "-o", "json");
      assertThat(flushed.exitCode()).isEqualTo(125);
      assertThat(flushed.error().path("message").asText()).contains("503");
    }
    assertThat(world.usage().waiting()).hasSize(1);
  }

  @Test
  void enoughEventsAreUploadedByAProcessOfItsOwn() {
    try (Collector collector = new Collector(200)) {
      for (int i = 0; i < 50 && collector.bodies().isEmpty(); i++) {
        Ended run = uploading(collector, "-o", "table", "version");
        assertThat(run.exitCode()).isZero();
        assertThat(run.errText()).isEmpty();
      }
      SandWorld.until("the upload", () -> !collector.bodies().isEmpty());
      SandWorld.until("the end of the queue", () -> world.usage().waiting().isEmpty());
      Set<String> identities = new TreeSet<>();
      for (String body : collector.bodies()) {
        for (JsonNode event : new ObjectMapper().readTree(body).path("batch")) {
          identities.add(event.path("uuid").asText());
        }
      }
      assertThat(identities).hasSize(50);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void manyAtOnceLoseNothing() throws Exception {
    world.usage().configure("telemetry:\n  enabled: true\n");
    List<Process> runs = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      runs.add(world.start(world.sand("-o", "table", "version")));
    }
    for (Process run : runs) {
      assertThat(world.end(run, new byte[0]).exitCode()).isZero();
    }
    List<JsonNode> events = world.usage().waiting();
    assertThat(events).hasSize(32);
    assertThat(events.stream().map(event -> event.path("uuid").asText()).distinct()).hasSize(32);
    assertThat(events.stream().map(event -> event.path("cli_id").asText()).distinct()).hasSize(1);
  }
}
