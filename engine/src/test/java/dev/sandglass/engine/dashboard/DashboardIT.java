package dev.sandglass.engine.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.RunningEngine;
import dev.sandglass.engine.RunningEngine.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets to see the dashboard, and how little that lets them do. */
final class DashboardIT {
  private static final String DATA = "/dashboard/api/sandboxes";
  private static RunningEngine engine;
  private static String id;

  /** What a browser that was let in has. */
  private record Visitor(String cookie, String key) {
    HttpRequest.Builder request(String path) {
      return page(path).header("X-Sandglass-Dashboard", key);
    }

    HttpRequest.Builder page(String path) {
      return HttpRequest.newBuilder(engine.uri(path)).header("Cookie", cookie);
    }

    Answer get(String path) {
      return engine.send(request(path).build());
    }
  }

  @BeforeAll
  static void start() {
    engine = RunningEngine.start();
    id = engine.sandbox("{\"metadata\":{\"name\":\"box\"},\"resourceLimits\":{\"cpu\":\"500m\"}}");
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static String link() {
    Answer answer = engine.post("/v1/x-sandglass/dashboard/tokens", "");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().path("expiresInSeconds").asInt()).isEqualTo(60);
    return answer.json().path("path").asText();
  }

  private static Answer plain(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(engine.uri(path));
    return engine.send((headers.length == 0 ? request : request.headers(headers)).build());
  }

  private static Answer open() {
    Answer opened = plain(link());
    assertThat(opened.status()).as(opened.body()).isEqualTo(303);
    return opened;
  }

  private static String cookie(Answer opened) {
    return opened.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
  }

  private static String code(Answer opened) {
    String target = opened.headers().firstValue("Location").orElseThrow();
    assertThat(target).matches("/dashboard/#/begin/[\\w-]{43}");
    return target.substring(target.lastIndexOf('/') + 1);
  }

  private static Answer exchange(String cookie, String code) {
    return engine.send(
        HttpRequest.newBuilder(engine.uri("/dashboard/api/key"))
            .header("Cookie", cookie)
            .header("X-Sandglass-Dashboard", code)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build());
  }

  private static Visitor visitor() {
    Answer opened = open();
    Answer key = exchange(cookie(opened), code(opened));
    assertThat(key.status()).isEqualTo(201);
    return new Visitor(cookie(opened), key.json().path("key").asText());
  }

