package dev.sandglass.sandbox.observability;

import static dev.sandglass.sandbox.http.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.http.ScriptedServer;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server says of its own work becomes a span below that of the request. */
@Timeout(60)
final class EngineSpanTest {
  private static final String GET = "GET /sandboxes/:sandboxId";

  private final InMemoryTelemetry telemetry = new InMemoryTelemetry();

  @AfterEach
  void close() {
    telemetry.close();
  }

  private static ScriptedServer.Step timed(int status, String timing) {
    return answer(status, "Server-Timing: " + timing + "\r\n", ServerScript.SANDBOX);
  }

  private List<SpanData> served() {
    return telemetry.spans().stream().filter(s -> s.getKind() == SpanKind.SERVER).toList();
  }

  private SpanData request() {
    return telemetry.spans(GET).stream()
        .filter(span -> span.getKind() == SpanKind.CLIENT)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theServersPartIsASpanBelowTheRequest() throws IOException {
    try (var server = new ScriptedServer(timed(200, "sandglass;dur=0.002"));
        var client = ServerScript.client(server, telemetry)) {
      client.sandboxes().handle("a").info();
      SpanData span = served().get(0);
      assertThat(served()).hasSize(1);
      assertThat(span.getName()).isEqualTo(GET);
      assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("dev.sandglass.engine");
      assertThat(span.getTraceId()).isEqualTo(request().getTraceId());
      assertThat(span.getParentSpanId()).isEqualTo(request().getSpanId());
      assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isEqualTo(2_000);
      assertThat(span.getStatus()).isEqualTo(StatusData.unset());
      assertThat(span.getAttributes().asMap().toString())
          .contains("http.request.method=GET")
          .contains("http.route=/sandboxes/:sandboxId")
          .contains("http.response.status_code=200")
          .contains("url.path=/v1/sandboxes/a")
          .containsPattern("url.scheme=http[,}]")
          .contains("server.address=127.0.0.1", "server.port=");
    }
  }

  @Test
  void noServerWorksLongerThanItsAnswerTakes() throws IOException {
    try (var server = new ScriptedServer(timed(200, "sandglass;dur=999999999"));
        var client = ServerScript.client(server, telemetry)) {
      long before = System.nanoTime();
      client.sandboxes().handle("a").info();
      long whole = System.nanoTime() - before;
      SpanData span = served().get(0);
      assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isBetween(0L, whole);
    }
  }

  @Test
  void failuresOfTheServerAreItsOwnThoseOfTheClientAreNot() throws IOException {
    try (var server =
            new ScriptedServer(timed(500, "sandglass;dur=0.1"), timed(404, "sandglass;dur=0.1"));
        var client = ServerScript.client(server, telemetry)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> client.sandboxes().handle("a").info())
            .isInstanceOf(SandboxException.class);
      }
      assertThat(served())
          .extracting(span -> span.getStatus().getStatusCode().name())
          .containsExactly("ERROR", "UNSET");
      assertThat(served().get(0).getAttributes().get(SpanAttribute.ERROR_TYPE.text()))
          .isEqualTo("500");
    }
  }

  @Test
  void serversThatSayNothingHaveNoSpan() throws IOException {
    try (var server = new ScriptedServer(timed(200, "cdn;dur=3"), ServerScript.sandbox("Running"));
        var client = ServerScript.client(server, telemetry)) {
      client.sandboxes().handle("a").info();
      client.sandboxes().handle("a").info();
      assertThat(served()).isEmpty();
    }
  }

  @Test
  void whatIsNotSampledHasNoSpanOfTheServerEither() throws IOException {
    try (var silent = new InMemoryTelemetry(Sampler.alwaysOff());
        var server = new ScriptedServer(timed(200, "sandglass;dur=0.1"));
        var client = ServerScript.client(server, silent)) {
      client.sandboxes().handle("a").info();
      assertThat(silent.spans()).isEmpty();
    }
  }

  @Test
  void aRawCallShowsNoSecret() throws IOException {
    try (var server = new ScriptedServer(timed(200, "sandglass;dur=0.1"));
        var client = ServerScript.client(server, telemetry)) {
      client
          .api(
              "GET",
              "/x/ghp_012345678901234567890123456789abcdef?a=swordfish",
              Map.of(),
              Optional.empty())
          .close();
      assertThat(served()).singleElement().matches(span -> span.getName().equals("GET"));
      assertThat(served().toString()).contains("/x/").doesNotContain("ghp_", "swordfish");
    }
  }
}
