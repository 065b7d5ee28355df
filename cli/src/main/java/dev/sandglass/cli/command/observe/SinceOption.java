package dev.sandglass.cli.command.observe;

import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.value.Durations;
import dev.sandglass.cli.value.MalformedValueException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** The value of {@code --since}: how long ago, or a time. */
public final class SinceOption {
  private SinceOption() {}

  /**
   * Returns the time that is meant.
   *
   * @param text like {@code 15m} or {@code 2030-01-31T12:00:00Z}
   */
  public static Instant time(String text, Instant now) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      try {
        return now.minus(Durations.parse(text));
      } catch (MalformedValueException malformed) {
        throw CommandException.usage(
            "Invalid value for option '--since': '"
                + text
                + "' is neither a duration such as 15m or 2h nor a time such as"
                + " 2030-01-31T12:00:00Z");
      }
    }
  }
}
