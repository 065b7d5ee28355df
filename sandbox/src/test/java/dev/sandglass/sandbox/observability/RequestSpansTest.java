package dev.sandglass.sandbox.observability;

import static dev.sandglass.sandbox.http.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandglass.sandbox.ClientOptions;
import dev.sandglass.sandbox.SandboxClient;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.http.ScriptedServer;
import dev.sandglass.sandbox.process.ExecRequest;
import dev.sandglass.sandbox.process.OutputConsumer;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Client spans as the semantic conventions want them, for requests to a real server. */
@Timeout(60)
final class RequestSpansTest {
  private static final String GET = "GET /sandboxes/:sandboxId";

  private final InMemoryTelemetry telemetry = new InMemoryTelemetry();

  @AfterEach
  void close() {
    telemetry.close();
  }

  private static String text(SpanData span, SpanAttribute attribute) {
    return span.getAttributes().get(attribute.text());
  }

  private static Long number(SpanData span, SpanAttribute attribute) {
    return span.getAttributes().get(attribute.number());
  }

  @Test
  void aRequestIsAClientSpanBelowItsOperation() throws IOException {
    try (var server = new ScriptedServer(ServerScript.sandbox("Running"));
        var client = ServerScript.client(server, telemetry)) {
      client.sandboxes().handle("a").info();
      SpanData span = telemetry.span(GET);
      assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
      assertThat(span.getParentSpanId()).isEqualTo(telemetry.span("Sandbox.get").getSpanId());
      assertThat(span.getStatus()).isEqualTo(StatusData.unset());
      assertThat(text(span, SpanAttribute.HTTP_METHOD)).isEqualTo("GET");
      assertThat(text(span, SpanAttribute.URL_TEMPLATE)).isEqualTo("/sandboxes/:sandboxId");
      assertThat(text(span, SpanAttribute.URL_FULL))
          .isEqualTo(server.address().base() + "/sandboxes/a");
      assertThat(text(span, SpanAttribute.SERVER_ADDRESS)).isEqualTo("127.0.0.1");
      assertThat(number(span, SpanAttribute.SERVER_PORT))
          .isEqualTo(server.address().base().getPort());
      assertThat(number(span, SpanAttribute.HTTP_STATUS)).isEqualTo(200);
      assertThat(number(span, SpanAttribute.HTTP_RESEND_COUNT)).isNull();
      assertThat(text(span, SpanAttribute.ERROR_TYPE)).isNull();
    }
  }

  @Test
  void everyAttemptIsASpanAndEveryRetryAnEvent() throws IOException {
    try (var server =
            new ScriptedServer(
                answer(503, "", ""), answer(429, "", ""), ServerScript.sandbox("Running"));
        var client = ServerScript.client(server, telemetry)) {
      client.sandboxes().handle("a").info();
      var attempts = telemetry.spans(GET);
      assertThat(attempts)
          .extracting(span -> number(span, SpanAttribute.HTTP_RESEND_COUNT))
          .containsExactly(null, 1L, 2L);
      assertThat(attempts)
          .extracting(span -> text(span, SpanAttribute.ERROR_TYPE))
          .containsExactly("503", "429", null);
      assertThat(attempts.get(0).getStatus().getStatusCode())
          .isEqualTo(StatusData.error().getStatusCode());
      SpanData operation = telemetry.span("Sandbox.get");
      assertThat(operation.getStatus()).isEqualTo(StatusData.unset());
      assertThat(operation.getEvents())
          .extracting(event -> event.getName())
          .containsExactly("http.retry", "http.retry");
      assertThat(operation.getEvents())
          .extracting(event -> event.getAttributes().get(SpanAttribute.HTTP_RESEND_COUNT.number()))
          .containsExactly(1L, 2L);
      assertThat(
              telemetry
                  .metric(Metric.REQUEST_DURATION)
                  .orElseThrow()
                  .getHistogramData()
                  .getPoints())
          .hasSize(3);
    }
  }

  @Test
  void theServerGetsTheContextOfTheAttempt() throws IOException {
    try (var server = new ScriptedServer(ServerScript.sandbox("Running"));
        var client = ServerScript.client(server, telemetry)) {
      Span root = telemetry.sdk().getTracer("test").spanBuilder("root").startSpan();
      Context context = Baggage.builder().put("team", "red").build().storeInContext(Context.root());
      context
          .with(root)
          .wrap(
              () -> {
                client.sandboxes().handle("a").info();
              })
          .run();
      SpanData span = telemetry.span(GET);
      assertThat(span.getTraceId()).isEqualTo(root.getSpanContext().getTraceId());
      assertThat(telemetry.span("Sandbox.get").getParentSpanId())
          .isEqualTo(root.getSpanContext().getSpanId());
      assertThat(server.heads().get(0).toLowerCase(Locale.ROOT))
          .contains("traceparent: 00-" + span.getTraceId() + "-" + span.getSpanId() + "-03\r\n")
          .contains("baggage: team=red\r\n");
    }
  }

