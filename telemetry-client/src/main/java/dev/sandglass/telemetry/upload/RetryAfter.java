package dev.sandglass.telemetry.upload;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header {@code Retry-After} of RFC 9110: seconds or a date. */
final class RetryAfter {
  private static final int MAX_DIGITS = 18;

  private RetryAfter() {}

  /** Returns how long to wait from now on; what is neither is empty, a date in the past zero. */
  static Optional<Duration> parse(String text, Instant now) {
    String value = text.strip();
    if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      String digits = value.substring(0, Math.min(value.length(), MAX_DIGITS));
      return Optional.of(Duration.ofSeconds(Long.parseLong(digits)));
    }
    try {
      Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
      Duration wait = Duration.between(now, date);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty(); // the backoff goes its own way then
    }
  }
}
