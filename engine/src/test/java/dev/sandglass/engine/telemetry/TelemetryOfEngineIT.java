package dev.sandglass.engine.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.RunningEngine;
import dev.sandglass.engine.json.Json;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real engine, and what it leaves in the queue. */
@Timeout(120)
final class TelemetryOfEngineIT {
  private static final String HEADER = "X-Sandglass-Telemetry";
  private static final String SETTINGS =
      "telemetry:\n  enabled: true\n  id: 7c0de5a4-1c8d-4f0e-9d7e-0a1b2c3d4e5f\n";

  private RunningEngine engine;

  @BeforeEach
  void start() {
    engine = RunningEngine.start();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private void configure(String settings) throws IOException {
    Files.createDirectories(engine.configuration());
    Files.writeString(engine.configuration().resolve("config.yaml"), settings);
  }

  /** Ends the engine, and returns what it recorded until then. */
  private List<JsonNode> recorded() throws IOException {
    engine.terminate();
    List<JsonNode> events = new ArrayList<>();
    Path queue = engine.directories().state().resolveSibling("telemetry").resolve("queue");
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

  private static List<String> of(List<JsonNode> events, String event, String... fields) {
    List<String> found = new ArrayList<>();
    for (JsonNode one : events) {
      if (one.path("event").asText().equals(event)) {
        List<String> values = new ArrayList<>();
        for (String field : fields) {
          values.add(one.path(field).asText());
        }
        found.add(String.join(" ", values));
      }
    }
    return found;
  }

  private int send(String method, String path, String body, String said) {
    HttpRequest.Builder request =
        engine
            .request(path)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    return engine.send(request.header(HEADER, said).build()).status();
  }

  @Test
  void recordsRequestsByTheirTemplatesAndWhatHappensToSandboxes() throws IOException {
    configure(SETTINGS);
    String id = engine.sandbox();
    engine.get("/v1/sandboxes?state=Running&metadata=team%3Dsecret&pageSize=5");
    engine.get("/sandboxes/" + id);
    engine.get("/v1/secret-path/x");
    assertThat(engine.shell(id, "echo hi")).isEqualTo("hi\n");
    engine.post("/v1/sandboxes/" + id + "/pause", "");
    engine.await(id, "Paused");
    engine.post("/v1/sandboxes/" + id + "/resume", "");
    engine.await(id, "Running");
    engine.post("/v1/x-sandglass/sandboxes/" + id + "/stop", "");
    engine.await(id, "Stopped");
    engine.post("/v1/x-sandglass/sandboxes/" + id + "/start", "");
    engine.await(id, "Running");
    engine.delete("/v1/sandboxes/" + id);
    engine.await(id, "Deleted");
    List<JsonNode> events = recorded();
    assertThat(of(events, "lifecycle", "change", "origin"))
        .containsExactly(
            "created host",
            "paused host",
            "resumed host",
            "stopped host",
            "started host",
            "deleted host");
    assertThat(of(events, "request", "method", "route", "status", "side", "provider"))
        .startsWith("POST /sandboxes 202 served local")
        .contains(
            "GET /x-sandglass/sandboxes/:sandboxId/wait 200 served local",
            "GET /sandboxes 200 served local",
            "GET /sandboxes/:sandboxId 200 served local",
            "GET /:unknown 404 served local",
            "POST /sandboxes/:sandboxId/proxy/44772/command 200 served local",
            "DELETE /sandboxes/:sandboxId 204 served local");
    assertThat(events.toString()).doesNotContain("secret", id);
    assertThat(events.toString()).contains("\"state\":\"Running\"", "\"pageSize\":5");
  }

  @Test
  void whoSaysOffIsNotRecordedNorWhatComesOfItLater() throws IOException {
    configure(SETTINGS);
    String body =
        """
        {"image":{"uri":"host"},"entrypoint":["sleep","100"],"resourceLimits":{},
         "metadata":{"name":"box"}}""";
    assertThat(send("POST", "/v1/sandboxes", body, "off")).isEqualTo(202);
    String box = engine.get("/v1/sandboxes").json().path("items").get(0).path("id").asText();
    engine.await(box, "Running");
    String other = engine.sandbox();
    assertThat(send("GET", "/v1/sandboxes/" + other, "", "off")).isEqualTo(200);
    engine.killNine();
    engine.restart();
    engine.delete("/v1/sandboxes/" + box);
    engine.delete("/v1/sandboxes/" + other);
    engine.await(box, "Deleted");
    engine.await(other, "Deleted");
    List<JsonNode> events = recorded();
    assertThat(of(events, "lifecycle", "change")).isEmpty();
    assertThat(of(events, "request", "method", "route"))
        .contains("DELETE /sandboxes/:sandboxId")
        .doesNotContain("POST /sandboxes");
  }

  @Test
  void aWordThatNobodyKnowsIsOffAndOnIsOn() throws IOException {
    configure(SETTINGS);
    send("GET", "/v1/sandboxes", "", "perhaps");
    send("GET", "/v1/snapshots", "", "on");
    assertThat(of(recorded(), "request", "route")).containsExactly("/snapshots");
  }

  @Test
  void withoutConsentNothingIsWrittenWhateverTheRequestSays() throws IOException {
    send("GET", "/v1/sandboxes", "", "on");
    configure("telemetry:\n  enabled: false\n");
    send("GET", "/v1/sandboxes", "", "on");
    assertThat(recorded()).isEmpty();
    Path state = engine.directories().state().resolveSibling("telemetry");
    assertThat(state).doesNotExist();
  }

  @Test
  void whatBrowsersAskForIsNotRecorded() throws IOException {
    configure(SETTINGS);
    String link = engine.post("/v1/x-sandglass/dashboard/tokens", "").json().path("path").asText();
    var opened = engine.send(HttpRequest.newBuilder(engine.uri(link)).build());
    assertThat(opened.status()).isEqualTo(303);
    String cookie = opened.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    HttpRequest page =
        HttpRequest.newBuilder(engine.uri("/dashboard/")).header("Cookie", cookie).build();
    assertThat(engine.send(page).status()).isEqualTo(200);
    assertThat(of(recorded(), "request", "status", "route"))
        .containsExactly("201 /x-sandglass/dashboard/tokens");
  }

  @Test
  void requestsWithoutTheKeyAndToPortsOfSandboxesAreNotRecorded() throws IOException {
    configure(SETTINGS);
    engine.send(HttpRequest.newBuilder(engine.uri("/v1/sandboxes")).build());
    String id = engine.sandbox();
    engine.get("/v1/sandboxes/" + id + "/proxy/8080/secret");
    List<JsonNode> events = recorded();
    assertThat(of(events, "request", "status", "route"))
        .containsExactly("202 /sandboxes", "200 /x-sandglass/sandboxes/:sandboxId/wait");
  }
}