  @Test
  void aHeaderOfTheCallerWins() throws IOException {
    try (var server = new ScriptedServer(answer(200, "", "{}"));
        var client = ServerScript.client(server, telemetry)) {
      client.api("GET", "/sandboxes", Map.of("traceparent", "mine"), Optional.empty()).close();
      assertThat(server.heads().get(0)).containsOnlyOnce("traceparent").contains("mine");
    }
  }

  @Test
  void aSpanShowsNoSecretAndNoValueOfAQuery() throws IOException {
    try (var server = new ScriptedServer(answer(200, "", "{}"));
        var client = ServerScript.client(server, telemetry)) {
      client
          .api(
              "GET",
              "/x/ghp_012345678901234567890123456789abcdef?path=/home/me&swordfish",
              Map.of(),
              Optional.empty())
          .close();
      SpanData span = telemetry.span("GET");
      assertThat(text(span, SpanAttribute.URL_TEMPLATE)).isNull();
      assertThat(text(span, SpanAttribute.URL_FULL))
          .startsWith(server.address().base() + "/x/")
          .contains("path=[redacted]")
          .doesNotContain("ghp_", "home", "swordfish");
    }
  }

  @Test
  void aMethodThatIsNoneOfHttpIsNoName() throws IOException {
    try (var server = new ScriptedServer(answer(200, "", "{}"));
        var client = ServerScript.client(server, telemetry)) {
      client.api("BREW", "/sandboxes", Map.of(), Optional.empty()).close();
      SpanData span = telemetry.span("HTTP");
      assertThat(text(span, SpanAttribute.HTTP_METHOD)).isEqualTo("_OTHER");
      assertThat(text(span, SpanAttribute.HTTP_METHOD_ORIGINAL)).isEqualTo("BREW");
    }
  }

  @Test
  void anAnswerThatNeverComesIsAnError() throws IOException {
    try (var server = new ScriptedServer(ScriptedServer.raw(""));
        var client = ServerScript.client(server, telemetry)) {
      assertThatThrownBy(() -> client.sandboxes().handle("a").delete())
          .isInstanceOf(SandboxException.ConnectionLost.class);
      SpanData span = telemetry.span("DELETE /sandboxes/:sandboxId");
      assertThat(text(span, SpanAttribute.ERROR_TYPE)).isEqualTo("ConnectionLost");
      assertThat(number(span, SpanAttribute.HTTP_STATUS)).isNull();
      assertThat(span.getEvents()).extracting(event -> event.getName()).contains("exception");
    }
  }

  @Test
  void aRefusedWebSocketIsASpanToo() throws IOException {
    var pty = answer(200, "", "{\"session_id\":\"s\"}");
    try (var server = ServerScript.daemon(pty, answer(409, "", ""), answer(200, "", ""));
        var client = ServerScript.client(server, telemetry)) {
      assertThatThrownBy(
              () ->
                  client
                      .sandboxes()
                      .handle("a")
                      .processes()
                      .exec(
                          ExecRequest.builder(List.of("cat")).stdin(true).build(),
                          OutputConsumer.DISCARD))
          .isInstanceOf(SandboxException.class);
      SpanData span = telemetry.span("GET /pty/:sessionId/ws");
      assertThat(text(span, SpanAttribute.URL_FULL))
          .startsWith("ws://")
          .endsWith("?pty=[redacted]");
      assertThat(number(span, SpanAttribute.HTTP_STATUS)).isEqualTo(409);
      assertThat(server.heads().get(2))
          .contains("traceparent: 00-" + span.getTraceId() + "-" + span.getSpanId());
    }
  }

  @Test
  void aServerWithoutAPortHasTheUsualOne() {
    var options = ClientOptions.defaults().withOpenTelemetry(telemetry.sdk());
    try (var client =
        SandboxClient.openSandbox(URI.create("https://localhost"), Optional.empty(), options)) {
      assertThatThrownBy(() -> client.sandboxes().handle("a").pause(Duration.ZERO))
          .isInstanceOf(SandboxException.class);
      SpanData span = telemetry.span("POST /sandboxes/:sandboxId/pause");
      assertThat(number(span, SpanAttribute.SERVER_PORT)).isEqualTo(443);
      assertThat(text(span, SpanAttribute.SERVER_ADDRESS)).isEqualTo("localhost");
    }
  }
}
