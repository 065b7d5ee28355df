package dev.sandglass.sandbox.observability;

import static dev.sandglass.sandbox.http.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.sandbox.ClientOptions;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.SandboxClient;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.http.ScriptedServer;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told of a program that is ended in the middle of something. */
@Timeout(60)
final class UnderWayTest {
  private final InMemoryTelemetry telemetry = new InMemoryTelemetry();
  private final UnderWay underWay = new UnderWay();

  @AfterEach
  void close() {
    telemetry.close();
  }

  private SandboxClient client(ScriptedServer server) {
    return SandboxClient.openSandbox(
        server.address().base(),
        Optional.empty(),
        ClientOptions.defaults().withOpenTelemetry(telemetry.sdk(), Duration.ZERO, underWay));
  }

  private Collection<? extends PointData> points(Metric metric) {
    return telemetry.metric(metric).map(MetricData::getData).orElseThrow().getPoints();
  }

  private long sum(Metric metric) {
    return telemetry.metric(metric).orElseThrow().getLongSumData().getPoints().stream()
        .mapToLong(point -> point.getValue())
        .sum();
  }

  @Test
  void whatIsOpenEndsAsCancelledAndOnlyOnce() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    ScriptedServer.Step late =
        (in, out) -> {
          asked.countDown();
          try {
            assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          ServerScript.sandbox("Running").serve(in, out);
        };
    try (var server = new ScriptedServer(late);
        var client = client(server)) {
      CompletableFuture<Void> asking =
          CompletableFuture.runAsync(() -> client.sandboxes().handle("a").info());
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(telemetry.spans()).isEmpty();
      underWay.cancel();
      assertCancelled();
      told.countDown();
      asking.get(30, TimeUnit.SECONDS);
      underWay.cancel();
      assertCancelled();
    }
  }

  private void assertCancelled() {
    // The inner one first, as if both had ended by themselves.
    assertThat(telemetry.names()).containsExactly("GET /sandboxes/:sandboxId", "Sandbox.get");
    List<SpanData> spans = telemetry.spans();
    assertThat(spans.get(0).getParentSpanId()).isEqualTo(spans.get(1).getSpanId());
    for (SpanData span : spans) {
      assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
      assertThat(span.getAttributes().get(SpanAttribute.ERROR_TYPE.text())).isEqualTo("cancelled");
      assertThat(span.getEvents()).isEmpty();
    }
    assertThat(spans.get(1).getAttributes().get(SpanAttribute.OUTCOME.text()))
        .isEqualTo("cancelled");
    assertThat(points(Metric.OPERATION_DURATION))
        .singleElement()
        .extracting(point -> point.getAttributes().get(SpanAttribute.OUTCOME.text()))
        .isEqualTo("cancelled");
    assertThat(points(Metric.REQUEST_DURATION))
        .singleElement()
        .extracting(point -> point.getAttributes().get(SpanAttribute.ERROR_TYPE.text()))
        .isEqualTo("cancelled");
  }

  @Test
  void workOnManyThatIsNotDoneIsCancelled() throws IOException {
    try (var server = new ScriptedServer(answer(200, "", ""));
        var client = client(server);
        var batch = client.batch(Operation.SANDBOX_DELETE, 4)) {
      batch.done(Optional.empty());
      underWay.cancel();
      assertThat(sum(Metric.TASKS_CANCELLED)).isEqualTo(3);
      batch.done(Optional.of(new SandboxException.NotFound("gone", SandboxException.Details.NONE)));
    }
    assertThat(sum(Metric.TASKS_CANCELLED)).isEqualTo(3);
    assertThat(sum(Metric.TASKS_COMPLETED)).isEqualTo(1);
    assertThat(sum(Metric.TASKS_ACTIVE)).isZero();
    assertThat(telemetry.metric(Metric.TASKS_FAILED)).isEmpty();
  }

  @Test
  void whatHasEndedStaysAsItIs() throws IOException {
    try (var server = new ScriptedServer(ServerScript.sandbox("Running"));
        var client = client(server)) {
      client.sandboxes().handle("a").info();
      underWay.cancel();
    }
    assertThat(telemetry.span("Sandbox.get").getStatus().getStatusCode())
        .isEqualTo(StatusCode.UNSET);
  }
}
