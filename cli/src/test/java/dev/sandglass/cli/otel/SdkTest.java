package dev.sandglass.cli.otel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.cli.Environment;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes out before the end of a command that runs for long. */
final class SdkTest {
  private final OtlpReceiver receiver = OtlpReceiver.start();

  @AfterEach
  void stop() {
    receiver.close();
  }

  private Sdk sdk(String variable, String value) {
    return Sdk.of(
        new OtlpSettings(
            new Environment(
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url(), variable, value))),
        Map.of(),
        line -> {});
  }

  @Test
  void metricsGoOutInTheIntervalAskedFor() {
    OpenTelemetrySdk telemetry = sdk("OTEL_METRIC_EXPORT_INTERVAL", "50").openTelemetry();
    telemetry.getMeter("test").counterBuilder("test").build().add(2);
    until(() -> !receiver.metrics().isEmpty());
    telemetry.close();
    assertThat(receiver.metrics())
        .singleElement()
        .matches(one -> one.getSum().getDataPoints(0).getAsInt() == 2);
  }

  @Test
  void spansGoOutInTheIntervalAskedFor() {
    OpenTelemetrySdk telemetry = sdk("OTEL_BSP_SCHEDULE_DELAY", "50").openTelemetry();
    telemetry.getTracer("test").spanBuilder("test").startSpan().end();
    until(() -> !receiver.spans().isEmpty());
    telemetry.close();
  }

  @Test
  void linksBeyondTheLimitAreDropped() {
    Sdk sdk = sdk("OTEL_SPAN_LINK_COUNT_LIMIT", "1");
    Span other = sdk.openTelemetry().getTracer("test").spanBuilder("other").startSpan();
    sdk.openTelemetry()
        .getTracer("test")
        .spanBuilder("linked")
        .addLink(other.getSpanContext())
        .addLink(other.getSpanContext())
        .startSpan()
        .end();
    assertThat(sdk.flush(Duration.ofSeconds(20))).isTrue();
    sdk.openTelemetry().close();
    assertThat(receiver.spans())
        .singleElement()
        .matches(span -> span.getLinksCount() == 1 && span.getDroppedLinksCount() == 1);
  }

  @ParameterizedTest
  @CsvSource({"OTEL_BSP_MAX_EXPORT_BATCH_SIZE, 2, 3", "OTEL_BSP_MAX_QUEUE_SIZE, 2, 1"})
  void spansGoOutInBatchesOfTheSizeAskedFor(String variable, String size, int deliveries) {
    Sdk sdk = sdk(variable, size);
    for (int i = 0; i < 6; i++) {
      sdk.openTelemetry().getTracer("test").spanBuilder("test").startSpan().end();
    }
    assertThat(sdk.flush(Duration.ofSeconds(20))).isTrue();
    sdk.openTelemetry().close();
    assertThat(receiver.requests()).hasSizeGreaterThanOrEqualTo(deliveries);
    assertThat(receiver.requests())
        .allMatch(
            request ->
                request.message() instanceof ExportTraceServiceRequest spans
                    && spans.getResourceSpans(0).getScopeSpans(0).getSpansCount() <= 2);
  }

  @Test
  void aSlowBackendIsWaitedFor() {
    Sdk sdk = sdk("OTEL_METRICS_EXPORTER", "none");
    receiver.reply(new OtlpReceiver.Reply.Late(Duration.ofMillis(300)));
    sdk.openTelemetry().getTracer("test").spanBuilder("test").startSpan().end();
    long begin = System.nanoTime();
    assertThat(sdk.flush(Duration.ofSeconds(20))).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(300));
    assertThat(sdk.deliveries().losses()).isEmpty();
    assertThat(receiver.spans()).hasSize(1);
    sdk.openTelemetry().close();
  }

  @Test
  void busyBackendsAreAskedAgain() {
    Sdk sdk = sdk("OTEL_METRICS_EXPORTER", "none");
    receiver.reply(
        signal ->
            receiver.requests().size() == 1
                ? new OtlpReceiver.Reply.Refused(503, 14, "starting")
                : new OtlpReceiver.Reply.Accepted());
    sdk.openTelemetry().getTracer("test").spanBuilder("test").startSpan().end();
    assertThat(sdk.flush(Duration.ofSeconds(20))).isTrue();
    assertThat(receiver.requests()).hasSize(2);
    assertThat(sdk.deliveries().losses()).isEmpty();
    sdk.openTelemetry().close();
  }

  /** Standard error is for people, who get one line at the end. */
  @ParameterizedTest
  @ValueSource(strings = {"io.opentelemetry.any", "io.netty.any"})
  void whatWorksForItDoesNotWriteToStandardError(String name) {
    List<LogRecord> written = new CopyOnWriteArrayList<>();
    Logger root = Logger.getLogger("");
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            written.add(entry);
          }

          @Override
          public void flush() {
            // Nothing is kept.
          }

          @Override
          public void close() {
            // There is nothing to close.
          }
        };
    root.addHandler(handler);
    try {
      sdk("OTEL_METRICS_EXPORTER", "none").openTelemetry().close();
      Logger.getLogger(name).warning("oh");
      assertThat(written).extracting(LogRecord::getLoggerName).doesNotContain(name);
    } finally {
      root.removeHandler(handler);
    }
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
