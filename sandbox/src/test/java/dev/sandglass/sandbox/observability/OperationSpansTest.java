package dev.sandglass.sandbox.observability;

import static dev.sandglass.sandbox.http.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandglass.sandbox.CreateRequest;
import dev.sandglass.sandbox.ListFilter;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.files.Permissions;
import dev.sandglass.sandbox.http.ScriptedServer;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class OperationSpansTest {
  private static final String CREDENTIAL = "ghp_012345678901234567890123456789abcdef";

  private final InMemoryTelemetry telemetry = new InMemoryTelemetry();

  @AfterEach
  void close() {
    telemetry.close();
  }

  private static Object value(SpanData span, SpanAttribute attribute) {
    return span.getAttributes().asMap().entrySet().stream()
        .filter(entry -> entry.getKey().getKey().equals(attribute.key()))
        .map(entry -> entry.getValue())
        .findFirst()
        .orElse("none");
  }

  private Attributes only(Metric metric) {
    var points = telemetry.metric(metric).orElseThrow().getData().getPoints();
    assertThat(points).hasSize(1);
    return points.iterator().next().getAttributes();
  }

  @Test
  void aSpanTellsTheSandboxTheWaitAndTheOutcome() throws IOException {
    try (var server =
            new ScriptedServer(
                ServerScript.sandbox("Pending"),
                ServerScript.sandbox("Pending"),
                ServerScript.sandbox("Running"));
        var client = ServerScript.client(server, telemetry)) {
      client.sandboxes().create(CreateRequest.image("secret-image").build());
    }
    SpanData span = telemetry.span("Sandbox.create");
    assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(value(span, SpanAttribute.SANDBOX_ID)).isEqualTo("a");
    assertThat(value(span, SpanAttribute.SANDBOX_PROVIDER)).isEqualTo("opensandbox");
    assertThat(value(span, SpanAttribute.OUTCOME)).isEqualTo("ok");
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getEvents())
        .extracting(EventData::getName)
        .containsExactly("sandbox.wait", "sandbox.state.reached");
    assertThat(span.getEvents().get(0).getAttributes().get(SpanAttribute.STATES_AWAITED.texts()))
        .containsExactly("Running");
    assertThat(span.getEvents().get(1).getAttributes().get(SpanAttribute.STATE.text()))
        .isEqualTo("Running");
    assertThat(telemetry.spans().toString()).doesNotContain("secret-image");
    assertThat(telemetry.spans("GET /sandboxes/:sandboxId"))
        .hasSize(2)
        .allMatch(request -> request.getParentSpanId().equals(span.getSpanId()));
  }

  @Test
  void aFailureIsAnErrorWithoutSecrets() throws IOException {
    String body = "{\"code\":\"X\",\"message\":\"no token " + CREDENTIAL + " here\"}";
    try (var server = new ScriptedServer(answer(404, "", body));
        var client = ServerScript.client(server, telemetry)) {
      assertThatThrownBy(() -> client.sandboxes().handle("a").info())
          .isInstanceOf(SandboxException.NotFound.class);
    }
    SpanData span = telemetry.span("Sandbox.get");
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(value(span, SpanAttribute.ERROR_TYPE)).isEqualTo("NotFound");
    assertThat(value(span, SpanAttribute.OUTCOME)).isEqualTo("failed");
    Attributes exception = span.getEvents().get(0).getAttributes();
    assertThat(exception.get(SpanAttribute.EXCEPTION_TYPE.text()))
        .isEqualTo(SandboxException.NotFound.class.getName());
    assertThat(exception.get(SpanAttribute.EXCEPTION_MESSAGE.text())).contains("[redacted]");
    assertThat(exception.get(SpanAttribute.EXCEPTION_STACKTRACE.text()))
        .contains("SandboxHandle")
        .contains("[redacted]");
    assertThat(telemetry.spans().toString()).doesNotContain(CREDENTIAL);
    assertThat(only(Metric.OPERATION_DURATION).get(SpanAttribute.OUTCOME.text()))
        .isEqualTo("failed");
    assertThat(only(Metric.OPERATION_DURATION).get(SpanAttribute.ERROR_TYPE.text()))
        .isEqualTo("NotFound");
  }

  @Test
  void anInterruptIsNoError() throws IOException {
    try (var server = new ScriptedServer(ScriptedServer.silence());
        var client = ServerScript.client(server, telemetry)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> client.sandboxes().handle("a").info())
          .isInstanceOf(SandboxException.Interrupted.class);
      assertThat(Thread.interrupted()).isTrue();
    }
    SpanData span = telemetry.span("Sandbox.get");
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(value(span, SpanAttribute.OUTCOME)).isEqualTo("cancelled");
    assertThat(only(Metric.OPERATION_DURATION).get(SpanAttribute.OUTCOME.text()))
        .isEqualTo("cancelled");
  }

  @Test
  void everyPageOfAListIsAnOperation() throws IOException {
    String page = "{\"items\":[" + ServerScript.SANDBOX + "],\"pagination\":{\"hasNextPage\":%s}}";
    try (var server =
            new ScriptedServer(
                answer(200, "", page.formatted(true)), answer(200, "", page.formatted(false)));
        var client = ServerScript.client(server, telemetry)) {
      var pages = client.sandboxes().list(ListFilter.ALL);
      assertThat(telemetry.spans()).isEmpty();
      assertThat(pages.toList()).hasSize(2);
    }
    assertThat(telemetry.names())
        .containsExactly("GET /sandboxes", "Sandbox.list", "GET /sandboxes", "Sandbox.list");
    assertThat(telemetry.spans("GET /sandboxes").get(1).getParentSpanId())
        .isEqualTo(telemetry.spans("Sandbox.list").get(1).getSpanId());
  }

  @Test
  void readingLastsUntilTheEndOfTheContent() throws IOException {
    try (var server = ServerScript.daemon(answer(200, "", "content"));
        var client = ServerScript.client(server, telemetry)) {
      try (InputStream content = client.sandboxes().handle("a").files().read("/home/me/diary")) {
        assertThat(telemetry.names()).doesNotContain("FileSystem.read");
        assertThat(content.readAllBytes()).hasSize(7);
      }
    }
    SpanData span = telemetry.span("FileSystem.read");
    assertThat(value(span, SpanAttribute.BYTES_READ)).isEqualTo(7L);
    assertThat(value(span, SpanAttribute.SANDBOX_ID)).isEqualTo("a");
    assertThat(telemetry.spans().toString()).doesNotContain("diary");
    assertThat(only(Metric.BYTES_READ).get(SpanAttribute.OPERATION.text()))
        .isEqualTo("FileSystem.read");
  }

  @Test
  void contentThatBreaksOffIsAFailure() throws IOException {
    var read = new CountDownLatch(1);
    ScriptedServer.Step broken =
        (in, out) -> {
          out.write(
              "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfour".getBytes(StandardCharsets.UTF_8));
          out.flush();
          try {
            read.await(); // or a connection that breaks might hide that there was an answer
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        };
    try (var server = ServerScript.daemon(broken);
        var client = ServerScript.client(server, telemetry);
        InputStream content = client.sandboxes().handle("a").files().read("/x")) {
      assertThat(content.readNBytes(4)).hasSize(4);
      read.countDown();
      assertThatThrownBy(content::readAllBytes).isInstanceOf(IOException.class);
    }
    SpanData span = telemetry.span("FileSystem.read");
    assertThat(value(span, SpanAttribute.OUTCOME)).isEqualTo("failed");
    assertThat(value(span, SpanAttribute.ERROR_TYPE)).isEqualTo("ConnectionLost");
    assertThat(value(span, SpanAttribute.BYTES_READ)).isEqualTo(4L);
  }

  @Test
  void writingCountsWhatWentIn() throws IOException {
    try (var server =
            ServerScript.daemon(
                answer(404, "", ""), ServerScript.takingBody(), answer(200, "", ""));
        var client = ServerScript.client(server, telemetry)) {
      client
          .sandboxes()
          .handle("a")
          .files()
          .write("/x", new ByteArrayInputStream(new byte[300_000]), Permissions.DEFAULT);
    }
    assertThat(value(telemetry.span("FileSystem.write"), SpanAttribute.BYTES_WRITTEN))
        .isEqualTo(300_000L);
    assertThat(only(Metric.BYTES_WRITTEN).get(SpanAttribute.OPERATION.text()))
        .isEqualTo("FileSystem.write");
  }

  @Test
  void aListOfFilesTellsTheirNumber() throws IOException {
    String file =
        "{\"path\":\"/x/%s\",\"type\":\"file\",\"size\":1,\"mode\":644,\"owner\":\"o\","
            + "\"group\":\"g\",\"modified_at\":\"2026-01-01T00:00:00Z\","
            + "\"created_at\":\"2026-01-01T00:00:00Z\"}";
    String both = "[" + file.formatted("a") + "," + file.formatted("b") + "]";
    try (var server = ServerScript.daemon(answer(200, "", both));
        var client = ServerScript.client(server, telemetry)) {
      client.sandboxes().handle("a").files().list("/x", 1);
    }
    assertThat(value(telemetry.span("FileSystem.list"), SpanAttribute.FILE_COUNT)).isEqualTo(2L);
  }

  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      names = {"OPERATION_DURATION", "REQUEST_DURATION"})
  void durationsAreSecondsInTheBucketsOfTheConventions(Metric metric) throws IOException {
    try (var server = new ScriptedServer(ServerScript.sandbox("Running"));
        var client = ServerScript.client(server, telemetry)) {
      client.sandboxes().handle("a").info();
    }
    HistogramPointData point =
        telemetry.metric(metric).orElseThrow().getHistogramData().getPoints().iterator().next();
    assertThat(point.getBoundaries()).isEqualTo(Metric.DURATION_BUCKETS);
    assertThat(point.getSum()).isBetween(0.0001, 30.0);
    assertThat(point.getExemplars()).isNotEmpty();
  }

  @Test
  void workOnManyIsCounted() throws IOException {
    try (var server = new ScriptedServer(answer(200, "", ""));
        var client = ServerScript.client(server, telemetry)) {
      var batch = client.batch(Operation.SANDBOX_DELETE, 5);
      assertThat(sum(Metric.TASKS_ACTIVE)).isEqualTo(5);
      batch.done(Optional.empty());
      batch.done(Optional.empty());
      batch.done(Optional.of(new SandboxException.NotFound("gone", SandboxException.Details.NONE)));
      assertThat(sum(Metric.TASKS_ACTIVE)).isEqualTo(2);
      batch.done(
          Optional.of(new SandboxException.Interrupted("^C", SandboxException.Details.NONE)));
      batch.close();
      batch.done(Optional.empty());
    }
    assertThat(sum(Metric.TASKS_ACTIVE)).isZero();
    assertThat(sum(Metric.TASKS_COMPLETED)).isEqualTo(2);
    assertThat(sum(Metric.TASKS_FAILED)).isEqualTo(1);
    assertThat(only(Metric.TASKS_FAILED).get(SpanAttribute.ERROR_TYPE.text()))
        .isEqualTo("NotFound");
    assertThat(sum(Metric.TASKS_CANCELLED)).isEqualTo(2);
  }

  private long sum(Metric metric) {
    return telemetry.metric(metric).orElseThrow().getLongSumData().getPoints().stream()
        .mapToLong(point -> point.getValue())
        .sum();
  }

  @Test
  void namesAreUnique() {
    assertThat(Arrays.stream(Operation.values()).map(Operation::operationName))
        .doesNotHaveDuplicates();
    assertThat(Arrays.stream(SpanAttribute.values()).map(SpanAttribute::key))
        .doesNotHaveDuplicates();
    assertThat(Arrays.stream(Metric.values()).map(Metric::metricName)).doesNotHaveDuplicates();
  }
}
