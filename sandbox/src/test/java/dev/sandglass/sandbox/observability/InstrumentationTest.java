package dev.sandglass.sandbox.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.sandbox.ClientOptions;
import dev.sandglass.sandbox.ObservedOperation;
import dev.sandglass.sandbox.SandboxClient;
import dev.sandglass.sandbox.http.RequestObserver;
import dev.sandglass.sandbox.http.ScriptedServer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where a client's spans go, and when. */
@Timeout(60)
final class InstrumentationTest {
  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OpenTelemetrySdk sdk = lazy(exporter);

  /** Nothing leaves by itself. */
  private static OpenTelemetrySdk lazy(SpanExporter exporter) {
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder()
                .addSpanProcessor(
                    BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(Duration.ofHours(1))
                        .build())
                .build())
        .build();
  }

  @BeforeEach
  @AfterEach
  void forgetTheGlobalOne() {
    GlobalOpenTelemetry.resetForTest();
  }

  @AfterEach
  void close() {
    sdk.close();
  }

  private static void use(ClientOptions options) throws IOException {
    try (var server = new ScriptedServer(ServerScript.sandbox("Running"));
        var client =
            SandboxClient.openSandbox(server.address().base(), Optional.empty(), options)) {
      client.sandboxes().get("a");
    }
  }

  private List<String> exported() {
    return exporter.getFinishedSpanItems().stream().map(SpanData::getName).toList();
  }

  @Test
  void closingAClientFlushesWhatWasHandedOverAndLeavesItOpen() throws IOException {
    ClientOptions options = ClientOptions.defaults().withOpenTelemetry(sdk);
    use(options);
    assertThat(exported()).containsExactly("GET /sandboxes/:sandboxId", "Sandbox.get");
    use(options);
    assertThat(exported()).hasSize(4);
  }

  @Test
  void somebodyElseMayFlush() throws IOException {
    use(ClientOptions.defaults().withOpenTelemetry(sdk, Duration.ZERO));
    assertThat(exported()).isEmpty();
  }

  @Test
  void aBackendThatIsDeadHoldsNobodyUp() throws IOException {
    SpanExporter dead =
        new SpanExporter() {
          @Override
          public CompletableResultCode export(Collection<SpanData> spans) {
            return new CompletableResultCode();
          }

          @Override
          public CompletableResultCode flush() {
            return new CompletableResultCode();
          }

          @Override
          public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
          }
        };
    long start = System.nanoTime();
    use(ClientOptions.defaults().withOpenTelemetry(lazy(dead), Duration.ofMillis(300)));
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
  }

  @Test
  void theGlobalOneIsFoundAndNotFlushed() throws IOException {
    GlobalOpenTelemetry.set(sdk);
    use(ClientOptions.defaults());
    assertThat(exported()).isEmpty();
    sdk.getSdkTracerProvider().forceFlush().join(10, TimeUnit.SECONDS);
    assertThat(exported()).contains("Sandbox.get");
  }

  @Test
  void theGlobalOneIsNeverSet() throws IOException {
    use(ClientOptions.defaults());
    assertThat(GlobalOpenTelemetry.isSet()).isFalse();
  }

  @Test
  void nothingIsRecordedForWhoWantsNothing() throws IOException {
    GlobalOpenTelemetry.set(sdk);
    use(ClientOptions.defaults().withoutOpenTelemetry());
    sdk.getSdkTracerProvider().forceFlush().join(10, TimeUnit.SECONDS);
    assertThat(exported()).isEmpty();
  }

  @Test
  void otherObserversAreToldToo() throws IOException {
    List<ObservedOperation> seen = new CopyOnWriteArrayList<>();
    use(
        ClientOptions.defaults()
            .withOpenTelemetry(sdk)
            .withObservers(
                RequestObserver.NONE,
                operation -> {
                  seen.add(operation);
                  return failure -> {};
                }));
    assertThat(seen).extracting(ObservedOperation::provider).containsExactly("opensandbox");
    assertThat(exported()).contains("Sandbox.get");
  }

  @Test
  void whoWantsNothingLoadsNothing() throws Exception {
    assertThat(classesLoaded())
        .contains(OpenTelemetrySource.None.class.getName())
        .noneMatch(name -> name.startsWith("io.opentelemetry."));
    // That the list would show it:
    assertThat(classesLoaded("global")).contains(GlobalOpenTelemetry.class.getName());
  }

  private static List<String> classesLoaded(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xlog:class+load");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(QuietMain.class.getName());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("id=a");
    return output
        .lines()
        .filter(line -> line.matches(".*\\[class,load\\] (dev\\.sandglass|io)\\..*"))
        .map(line -> line.replaceFirst(".*\\[class,load\\] ", "").replaceFirst(" .*", ""))
        .toList();
  }
}
