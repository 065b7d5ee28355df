package dev.sandglass.telemetry.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | PT0S",
        "120 | PT2M",
        "' 120 ' | PT2M",
        "Sun, 01 Mar 2026 12:30:00 GMT | PT30M",
        "Sun, 01 Mar 2026 11:00:00 GMT | PT0S"
      })
  void readsSecondsAndDates(String text, Duration expected) {
    assertThat(RetryAfter.parse(text, NOW)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-1", "1.5", "soon", "٣", "2026-03-01T12:30:00Z"})
  void ignoresAnythingElse(String text) {
    assertThat(RetryAfter.parse(text, NOW)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {18, 19, 20, 400})
  void readsNumbersOfAnyLength(int digits) {
    assertThat(RetryAfter.parse("9".repeat(digits), NOW).orElseThrow())
        .isGreaterThan(Duration.ofDays(365));
  }
}