  @Test
  void aTokenLetsOneBrowserIn() {
    String link = link();
    Answer opened = plain(link);
    assertThat(opened.status()).isEqualTo(303);
    assertThat(opened.headers().firstValue("Set-Cookie").orElseThrow())
        .matches(
            "sandglass-dashboard-%d=[\\w-]{43}; Path=/dashboard; Max-Age=43200; HttpOnly; SameSite=Strict"
                .formatted(engine.port()));
    Answer again = plain(link, "Accept", "text/html");
    assertThat(again.status()).isEqualTo(401);
    assertThat(again.body())
        .isEqualTo(
            "Sandglass: this link was used already or is too old: run sand dashboard again\n");
    assertThat(again.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(plain("/dashboard/open").status()).isEqualTo(401);
    assertThat(plain("/v1/x-sandglass/dashboard/tokens").status()).isEqualTo(401);
  }

  @Test
  void aVisitorSeesSandboxesAndTheirSignals() {
    Visitor visitor = visitor();
    JsonNode all = visitor.get(DATA).json().path("items");
    assertThat(all).hasSize(1);
    assertThat(all.get(0).path("id").asText()).isEqualTo(id);
    assertThat(all.get(0).path("name").asText()).isEqualTo("box");
    assertThat(all.get(0).path("state").asText()).isEqualTo("Running");
    assertThat(all.get(0).path("template").asText()).isEqualTo("host");
    assertThat(all.get(0).path("cpuLimit").asDouble()).isEqualTo(0.5);
    assertThat(all.get(0).path("createdAt").asText()).isNotEmpty();
    assertThat(visitor.get("/dashboard/api/engine").json().path("metricsPrefix").asText())
        .isEqualTo("sandglass.");
    String told = "/dashboard/api/sandboxes/" + id + "/telemetry";
    assertThat(visitor.get(told + "/logs").json().has("cursor")).isTrue();
    assertThat(visitor.get(told + "/metrics").json().has("series")).isTrue();
    assertThat(visitor.get(told + "/traces").json().has("items")).isTrue();
    assertThat(visitor.get("/dashboard/api/metrics").json().path("items")).hasSize(1);
    assertThat(visitor.get("/dashboard/api/sandboxes/sb-2222/telemetry/logs").status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dashboard",
        "/dashboard/",
        "/dashboard/main.js",
        "/dashboard/uplot/LICENSE",
        "/dashboard/nothing",
        "/dashboard/api",
        DATA,
        "/dashboard/api/engine",
        "/dashboard/api/metrics",
        "/dashboard//api/sandboxes",
        "/dashboard/../dashboard/api/sandboxes",
        "/dashboard/%61pi/sandboxes"
      })
  void othersGetNothing(String path) {
    Answer none = plain(path);
    assertThat(none.status()).isEqualTo(401);
    assertThat(none.json()).hasSize(2);
    String wrong = "sandglass-dashboard-" + engine.port() + "=wrong";
    assertThat(plain(path, "Cookie", wrong, "X-Sandglass-Dashboard", "wrong").status())
        .isEqualTo(401);
  }

  @Test
  void aCookieAloneOpensThePageButNoData() {
    Answer opened = open();
    Visitor thief = new Visitor(cookie(opened), "wrong");
    assertThat(engine.send(thief.page("/dashboard/").build()).status()).isEqualTo(200);
    Answer slash = engine.send(thief.page("/dashboard").build());
    assertThat(slash.status()).isEqualTo(303);
    assertThat(slash.headers().firstValue("Location")).hasValue("/dashboard/");
    assertThat(thief.get(DATA).status()).isEqualTo(401);
    assertThat(exchange(cookie(opened), "wrong").status()).isEqualTo(401);
    assertThat(exchange(cookie(opened), code(opened)).status()).isEqualTo(201);
    assertThat(exchange(cookie(opened), code(opened)).status()).isEqualTo(401);
    Visitor other = visitor();
    assertThat(new Visitor(cookie(opened), other.key()).get(DATA).status()).isEqualTo(401);
    assertThat(other.get(DATA).status()).isEqualTo(200);
  }

  @Test
  void aCookieAmongOthersOfItsNameIsFound() {
    Visitor visitor = visitor();
    String name = visitor.cookie().split("=")[0];
    String tossed = name + "=tossed; " + visitor.cookie() + "; " + name + "=too";
    assertThat(new Visitor(tossed, visitor.key()).get(DATA).status()).isEqualTo(200);
  }

  @Test
  void foreignHostsAndSitesAreRefused() throws IOException {
    Visitor visitor = visitor();
    int port = engine.port();
    for (String host : List.of("evil.example", "evil.example:" + port, "127.0.0.1:1")) {
      assertThat(statusAt(host, visitor)).as(host).isEqualTo(403);
    }
    for (String host : List.of("localhost:" + port, "[::1]:" + port)) {
      assertThat(statusAt(host, visitor)).as(host).isEqualTo(200);
    }
    for (String site : List.of("cross-site", "same-site", "odd")) {
      assertThat(status(visitor, "Sec-Fetch-Site", site)).as(site).isEqualTo(403);
      assertThat(plain(link(), "Sec-Fetch-Site", site).status()).as(site).isEqualTo(403);
    }
    for (String origin : List.of("http://evil.example", "null", "http://127.0.0.1:1")) {
      assertThat(status(visitor, "Origin", origin)).as(origin).isEqualTo(403);
    }
    assertThat(status(visitor, "Origin", "http://127.0.0.1:" + port)).isEqualTo(200);
    assertThat(status(visitor, "Sec-Fetch-Site", "same-origin")).isEqualTo(200);
    assertThat(status(visitor, "Sec-Fetch-Site", "none")).isEqualTo(200);
  }

  /** Asks by hand: the client of the JDK does not let others name the host. */
  private static int statusAt(String host, Visitor visitor) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", engine.port())) {
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nX-Sandglass-Dashboard: %s\r\n\r\n"
              .formatted(DATA, host, visitor.cookie(), visitor.key());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      var reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      return Integer.parseInt(reader.readLine().split(" ")[1]);
    }
  }

  private static int status(Visitor visitor, String header, String value) {
    return engine.send(visitor.request(DATA).header(header, value).build()).status();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"})
  void aVisitorChangesNothing(String method) {
    Visitor visitor = visitor();
    var nothing = HttpRequest.BodyPublishers.noBody();
    for (String path : List.of(DATA, DATA + "/" + id, "/dashboard/", "/dashboard/open")) {
      HttpRequest request = visitor.request(path).method(method, nothing).build();
      assertThat(engine.send(request).status()).as(path).isEqualTo(405);
    }
    for (String path : List.of("/v1/sandboxes", "/v1/sandboxes/" + id, "/sandboxes")) {
      HttpRequest request = visitor.request(path).method(method, nothing).build();
      assertThat(engine.send(request).status()).as(path).isEqualTo(401);
    }
    assertThat(visitor.get("/v1/x-sandglass/engine").status()).isEqualTo(401);
    assertThat(visitor.get("/dashboard/api/sandboxes/" + id).status()).isEqualTo(404);
    assertThat(visitor.get("/dashboard/api/sandboxes/" + id + "/exec").status()).isEqualTo(404);
    assertThat(engine.get("/v1/sandboxes/" + id).status()).isEqualTo(200);
  }

  @Test
  void everyAnswerForbidsWhatThePageDoesNotNeed() {
    Visitor visitor = visitor();
    for (Answer answer :
        List.of(
            visitor.get("/dashboard/"),
            visitor.get(DATA),
            visitor.get("/dashboard/main.js"),
            open(),
            plain("/dashboard/"),
            plain("/dashboard/", "Origin", "http://evil.example"))) {
      var headers = answer.headers();
      assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
          .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; ")
          .contains("frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'")
          .doesNotContain("unsafe", "http", "*");
      assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
      assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
      assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
      assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).hasValue("same-origin");
      assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @Test
  void sessionsEndWithTheEngine() {
    try (RunningEngine other = RunningEngine.start()) {
      URI link =
          other.uri(
              other.post("/v1/x-sandglass/dashboard/tokens", "").json().path("path").asText());
      Answer opened = other.send(HttpRequest.newBuilder(link).build());
      assertThat(opened.status()).isEqualTo(303);
      other.terminate();
      other.restart();
      HttpRequest again =
          HttpRequest.newBuilder(other.uri("/dashboard/"))
              .header(
                  "Cookie",
                  "sandglass-dashboard-" + other.port() + "=" + cookie(opened).split("=")[1])
              .build();
      assertThat(other.send(again).status()).isEqualTo(401);
    }
  }
}
