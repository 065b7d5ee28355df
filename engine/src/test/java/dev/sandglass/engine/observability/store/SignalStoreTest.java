package dev.sandglass.engine.observability.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.sandglass.engine.observability.ObservabilitySettings;
import dev.sandglass.engine.observability.ResourceStamp;
import dev.sandglass.engine.observability.SignalBatch;
import dev.sandglass.engine.observability.SignalCounts;
import dev.sandglass.engine.observability.SignalOrigin;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalStoreTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Resource RESOURCE =
      Resource.newBuilder().addAttributes(ResourceStamp.text("service.name", "shop")).build();

  @TempDir private Path directory;

  private SignalStore open(Map<String, String> environment, Instant now) {
    return new SignalStore(
        directory.resolve("signals").resolve("signals.db"),
        ObservabilitySettings.of(environment),
        new SignalCounts(),
        Clock.fixed(now, ZoneOffset.UTC));
  }

  /** What is stored is there when the store was closed: no test waits for a thread. */
  private void store(Instant now, Map<String, String> environment, SignalBatch... batches) {
    try (SignalStore store = open(environment, now)) {
      for (SignalBatch batch : batches) {
        store.accept(batch);
      }
    }
  }

  private static long nanos(Instant time) {
    return StoredTime.nanos(time);
  }

  private static SignalBatch logs(String sandbox, LogRecord... records) {
    return new SignalBatch.Logs(
        SignalOrigin.sandbox(sandbox),
        List.of(
            ResourceLogs.newBuilder()
                .setResource(RESOURCE)
                .addScopeLogs(ScopeLogs.newBuilder().addAllLogRecords(List.of(records)))
                .build()));
  }

  private static LogRecord log(Instant time, int severity, String body) {
    return LogRecord.newBuilder()
        .setTimeUnixNano(nanos(time))
        .setSeverityNumberValue(severity)
        .setBody(AnyValue.newBuilder().setStringValue(body))
        .addAttributes(ResourceStamp.text("process.id", "cmd-" + severity))
        .build();
  }

  private static SignalBatch gauge(String sandbox, String name, Instant time, double value) {
    return new SignalBatch.Metrics(
        SignalOrigin.sandbox(sandbox),
        List.of(
            ResourceMetrics.newBuilder()
                .setResource(RESOURCE)
                .addScopeMetrics(
                    ScopeMetrics.newBuilder()
                        .addMetrics(
                            Metric.newBuilder()
                                .setName(name)
                                .setUnit("By")
                                .setGauge(
                                    Gauge.newBuilder()
                                        .addDataPoints(
                                            NumberDataPoint.newBuilder()
                                                .setTimeUnixNano(nanos(time))
                                                .setAsDouble(value)))))
                .build()));
  }

  private static LogQuery all(String sandbox) {
    return query(sandbox, Set.of(), Optional.empty(), Optional.empty());
  }

  private static LogQuery query(
      String sandbox, Set<Severity> severities, Optional<String> search, Optional<String> process) {
    return new LogQuery(
        sandbox,
        Optional.empty(),
        Optional.empty(),
        severities,
        search,
        process,
        OptionalLong.empty(),
        false,
        0,
        100_000);
  }

  private List<String> bodies(LogQuery query) throws Exception {
    try (SignalStore store = open(Map.of(), NOW)) {
      return store.reader().logs(query).items().stream().map(o -> o.path("body").asText()).toList();
    }
  }

  @Test
  void opensNothingBeforeThereIsSomethingToKeep() throws Exception {
    assertThat(bodies(all("a"))).isEmpty();
    assertThat(directory.resolve("signals")).doesNotExist();
  }

  @Test
  void nobodyElseMayReadIt() throws Exception {
    store(NOW, Map.of(), logs("a", log(NOW, 9, "x")));
    assertThat(Files.getPosixFilePermissions(directory.resolve("signals")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void keepsLogRecordsAndFindsThem() throws Exception {
    store(
        NOW,
        Map.of(),
        logs(
            "a",
            log(NOW.minusSeconds(2), 9, "Started 100%"),
            log(NOW.minusSeconds(1), 17, "it_broke")),
        logs("b", log(NOW, 9, "another's")));
    assertThat(bodies(all("a"))).containsExactly("Started 100%", "it_broke");
    assertThat(bodies(query("a", Set.of(Severity.ERROR), Optional.empty(), Optional.empty())))
        .containsExactly("it_broke");
    assertThat(bodies(query("a", Set.of(), Optional.of("started"), Optional.empty()))).hasSize(1);
    assertThat(bodies(query("a", Set.of(), Optional.of("%"), Optional.empty())))
        .containsExactly("Started 100%");
    assertThat(bodies(query("a", Set.of(), Optional.of("t_b"), Optional.empty())))
        .containsExactly("it_broke");
    assertThat(bodies(query("a", Set.of(), Optional.empty(), Optional.of("cmd-17"))))
        .containsExactly("it_broke");
    try (SignalStore store = open(Map.of(), NOW)) {
      ObjectNode entry = store.reader().logs(all("a")).items().get(1);
      assertThat(entry.path("severityText").asText()).isEqualTo("ERROR");
      assertThat(entry.path("timestamp").asText()).isEqualTo("2026-06-01T11:59:59Z");
      assertThat(entry.path("serviceName").asText()).isEqualTo("shop");
      assertThat(entry.path("resourceAttributes").path("service.name").asText()).isEqualTo("shop");
      assertThat(entry.path("logAttributes").path("process.id").asText()).isEqualTo("cmd-17");
      var next =
          new LogQuery(
              "a",
              Optional.empty(),
              Optional.empty(),
              Set.of(),
              Optional.empty(),
              Optional.empty(),
              OptionalLong.of(1),
              false,
              0,
              10);
      assertThat(store.reader().logs(next).items()).hasSize(1);
    }
  }

  @Test
  void aTimeThatCannotBeIsReplacedByThatOfArrival() throws Exception {
    store(
        NOW,
        Map.of(),
        logs(
            "a",
            log(NOW.plus(Duration.ofDays(4000)), 9, "future"),
            log(Instant.EPOCH, 9, "past"),
            log(NOW.minus(Duration.ofDays(2)), 9, "late")));
    try (SignalStore store = open(Map.of(), NOW)) {
      assertThat(store.reader().logs(all("a")).items())
          .extracting(o -> o.path("body").asText() + " " + o.path("timestamp").asText())
          .containsExactly(
              "late 2026-05-30T12:00:00Z",
              "future 2026-06-01T12:00:00Z",
              "past 2026-06-01T12:00:00Z");
    }
  }

  @Test
  void forgetsWhatIsTooOldAndKeepsTheRest() throws Exception {
    store(NOW, Map.of(), logs("a", log(NOW, 9, "old")), gauge("a", "m", NOW, 1));
    Instant later = NOW.plus(Duration.ofDays(2));
    store(later, Map.of(), logs("a", log(later, 9, "new")), gauge("a", "m", later, 2));
    Instant last = NOW.plus(Duration.ofDays(4));
    store(last, Map.of(), logs("b", log(last, 9, "other")));
    assertThat(bodies(all("a"))).containsExactly("new");
    assertThat(values("a", "m")).containsExactly(2.0);
  }

  private List<Double> values(String sandbox, String name) throws Exception {
    try (SignalStore store = open(Map.of(), NOW)) {
      List<Double> values = new ArrayList<>();
      var query =
          new MetricQuery(sandbox, Optional.empty(), Optional.empty(), List.of(name), 1_000);
      for (ObjectNode series : store.reader().metrics(query)) {
        series.path("dataPoints").forEach(point -> values.add(point.path("value").asDouble()));
      }
      return values;
    }
  }

  @Test
  void whoTellsMostLosesItsOwnOldestRecords() throws Exception {
    Map<String, String> small = Map.of("SANDGLASS_SIGNALS_MAX_SIZE", "1Mi");
    store(NOW, small, logs("quiet", log(NOW, 9, "kept")));
    String long100k = "x".repeat(100_000);
    for (int round = 0; round < 3; round++) {
      LogRecord[] many =
          IntStream.range(0, 15).mapToObj(i -> log(NOW, 9, long100k)).toArray(LogRecord[]::new);
      store(NOW, small, logs("loud", many));
    }
    store(NOW, small, logs("quiet", log(NOW, 9, "last")));
    assertThat(bodies(all("quiet"))).containsExactly("kept", "last");
    assertThat(bodies(all("loud"))).hasSizeLessThan(11);
    assertThat(Files.size(directory.resolve("signals").resolve("signals.db")))
        .isLessThanOrEqualTo(2L * 1024 * 1024);
  }

  @Test
  void aFloodIsDroppedAndCountedAndLeavesRoomForOthers() throws Exception {
    try (SignalStore store = open(Map.of(), NOW)) {
      String half = "x".repeat(500_000);
      for (int i = 0; i < 50; i++) {
        store.accept(logs("loud", log(NOW, 9, half)));
      }
      store.accept(logs("quiet", log(NOW, 9, "heard")));
    }
    assertThat(bodies(all("quiet"))).containsExactly("heard");
    try (SignalStore store = open(Map.of(), NOW)) {
      store.accept(logs("loud", log(NOW, 9, "x".repeat(3_000_000))));
      assertThat(store.dropped("loud")).isEqualTo(1);
      assertThat(store.dropped("quiet")).isZero();
    }
  }

  @Test
  void aSandboxHasNoMoreSeriesThanAreGoodForIt() throws Exception {
    SignalBatch[] many =
        IntStream.range(0, PointWriter.MAX_SERIES + 5)
            .mapToObj(i -> gauge("a", "m" + i, NOW, i))
            .toArray(SignalBatch[]::new);
    store(NOW, Map.of(), many);
    assertThat(values("a", "m0")).containsExactly(0.0);
    assertThat(values("a", "m" + (PointWriter.MAX_SERIES - 1))).hasSize(1);
    assertThat(values("a", "m" + PointWriter.MAX_SERIES)).isEmpty();
  }

  @Test
  void keepsSpansAndListsTraces() throws Exception {
    ByteString trace = ByteString.fromHex("00112233445566778899aabbccddeeff");
    Span root =
        Span.newBuilder()
            .setTraceId(trace)
            .setSpanId(ByteString.fromHex("0000000000000001"))
            .setName("root")
            .setStartTimeUnixNano(nanos(NOW))
            .setEndTimeUnixNano(nanos(NOW) + 5_000_000)
            .build();
    Span child =
        root.toBuilder()
            .setSpanId(ByteString.fromHex("0000000000000002"))
            .setParentSpanId(root.getSpanId())
            .setName("child")
            .setStartTimeUnixNano(nanos(NOW) - 10)
            .build();
    store(
        NOW,
        Map.of(),
        new SignalBatch.Spans(
            SignalOrigin.sandbox("a"),
            List.of(
                ResourceSpans.newBuilder()
                    .setResource(RESOURCE)
                    .addScopeSpans(ScopeSpans.newBuilder().addSpans(child).addSpans(root))
                    .build())));
    try (SignalStore store = open(Map.of(), NOW)) {
      var page = store.reader().traces("a", Optional.empty(), Optional.empty(), 0, 10);
      assertThat(page.total()).isEqualTo(1);
      assertThat(page.items().get(0).path("rootSpanName").asText()).isEqualTo("root");
      assertThat(page.items().get(0).path("spanCount").asInt()).isEqualTo(2);
      assertThat(store.reader().trace("a", trace.toByteArray(), 10))
          .extracting(o -> o.path("spanName").asText())
          .containsExactly("child", "root");
      assertThat(store.reader().trace("b", trace.toByteArray(), 10)).isEmpty();
    }
  }

  @Test
  void anAnswerIsBoundedHoweverLargeRecordsAre() throws Exception {
    String large = "x".repeat(200_000);
    for (int round = 0; round < 10; round++) {
      LogRecord[] ten =
          IntStream.range(0, 9).mapToObj(i -> log(NOW, 9, large)).toArray(LogRecord[]::new);
      store(NOW, Map.of(), logs("a", ten));
    }
    try (SignalStore store = open(Map.of(), NOW)) {
      var first = store.reader().logs(all("a"));
      assertThat(first.more()).isTrue();
      assertThat(first.total()).isEqualTo(90);
      assertThat(first.items()).hasSizeBetween(40, 50);
    }
  }

  @Test
  void whatTheDiskHasNoRoomForIsDroppedAndLaterRecordsAreKept() throws Exception {
    Map<String, String> tiny = Map.of("SANDGLASS_SIGNALS_MAX_SIZE", "128Ki");
    store(NOW, tiny, logs("a", log(NOW, 9, "before")));
    LogRecord[] many =
        IntStream.range(0, 30)
            .mapToObj(i -> log(NOW, 9, "y".repeat(50_000)))
            .toArray(LogRecord[]::new);
    try (SignalStore store = open(tiny, NOW)) {
      CompletableFuture<Void> tried = store.next();
      store.accept(logs("a", many));
      tried.get(30, TimeUnit.SECONDS);
      assertThat(store.dropped("a")).isEqualTo(30);
    }
    store(NOW, tiny, logs("a", log(NOW, 9, "after")));
    assertThat(bodies(all("a"))).contains("after");
    assertThat(Files.size(directory.resolve("signals").resolve("signals.db")))
        .isLessThanOrEqualTo(2L * 128 * 1024);
  }

  @Test
  void aFileThatIsNoDatabaseIsPutAside() throws Exception {
    Path file = directory.resolve("signals").resolve("signals.db");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "what is this?".repeat(1_000), StandardCharsets.US_ASCII);
    store(NOW, Map.of(), logs("a", log(NOW, 9, "x")));
    assertThat(bodies(all("a"))).containsExactly("x");
    assertThat(file.resolveSibling("signals.db.broken")).exists();
  }

  @Test
  void keepsNothingWhenToldSo() throws Exception {
    store(NOW, Map.of("SANDGLASS_SIGNALS_RETENTION", "none"), logs("a", log(NOW, 9, "x")));
    assertThat(directory.resolve("signals")).doesNotExist();
  }
}
