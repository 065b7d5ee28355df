package dev.sandglass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.engine.RunningEngine.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask, and how errors look. */
class AccessIT {
  private static RunningEngine engine;

  @BeforeAll
  static void start() {
    engine = RunningEngine.start();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void healthNeedsNoKey() {
    Answer answer = engine.send(HttpRequest.newBuilder(engine.uri("/health")).build());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"status\":\"healthy\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/sandboxes", "/sandboxes", "/v1/x-sandglass/engine", "/nothing"})
  void everythingElseDoes(String path) {
    for (String key : List.of("", "wrong", engine.key() + "x")) {
      var request = HttpRequest.newBuilder(engine.uri(path));
      if (!key.isEmpty()) {
        request.header("OPEN-SANDBOX-API-KEY", key);
      }
      Answer answer = engine.send(request.build());
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.code()).isEqualTo("GENERAL::UNAUTHORIZED");
      assertThat(answer.body()).doesNotContain(engine.key());
    }
  }

  @Test
  void webPagesAreRefused() {
    for (String origin : List.of("http://evil.example", "http://127.0.0.1:" + engine.port())) {
      Answer answer = engine.send(engine.request("/v1/sandboxes").header("Origin", origin).build());
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.code()).isEqualTo("GENERAL::FORBIDDEN");
    }
  }

  @Test
  void foreignHostsAreRefused() throws IOException {
    String port = ":" + engine.port();
    for (String host : List.of("127.0.0.1" + port, "localhost" + port, "[::1]" + port)) {
      assertThat(raw("GET /health HTTP/1.1\r\nHost: " + host + "\r\n\r\n")).contains(" 200 ");
    }
    for (String host : List.of("evil.example", "evil.example" + port, "127.0.0.1", "localhost:1")) {
      assertThat(raw("GET /health HTTP/1.1\r\nHost: " + host + "\r\n\r\n")).contains(" 403 ");
    }
    assertThat(raw("GET /health HTTP/1.0\r\n\r\n")).contains(" 403 ");
  }

  /** The first line of the answer. */
  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", engine.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      var reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      return reader.readLine();
    }
  }

  @Test
  void requestIdsAreEchoedOrMade() {
    Answer given =
        engine.send(engine.request("/v1/sandboxes").header("X-Request-ID", "abc-123").build());
    assertThat(given.headers().firstValue("X-Request-ID")).hasValue("abc-123");
    Answer odd =
        engine.send(engine.request("/v1/nothing").header("X-Request-ID", "a b\"<").build());
    assertThat(odd.headers().firstValue("X-Request-ID").orElseThrow()).hasSize(36);
  }

  @Test
  void errorsHaveAnEnvelope() {
    Answer unknown = engine.get("/v1/nothing");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.code()).isEqualTo("GENERAL::NOT_FOUND");
    Answer method = engine.send("PUT", "/v1/sandboxes", "{}");
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.json()).hasSize(2);
    Answer malformed = engine.post("/v1/sandboxes", "{\"image\":");
    assertThat(malformed.status()).isEqualTo(400);
    assertThat(malformed.message()).contains("line 1");
    Answer twice = engine.post("/v1/sandboxes", "{\"image\":{},\"image\":{}}");
    assertThat(twice.status()).isEqualTo(400);
    Answer deep = engine.post("/v1/sandboxes", "[".repeat(5000));
    assertThat(deep.status()).isEqualTo(400);
    Answer large = engine.post("/v1/sandboxes", "\"" + "x".repeat(5 * 1024 * 1024) + "\"");
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.code()).isEqualTo("GENERAL::TOO_LARGE");
    assertThat(engine.get("/v1/sandboxes").status()).isEqualTo(200);
  }

  @Test
  void theKeyIsForItsOwnerOnly() throws IOException {
    var directories = engine.directories();
    assertThat(Files.getPosixFilePermissions(directories.engineFile()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(directories.runtime()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void theEngineDescribesItself() {
    Answer answer = engine.get("/v1/x-sandglass/engine");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("pid").asLong()).isEqualTo(engine.process().pid());
    assertThat(answer.json().path("version").asText()).isEqualTo(Version.CURRENT);
    assertThat(answer.json().path("isolation").path("executor").asText()).isNotEmpty();
    assertThat(answer.json().path("memoryBytes").asLong()).isLessThan(160L * 1024 * 1024);
  }
}
