package dev.sandglass.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.sandbox.ClientOptions;
import dev.sandglass.sandbox.CreateRequest;
import dev.sandglass.sandbox.Sandbox;
import dev.sandglass.sandbox.SandboxClient;
import dev.sandglass.sandbox.process.CodeEvent;
import dev.sandglass.sandbox.process.CommandInfo;
import dev.sandglass.sandbox.process.ExecRequest;
import dev.sandglass.sandbox.process.LogRequest;
import dev.sandglass.sandbox.process.OutputConsumer;
import dev.sandglass.sandbox.process.RunningCommand;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trace of a client goes on in what real sandboxes run, by both protocols. */
@Timeout(120)
final class TraceIT {
  private static final String LOCAL = "local";
  private static final String SHOW = "echo \"$TRACEPARENT\"";
  private static OwnEngine engine;

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OpenTelemetrySdk sdk =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                  .build())
          .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
          .build();

  @BeforeAll
  static void start() throws IOException {
    engine = new OwnEngine();
  }

  @AfterAll
  static void end() throws IOException {
    engine.close();
  }

  @AfterEach
  void close() {
    sdk.close();
  }

  private SandboxClient client(String kind) throws IOException {
    ClientOptions options =
        (kind.equals(LOCAL) ? engine.options() : ClientOptions.defaults()).withOpenTelemetry(sdk);
    return kind.equals(LOCAL) ? SandboxClient.local(options) : engine.asPlainServer(options);
  }

  /** Returns the client's own span of a name; a request has one of the engine's, too. */
  private SpanData span(String name) {
    List<SpanData> found =
        exporter.getFinishedSpanItems().stream()
            .filter(span -> span.getName().equals(name) && span.getKind() != SpanKind.SERVER)
            .toList();
    assertThat(found).as(name).hasSize(1);
    return found.get(0);
  }

  private static String parent(SpanData span) {
    return "00-%s-%s-%s"
        .formatted(span.getTraceId(), span.getSpanId(), span.getSpanContext().getTraceFlags());
  }

  private static Sandbox sandbox(SandboxClient client) {
    return client.sandboxes().create(CreateRequest.image("host").build());
  }

  @Test
  void launchingTheEngineIsAPartOfWhatNeedsIt() throws IOException {
    try (OwnEngine fresh = new OwnEngine();
        SandboxClient client = SandboxClient.local(fresh.options().withOpenTelemetry(sdk))) {
      client.volumes().list();
      client.volumes().list();
      SpanData launch = span("Engine.launch");
      SpanData first =
          exporter.getFinishedSpanItems().stream()
              .filter(span -> span.getName().equals("Volume.list"))
              .findFirst()
              .orElseThrow();
      assertThat(launch.getParentSpanId()).isEqualTo(first.getSpanId());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LOCAL, "opensandbox"})
  void aCommandContinuesTheTrace(String kind) throws IOException {
    try (SandboxClient client = client(kind)) {
      Sandbox sandbox = sandbox(client);
      var result = sandbox.processes().run(ExecRequest.of("sh", "-c", SHOW + "; exit 4"));
      SpanData span = span("Process.exec");
      assertThat(result.stdoutText().strip()).isEqualTo(parent(span));
      assertThat(span.getAttributes().toString())
          .contains(
              "process.exit.code=4", "sandbox.provider=" + kind, "sandbox.id=" + sandbox.id());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LOCAL, "opensandbox"})
  void aCommandWithInputContinuesTheTrace(String kind) throws IOException {
    try (SandboxClient client = client(kind)) {
      var output = new ByteArrayOutputStream();
      ExecRequest request =
          ExecRequest.builder(List.of("sh", "-c", "cat; " + SHOW)).stdin(true).build();
      try (RunningCommand command =
          sandbox(client).processes().exec(request, OutputConsumer.to(output, output))) {
        try (OutputStream stdin = command.stdin()) {
          stdin.write("abc ".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(command.waitFor().exitCode()).isZero();
      }
      SpanData span = span("Process.exec");
      assertThat(output.toString(StandardCharsets.UTF_8).strip()).isEqualTo("abc " + parent(span));
      assertThat(span.getAttributes().toString())
          .contains("sandglass.bytes.written=4", "sandglass.bytes.read=60");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LOCAL, "opensandbox"})
  void codeContinuesTheTrace(String kind) throws IOException {
    try (SandboxClient client = client(kind)) {
      StringBuilder output = new StringBuilder();
      sandbox(client)
          .code()
          .run(
              "bash",
              SHOW,
              Optional.empty(),
              event -> {
                if (event instanceof CodeEvent.Output text) {
                  output.append(text.text());
                }
              });
      SpanData request = span("POST /code");
      assertThat(request.getParentSpanId()).isEqualTo(span("Code.run").getSpanId());
      assertThat(output.toString().strip()).isEqualTo(parent(request));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LOCAL, "opensandbox"})
  void aBackgroundCommandHasALinkedTrace(String kind) throws IOException {
    try (SandboxClient client = client(kind)) {
      var processes = sandbox(client).processes();
      CommandInfo command = processes.start(ExecRequest.of("sh", "-c", SHOW));
      var output = new ByteArrayOutputStream();
      processes.logs(command.id(), LogRequest.FOLLOW, OutputConsumer.to(output, output));
      SpanData background = span("Process.background");
      assertThat(output.toString(StandardCharsets.UTF_8).strip()).isEqualTo(parent(background));
      assertThat(background.getLinks().get(0).getSpanContext().getSpanId())
          .isEqualTo(span("Process.start").getSpanId());
    }
  }
}
