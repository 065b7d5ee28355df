package dev.sandglass.telemetry.spool;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the uploader remembers from one run to the next.
 *
 * @param lastAttempt when it last began to send
 * @param lastResult what came of it
 * @param lastStatus the HTTP status of the last answer
 * @param notBefore when it may try again, if a failure asks to wait
 * @param failures how many attempts have failed in a row
 */
public record UploadState(
    Optional<Instant> lastAttempt,
    Result lastResult,
    Optional<Integer> lastStatus,
    Optional<Instant> notBefore,
    int failures) {

  /** Nothing was ever sent. */
  public static final UploadState NEVER =
      new UploadState(Optional.empty(), Result.NONE, Optional.empty(), Optional.empty(), 0);

  /** The longest that any failure may ask to wait. */
  public static final Duration LONGEST_WAIT = Duration.ofHours(24);

  private static final long MAX_BYTES = 4096;

  /** What can come of an attempt. */
  public enum Result {
    /** There was none. */
    NONE,
    /** Everything was accepted. */
    SENT,
    /** The host did not accept the project key. */
    KEY_REFUSED,
    /** The host did not take the events, for now. */
    REFUSED,
    /** The host could not be reached. */
    UNREACHABLE,
    /** The attempt was cut off, or is going on. */
    UNFINISHED
  }

  /** Reads what is remembered; what cannot be read counts as nothing. */
  public static UploadState read(StateDirectory directory) {
    try {
      Map<String, String> values = new HashMap<>();
      for (String line : PrivateFiles.readLines(directory.uploadState(), MAX_BYTES)) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          values.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
      String status = values.get("last-status");
      return new UploadState(
          time(values.get("last-attempt")),
          Result.valueOf(values.getOrDefault("last-result", "NONE")),
          status == null ? Optional.empty() : Optional.of(Integer.valueOf(status)),
          time(values.get("not-before")),
          Integer.parseInt(values.getOrDefault("failures", "0")));
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      return NEVER;
    }
  }

  /** Times are milliseconds since 1970: every command reads this, and reading dates is slow. */
  private static Optional<Instant> time(@Nullable String milliseconds) {
    return milliseconds == null
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(Long.parseLong(milliseconds)));
  }

  /** Remembers this, in one step. */
  public void write(StateDirectory directory) throws IOException {
    StringBuilder text = new StringBuilder();
    lastAttempt.ifPresent(
        time -> text.append("last-attempt=").append(time.toEpochMilli()).append('\n'));
    text.append("last-result=").append(lastResult.name()).append('\n');
    lastStatus.ifPresent(status -> text.append("last-status=").append(status).append('\n'));
    notBefore.ifPresent(
        time -> text.append("not-before=").append(time.toEpochMilli()).append('\n'));
    text.append("failures=").append(failures).append('\n');
    directory.replace(directory.uploadState(), text.toString());
  }

  /** Returns whether a failure asks to wait longer. A clock set back never makes it wait a day. */
  public boolean mustWait(Instant now) {
    return notBefore.isPresent()
        && now.isBefore(notBefore.get())
        && !notBefore.get().isAfter(now.plus(LONGEST_WAIT));
  }

  /** Returns the result as it is written for users. */
  public String resultText() {
    return lastResult.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
