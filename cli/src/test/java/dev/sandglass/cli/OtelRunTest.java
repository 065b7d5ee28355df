package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sandglass.cli.otel.OtlpReceiver;
import dev.sandglass.cli.otel.OtlpReceiver.Reply;
import dev.sandglass.cli.otel.Protocol;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an ordinary command tells a backend, and what it does when that fails. */
final class OtelRunTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";

  @TempDir private Path home;
  private final OtlpReceiver receiver = OtlpReceiver.start();

  @AfterEach
  void stop() {
    receiver.close();
  }

  private Recorded run(Map<String, String> more, String... arguments) {
    Map<String, String> variables = new HashMap<>(more);
    variables.putIfAbsent("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url());
    // A busy machine must not cut the last export off.
    variables.putIfAbsent("SANDGLASS_OTEL_FLUSH_TIMEOUT", "60s");
    return Recorded.run(home, variables, arguments);
  }

  private Span onlySpan() {
    assertThat(receiver.spans()).hasSize(1);
    return receiver.spans().get(0);
  }

  @Test
  void aCommandIsOneSpanWithoutItsArguments() {
    Recorded run = run(Map.of(), "provider", "ls", "-o", "json");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    Span span = onlySpan();
    assertThat(span.getName()).isEqualTo("sand provider ls");
    assertThat(span.getParentSpanId()).isEqualTo(ByteString.EMPTY);
    assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
    assertThat(span.getAttributesList())
        .singleElement()
        .matches(one -> one.getKey().equals("process.exit.code"))
        .matches(one -> one.getValue().getIntValue() == 0);
  }

  @Test
  void theTraceOfTheCallerGoesOn() {
    run(
        Map.of("TRACEPARENT", "00-" + TRACE + "-" + PARENT + "-01", "TRACESTATE", "a=b"),
        "provider",
        "ls");
    Span span = onlySpan();
    assertThat(hex(span.getTraceId())).isEqualTo(TRACE);
    assertThat(hex(span.getParentSpanId())).isEqualTo(PARENT);
    assertThat(span.getTraceState()).isEqualTo("a=b");
  }

  @ParameterizedTest
  @CsvSource({
    "b3, B3, 0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
    "jaeger, UBER_TRACE_ID, 0af7651916cd43dd8448eb211c80319c:b7ad6b7169203331:0:1",
  })
  void otherPropagatorsReadTheEnvironmentToo(String name, String variable, String value) {
    run(Map.of("OTEL_PROPAGATORS", name, variable, value), "provider", "ls");
    assertThat(hex(onlySpan().getTraceId())).isEqualTo(TRACE);
  }

  @Test
  void aCallerThatIsNotSampledIsObeyed() {
    run(Map.of("TRACEPARENT", "00-" + TRACE + "-" + PARENT + "-00"), "provider", "ls");
    assertThat(receiver.spans()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "always_off, 0, 0",
    "always_on, 0, 1",
    "traceidratio, 0.0, 0",
    "traceidratio, 1.0, 1"
  })
  void samplersAreHonoured(String sampler, String argument, int spans) {
    run(
        Map.of("OTEL_TRACES_SAMPLER", sampler, "OTEL_TRACES_SAMPLER_ARG", argument),
        "provider",
        "ls");
    assertThat(receiver.spans()).hasSize(spans);
  }

  @Test
  void failuresAreRecordedWithoutSecrets() {
    String secret = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
    Recorded run = run(Map.of(), "--provider", secret.toLowerCase(), "ls");
    assertThat(run.exitCode()).isEqualTo(ExitCode.CANNOT.code());
    Span span = onlySpan();
    assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(attribute(span, "error.type")).contains("configuration");
    assertThat(span.getEventsList()).singleElement().matches(e -> e.getName().equals("exception"));
    assertThat(span.toString()).contains("unknown provider").doesNotContain("abcdefghij");
  }

  @Test
  void theResourceSaysWhoAndNothingAboutTheMachinesOwner() {
    run(Map.of(), "provider", "ls");
    assertThat(receiver.resource())
        .containsEntry("service.name", "sandglass")
        .containsEntry("service.version", Version.current().text())
        .containsEntry("os.type", "linux")
        .containsKeys("service.instance.id", "host.arch", "process.runtime.name", "os.version")
        .containsKeys("process.runtime.version", "process.runtime.description")
        .doesNotContainKeys("host.name", "process.command_line", "process.command_args")
        .doesNotContainKeys("process.owner", "process.executable.path", "host.id");
  }

  @Test
  void everyRunIsAnInstanceOfItsOwn() {
    run(Map.of(), "provider", "ls");
    String first = receiver.resource().get("service.instance.id");
    receiver.requests().clear();
    run(Map.of(), "provider", "ls");
    assertThat(receiver.resource().get("service.instance.id")).isNotEqualTo(first);
  }

  @Test
  void whatTheUserSaysOfTheResourceWins() {
    run(
        Map.of(
            "OTEL_SERVICE_NAME", "mine",
            "OTEL_RESOURCE_ATTRIBUTES", "service.version=9,team=a%20b,os.type=other"),
        "provider",
        "ls");
    assertThat(receiver.resource())
        .containsEntry("service.name", "mine")
        .containsEntry("service.version", "9")
        .containsEntry("os.type", "other")
        .containsEntry("team", "a b");
  }

  @Test
  void aDeadBackendCostsOneLineAndNothingElse() {
    String nobody = receiver.url();
    receiver.close();
    long begin = System.nanoTime();
    Recorded run = run(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", nobody), "provider", "ls");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo(Recorded.run(home, "provider", "ls").out());
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("sand: warning: OpenTelemetry: traces not delivered: connection refused");
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aSlowBackendIsNotWaitedForLongerThanAsked(Protocol protocol) {
    receiver.reply(new Reply.Silence());
    long begin = System.nanoTime();
    Recorded run =
        run(
            Map.of(
                "OTEL_EXPORTER_OTLP_PROTOCOL",
                protocol.text(),
                "SANDGLASS_OTEL_FLUSH_TIMEOUT",
                "200ms"),
            "provider",
            "ls");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
    assertThat(run.exitCode()).isZero();
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains("not everything was delivered within 200ms");
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aSlowBackendGetsTheTimeItMayTake(Protocol protocol) {
    receiver.reply(new Reply.Late(Duration.ofMillis(250)));
    Recorded run = run(Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", protocol.text()), "provider", "ls");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(onlySpan().getName()).isEqualTo("sand provider ls");
  }

  @Test
  void theFlushTimeoutMayStandInTheConfiguration() throws Exception {
    receiver.reply(new Reply.Silence());
    configure("otel:\n  flush-timeout: 150ms\n");
    Map<String, String> variables = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url());
    assertThat(Recorded.run(home, variables, "provider", "ls").err()).contains("within 150ms");
  }

  @Test
  void whatTheBackendRejectsIsTold() {
    receiver.reply(new Reply.Partly(1, "too old"));
    Recorded run = run(Map.of(), "provider", "ls");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("1 rejected: too old");
  }

  @ParameterizedTest
  @ValueSource(strings = {"console", "logging"})
  void theConsoleIsStandardError(String name) {
    Recorded run =
        run(
            Map.of(
                "OTEL_TRACES_EXPORTER", name,
                "OTEL_METRICS_EXPORTER", name,
                "OTEL_LOGS_EXPORTER", name),
            "provider",
            "ls");
    assertThat(run.out()).isEqualTo(Recorded.run(home, "provider", "ls").out());
    assertThat(run.err()).contains("'sand provider ls'");
    assertThat(receiver.requests()).isEmpty();
  }

  @Test
  void theConfigurationSwitchesItOn() throws Exception {
    configure("otel:\n  enabled: true\n");
    Recorded run = Recorded.run(home, Map.of("OTEL_TRACES_EXPORTER", "console"), "provider", "ls");
    assertThat(run.err()).contains("'sand provider ls'");
  }

  @ParameterizedTest
  @CsvSource({"--no-otel, 0", "--otel, 1"})
  void theFlagGoesBeforeTheEnvironment(String flag, int spans) {
    Map<String, String> other = Map.of("OTEL_SDK_DISABLED", spans == 0 ? "false" : "true");
    assertThat(run(other, "provider", "ls", flag).exitCode()).isZero();
    assertThat(receiver.spans()).hasSize(spans);
  }

  @Test
  void deprecatedNamesAreMentionedOnce() {
    Recorded run =
        Recorded.run(
            home,
            Map.of(
                "DAYTONA_EXPERIMENTAL_OTEL_ENABLED",
                "true",
                "DAFT_DEV_OTEL_EXPORTER_OTLP_ENDPOINT",
                receiver.url()),
            "provider",
            "ls");
    assertThat(run.err().lines())
        .hasSize(2)
        .allMatch(line -> line.contains(" is deprecated; use "));
    assertThat(receiver.spans()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "SANDGLASS_OTEL_ENABLED, yes",
    "DAYTONA_OTEL_ENABLED, 1",
    "DAYTONA_EXPERIMENTAL_OTEL_ENABLED, on",
    "LEAP0_SDK_OTEL_ENABLED, y",
    "OTEL_SDK_DISABLED, perhaps",
    "SANDGLASS_OTEL_FLUSH_TIMEOUT, soon",
    "OTEL_TRACES_EXPORTER, jaeger",
    "OTEL_EXPORTER_OTLP_PROTOCOL, http",
    "OTEL_EXPORTER_OTLP_LOGS_PROTOCOL, thrift",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, localhost:4317",
    "OTEL_EXPORTER_OTLP_HEADERS, s3cr3t",
    "OTEL_EXPORTER_OTLP_HEADERS, a=s3cr3t%zz",
    "OTEL_EXPORTER_OTLP_HEADERS, Host=s3cr3t",
    "OTEL_EXPORTER_OTLP_COMPRESSION, zip",
    "OTEL_EXPORTER_OTLP_TIMEOUT, long",
    "OTEL_EXPORTER_OTLP_CERTIFICATE, /nowhere/ca.pem",
    "OTEL_EXPORTER_OTLP_CLIENT_KEY, /dev/null",
    "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE, none",
    "OTEL_TRACES_SAMPLER, sometimes",
    "OTEL_PROPAGATORS, pigeon",
    "OTEL_BSP_SCHEDULE_DELAY, later",
    "OTEL_METRIC_EXPORT_INTERVAL, often",
    "OTEL_METRIC_EXPORT_INTERVAL, 0",
    "OTEL_SPAN_EVENT_COUNT_LIMIT, many",
    "OTEL_SPAN_LINK_COUNT_LIMIT, -1",
    "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT, -5",
    "OTEL_BSP_MAX_QUEUE_SIZE, 0",
    "OTEL_BLRP_SCHEDULE_DELAY, -1",
    "OTEL_METRICS_EXEMPLAR_FILTER, sometimes",
    "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION, x",
    "OTEL_TRACES_SAMPLER, jaeger_remote",
    "OTEL_TRACES_SAMPLER, xray",
    "OTEL_PROPAGATORS, 'tracecontext,xray'",
    "OTEL_CONFIG_FILE, /etc/otel.yaml",
    "OTEL_RESOURCE_ATTRIBUTES, abc",
  })
  void valuesThatMakeNoSenseNameTheirVariable(String variable, String value) {
    Recorded run = run(Map.of(variable, value), "provider", "ls");
    assertThat(run.exitCode()).isEqualTo(ExitCode.CANNOT.code());
    assertThat(run.err()).contains(variable).doesNotContain("s3cr3t");
    assertThat(run.out()).isEmpty();
    assertThat(receiver.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "-0.1", "much", "NaN"})
  void ratiosOfSamplersAreFromZeroToOne(String ratio) {
    Map<String, String> variables = new HashMap<>(Map.of("OTEL_TRACES_SAMPLER_ARG", ratio));
    variables.put("OTEL_TRACES_SAMPLER", "parentbased_traceidratio");
    assertThat(run(variables, "provider", "ls").err()).contains("OTEL_TRACES_SAMPLER_ARG");
    variables.put("OTEL_TRACES_SAMPLER", "always_on");
    assertThat(run(variables, "provider", "ls").exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"otel status", "config ls", "version", "completion bash", "help"})
  void commandsThatDoNothingToSandboxesTellNothing(String line) {
    assertThat(run(Map.of(), line.split(" ")).exitCode()).isZero();
    assertThat(receiver.requests()).isEmpty();
  }

  private void configure(String text) throws Exception {
    Path file = home.resolve(".config/sandglass/config.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static Optional<String> attribute(Span span, String name) {
    return span.getAttributesList().stream()
        .filter(one -> one.getKey().equals(name))
        .map(KeyValue::getValue)
        .map(value -> value.getStringValue())
        .findFirst();
  }
}
