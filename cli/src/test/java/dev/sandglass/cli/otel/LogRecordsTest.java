package dev.sandglass.cli.otel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.cli.Environment;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code sand} logs while a command runs, as a backend gets it. */
final class LogRecordsTest {
  private static final String LOGGER = "dev.sandglass.sandbox.some";

  private final OtlpReceiver receiver = OtlpReceiver.start();

  @AfterEach
  void stop() {
    receiver.close();
  }

  private void during(Map<String, String> more, Runnable action) {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url());
    TracedInvocation invocation =
        TracedInvocation.start(
            new SdkStart(new OtlpSettings(new Environment(variables)), line -> {}),
            "ls",
            Duration.ofSeconds(20),
            line -> {});
    try {
      action.run();
    } finally {
      invocation.end(0);
    }
  }

  @Test
  void recordsBelongToTheSpanOnEveryThread() {
    during(
        Map.of(),
        () -> {
          log(Level.WARNING, "one");
          Thread other = new Thread(() -> log(Level.INFO, "two"));
          other.start();
          join(other);
        });
    List<LogRecord> records = receiver.logs();
    assertThat(records)
        .extracting(record -> record.getBody().getStringValue())
        .contains("one", "two");
    assertThat(records).hasSize(2).allMatch(record -> record.getSpanId().size() == 8);
    assertThat(records)
        .extracting(LogRecord::getSpanId)
        .containsOnly(receiver.spans().get(0).getSpanId());
    assertThat(records).extracting(LogRecord::getSeverityText).containsExactly("WARNING", "INFO");
  }

  @Test
  void secretsStayHere() {
    String secret = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
    during(
        Map.of(),
        () ->
            System.getLogger(LOGGER)
                .log(Level.ERROR, "token " + secret, new IllegalStateException(secret)));
    assertThat(receiver.logs().toString())
        .contains("exception.stacktrace")
        .contains("java.lang.IllegalStateException")
        .doesNotContain(secret);
  }

  @Test
  void othersAndDetailsAreNotSent() {
    during(
        Map.of(),
        () -> {
          log(Level.DEBUG, "detail");
          System.getLogger("io.opentelemetry.any").log(Level.ERROR, "in circles");
          System.getLogger("dev.sandglass.cli.otel.any").log(Level.ERROR, "in circles");
        });
    assertThat(receiver.logs()).isEmpty();
  }

  @Test
  void nothingIsSentWhenLogsAreNotExported() {
    during(Map.of("OTEL_LOGS_EXPORTER", "none"), () -> log(Level.ERROR, "one"));
    assertThat(receiver.logs()).isEmpty();
    assertThat(receiver.spans()).hasSize(1);
  }

  @Test
  void nothingIsSentOnceTheCommandHasEnded() {
    during(Map.of("OTEL_BLRP_SCHEDULE_DELAY", "1"), () -> {});
    log(Level.ERROR, "late");
    during(Map.of(), () -> log(Level.ERROR, "next"));
    assertThat(receiver.logs())
        .extracting(record -> record.getBody().getStringValue())
        .containsExactly("next");
  }

  private static void log(Level level, String message) {
    System.getLogger(LOGGER).log(level, message);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
