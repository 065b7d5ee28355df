package dev.sandglass.engine.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.LifecycleChange;
import dev.sandglass.engine.lifecycle.LifecycleChange.Base;
import dev.sandglass.engine.lifecycle.LifecycleChange.Kind;
import dev.sandglass.engine.lifecycle.Provenance;
import dev.sandglass.engine.server.RequestObserver.ServedRequest;
import dev.sandglass.scrubber.HttpMethod;
import dev.sandglass.scrubber.RouteTemplate;
import dev.sandglass.telemetry.DaemonTelemetry;
import dev.sandglass.telemetry.Installation;
import dev.sandglass.telemetry.event.EventId;
import dev.sandglass.telemetry.event.SandboxChanged;
import dev.sandglass.telemetry.spool.Candidates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EngineTelemetryTest {
  private static final String ID = "7c0de5a4-1c8d-4f0e-9d7e-0a1b2c3d4e5f";
  private static final ServedRequest REQUEST =
      new ServedRequest(
          HttpMethod.GET, RouteTemplate.of("/sandboxes"), List.of(), 200, Duration.ofMillis(7));

  @TempDir private Path home;

  private Installation installation(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("XDG_CONFIG_HOME", home.resolve("config").toString());
    all.put("XDG_STATE_HOME", home.resolve("state").toString());
    return EngineInstallation.of(all, Clock.systemUTC());
  }

  private void configure(String text) throws IOException {
    Path file = home.resolve("config/sandglass/config.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void consent() throws IOException {
    configure("output: json\ntelemetry:\n  enabled: true\n  id: " + ID + "\n");
  }

  private List<JsonNode> recorded() throws IOException {
    List<JsonNode> events = new ArrayList<>();
    Path queue = home.resolve("state/sandglass/telemetry/queue");
    if (Files.isDirectory(queue)) {
      try (var files = Files.list(queue)) {
        for (Path file : files.sorted().toList()) {
          for (String line : Files.readAllLines(file)) {
            events.add(Json.parse(line));
          }
        }
      }
    }
    return events;
  }

  private void run(Installation installation, Kind... kinds) {
    try (EngineTelemetry telemetry = new EngineTelemetry(new DaemonTelemetry(installation))) {
      for (Kind kind : kinds) {
        telemetry.changed(new LifecycleChange(kind, Base.HOST, Provenance.UNKNOWN));
      }
      telemetry.served(REQUEST);
    }
  }

  @Test
  void writesWhatHappenedWhenTheEngineEnds() throws IOException {
    consent();
    run(installation(Map.of()), Kind.CREATED, Kind.DELETED);
    assertThat(recorded()).hasSize(3);
    JsonNode created = recorded().get(0);
    assertThat(created.path("event").asText()).isEqualTo("lifecycle");
    assertThat(created.path("change").asText()).isEqualTo("created");
    assertThat(created.path("origin").asText()).isEqualTo("host");
    assertThat(created.path("cli_id").asText()).isEqualTo(ID);
    assertThat(created.path("source").asText()).isEqualTo("engine");
    JsonNode request = recorded().get(2);
    assertThat(request.path("event").asText()).isEqualTo("request");
    assertThat(request.path("side").asText()).isEqualTo("served");
    assertThat(request.path("route").asText()).isEqualTo("/sandboxes");
    assertThat(request.path("status").asInt()).isEqualTo(200);
    assertThat(request.path("duration_ms").asInt()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "DO_NOT_TRACK,1",
    "SANDGLASS_TELEMETRY,off",
    "SANDGLASS_TELEMETRY,log",
    "SANDGLASS_TELEMETRY,whatever"
  })
  void recordsNothingWhenItsEnvironmentSaysSo(String name, String value) throws IOException {
    consent();
    run(installation(Map.of(name, value)), Kind.CREATED);
    assertThat(recorded()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'telemetry:\n  enabled: false\n'",
    "'telemetry:\n  enabled: true\n'",
    "'telemetry: {enabled: true, id: 7c0de5a4-1c8d-4f0e-9d7e-0a1b2c3d4e5f}\n'",
    "'output: json\n'",
    "'telemetry:\n  enabled: true\n  id: me\n'",
    "'{{{'"
  })
  void recordsNothingWhenTheSettingsAreInDoubt(String settings) throws IOException {
    configure(settings.replace("\\n", "\n"));
    run(installation(Map.of()), Kind.CREATED);
    assertThat(recorded()).isEmpty();
  }

  @Test
  void forgetsWhatItHoldsWhenTheUserChangesTheirMind() throws IOException {
    consent();
    Installation installation = installation(Map.of());
    DaemonTelemetry daemon = new DaemonTelemetry(installation);
    EngineTelemetry telemetry = new EngineTelemetry(daemon);
    telemetry.served(REQUEST);
    telemetry.changed(new LifecycleChange(Kind.CREATED, Base.HOST, Provenance.UNKNOWN));
    configure("telemetry:\n  enabled: false\n");
    telemetry.close();
    assertThat(recorded()).isEmpty();
  }

  @Test
  void aClientInALoopIsCountedAndNotRecorded() throws IOException {
    consent();
    Installation installation = installation(Map.of());
    try (EngineTelemetry telemetry = new EngineTelemetry(new DaemonTelemetry(installation))) {
      for (int i = 0; i < 100; i++) {
        telemetry.served(REQUEST);
      }
    }
    // A minute may end in between.
    assertThat(recorded().size()).isBetween(20, 40);
    assertThat(installation.spool().dropped()).isEqualTo(100 - recorded().size());
  }

  @Test
  void manyEventsAreWrittenBeforeTheEngineEnds() throws Exception {
    consent();
    Installation installation = installation(Map.of());
    DaemonTelemetry daemon = new DaemonTelemetry(installation);
    boolean enough = false;
    for (int i = 0; i < DaemonTelemetry.ENOUGH; i++) {
      assertThat(enough).isFalse();
      enough = daemon.happened(lifecycle(), Candidates.Names.NONE);
    }
    assertThat(enough).isTrue();
    daemon.flush();
    assertThat(recorded()).hasSize(DaemonTelemetry.ENOUGH);
  }

  private static SandboxChanged lifecycle() {
    return SandboxChanged.undisclosed(SandboxChanged.Change.CREATED, SandboxChanged.Origin.HOST);
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io/library/python:3.12, docker.io/library/python:3.12, ''",
    "python:secret-tag,             docker.io/library/python, ''",
    "ghcr.io/acme/tool:v2,          private-or-unknown, ghcr.io/acme/tool:v2",
    "registry.acme.example/x,       private-or-unknown, ''",
    "my-own,                        private-or-unknown, ''",
    "/home/ada/secret,              private-or-unknown, ''"
  })
  void onlyOfficialImagesAreNamedAndOthersWaitForTheCheck(
      String image, String named, String candidate) throws IOException {
    consent();
    Installation installation = installation(Map.of());
    try (EngineTelemetry telemetry = new EngineTelemetry(new DaemonTelemetry(installation))) {
      Provenance provenance = new Provenance(image, "https://ada:pw@github.com/acme/tool?x=1");
      telemetry.changed(new LifecycleChange(Kind.STARTED, Base.IMAGE, provenance));
    }
    JsonNode event = recorded().get(0);
    assertThat(event.path("image").asText()).isEqualTo(named);
    assertThat(event.path("repository").asText()).isEqualTo("private-or-unknown");
    Candidates.Names names =
        new Candidates(installation.state())
            .of(EventId.of(event.path("uuid").asText()).orElseThrow());
    assertThat(names.image().map(Object::toString).orElse("")).isEqualTo(candidate);
    assertThat(names.repository().map(Object::toString)).contains("github.com/acme/tool");
  }
}
