package dev.sandglass.sandbox.observability;

import static dev.sandglass.sandbox.http.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.http.ScriptedServer;
import dev.sandglass.sandbox.process.CommandResult;
import dev.sandglass.sandbox.process.ExecRequest;
import dev.sandglass.sandbox.process.OutputConsumer;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is started in a sandbox continues the trace. */
@Timeout(60)
final class PropagationTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String OUTPUT =
      "{\"type\":\"init\",\"text\":\"c1\"}\n\n{\"type\":\"stdout\",\"text\":\"hello\"}\n\n"
          + "{\"type\":\"error\",\"error\":{\"evalue\":\"3\"}}\n\n";

  private final InMemoryTelemetry telemetry = new InMemoryTelemetry();
  private final CompletableFuture<JsonNode> sent = new CompletableFuture<>();

  @AfterEach
  void close() {
    telemetry.close();
  }

  private static Context caller(TraceFlags flags) {
    TraceState state = TraceState.builder().put("vendor", "x").build();
    SpanContext remote =
        SpanContext.createFromRemoteParent(TRACE, "b7ad6b7169203331", flags, state);
    Context baggage = Baggage.builder().put("team", "red").build().storeInContext(Context.root());
    return baggage.with(Span.wrap(remote));
  }

  /** Keeps the body that came, of the length that the caller knows. */
  private ScriptedServer.Step keeping(String answer) {
    return new ScriptedServer.Step() {
      @Override
      public void serve(InputStream in, OutputStream out) throws IOException {
        // Nothing follows the one object of the body, so it is read until it is complete.
        sent.complete(new ObjectMapper().readTree(new ObjectMapper().createParser(in)));
        answer(200, "", answer).serve(in, out);
      }
    };
  }

  private JsonNode sent() throws Exception {
    return sent.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aCommandGetsTheContextOfItsSpanAndTheSpanItsEnd() throws Exception {
    CommandResult result;
    try (var server = ServerScript.daemon(keeping(OUTPUT));
        var client = ServerScript.client(server, telemetry)) {
      var processes = client.sandboxes().handle("a").processes();
      result =
          caller(TraceFlags.getSampled())
              .wrapSupplier(() -> processes.run(ExecRequest.of("tool", "--password=swordfish")))
              .get();
      SpanData span = telemetry.span("Process.exec"); // it has ended when the caller goes on
      assertThat(span.getTraceId()).isEqualTo(TRACE);
      assertThat(span.getAttributes().get(SpanAttribute.EXIT_CODE.number())).isEqualTo(3);
      assertThat(span.getAttributes().get(SpanAttribute.TIMED_OUT.flag())).isFalse();
      assertThat(span.getAttributes().get(SpanAttribute.BYTES_READ.number())).isEqualTo(6);
      assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
      JsonNode environment = sent().path("envs");
      assertThat(environment.path("TRACEPARENT").asText())
          .isEqualTo("00-" + TRACE + "-" + span.getSpanId() + "-01");
      assertThat(environment.path("TRACESTATE").asText()).isEqualTo("vendor=x");
      assertThat(environment.path("BAGGAGE").asText()).isEqualTo("team=red");
    }
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(telemetry.spans().toString()).doesNotContain("swordfish", "tool");
  }

  @Test
  void aVariableOfTheCallerWins() throws Exception {
    try (var server = ServerScript.daemon(keeping(OUTPUT));
        var client = ServerScript.client(server, telemetry)) {
      ExecRequest request =
          ExecRequest.builder(List.of("x")).environment("TRACEPARENT", "mine").build();
      client.sandboxes().handle("a").processes().run(request);
    }
    assertThat(sent().path("envs").path("TRACEPARENT").asText()).isEqualTo("mine");
  }

  @Test
  void aCommandThatIsClosedIsCancelled() throws Exception {
    ScriptedServer.Step running =
        (in, out) -> {
          String begun = "{\"type\":\"init\",\"text\":\"c1\"}\n\n";
          out.write(
              ("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n" + begun)
                  .getBytes(StandardCharsets.UTF_8));
          out.flush();
          while (in.read() >= 0) {
            // until the client goes away
          }
        };
    try (var server = ServerScript.daemon(running, answer(200, "", ""));
        var client = ServerScript.client(server, telemetry)) {
      var command =
          client
              .sandboxes()
              .handle("a")
              .processes()
              .exec(ExecRequest.of("sleep"), OutputConsumer.DISCARD);
      assertThat(telemetry.names()).doesNotContain("Process.exec");
      command.close();
    }
    SpanData span = telemetry.span("Process.exec");
    assertThat(span.getAttributes().get(SpanAttribute.OUTCOME.text())).isEqualTo("cancelled");
    assertThat(telemetry.span("DELETE /command").getParentSpanId()).isEqualTo(span.getSpanId());
  }

  @Test
  void aCommandThatCannotStartIsAFailure() throws Exception {
    try (var server = ServerScript.daemon(answer(400, "", "{\"message\":\"no such directory\"}"));
        var client = ServerScript.client(server, telemetry)) {
      var processes = client.sandboxes().handle("a").processes();
      assertThatThrownBy(() -> processes.run(ExecRequest.of("x")))
          .isInstanceOf(SandboxException.InvalidRequest.class);
    }
    assertThat(telemetry.span("Process.exec").getStatus().getStatusCode())
        .isEqualTo(StatusCode.ERROR);
  }

  private void startInBackground(TraceFlags flags) throws Exception {
    try (var server = ServerScript.daemon(keeping("{\"type\":\"init\",\"text\":\"c1\"}\n\n"));
        var client = ServerScript.client(server, telemetry)) {
      var processes = client.sandboxes().handle("a").processes();
      caller(flags).wrapSupplier(() -> processes.start(ExecRequest.of("daemon"))).get();
    }
  }

  @Test
  void aBackgroundCommandHasALinkedTraceOfItsOwn() throws Exception {
    startInBackground(TraceFlags.getSampled());
    SpanData span = telemetry.span("Process.start");
    SpanData background = telemetry.span(SpanType.BACKGROUND_NAME);
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(background.getKind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(background.getTraceId()).isNotEqualTo(TRACE);
    assertThat(background.getParentSpanContext().isValid()).isFalse();
    assertThat(background.getLinks())
        .extracting(LinkData::getSpanContext)
        .extracting(SpanContext::getSpanId)
        .containsExactly(span.getSpanId());
    assertThat(span.getLinks())
        .extracting(LinkData::getSpanContext)
        .extracting(SpanContext::getSpanId)
        .containsExactly(background.getSpanId());
    JsonNode environment = sent().path("envs");
    assertThat(environment.path("TRACEPARENT").asText())
        .startsWith("00-" + background.getTraceId() + "-" + background.getSpanId());
    assertThat(environment.path("BAGGAGE").asText()).isEqualTo("team=red");
  }

  @Test
  void aTraceThatIsNotSampledStaysSo() throws Exception {
    startInBackground(TraceFlags.getDefault());
    assertThat(telemetry.spans()).isEmpty();
    assertThat(sent().path("envs").path("TRACEPARENT").asText())
        .startsWith("00-" + TRACE)
        .endsWith("-00");
  }
}
