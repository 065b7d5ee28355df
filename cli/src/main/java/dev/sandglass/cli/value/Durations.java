package dev.sandglass.cli.value;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations such as {@code 90s}, {@code 30m}, {@code 1h30m} or {@code 2d}. */
public final class Durations {
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?=.)(?:(\\d{1,6})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @throws MalformedValueException if it is none, or 0
   */
  public static Duration parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (matcher.matches()) {
      Duration duration =
          Duration.ofDays(part(matcher, 1))
              .plusHours(part(matcher, 2))
              .plusMinutes(part(matcher, 3))
              .plusSeconds(part(matcher, 4))
              .plusMillis(part(matcher, 5));
      if (!duration.isZero()) {
        return duration;
      }
    }
    throw new MalformedValueException(text, "a duration such as 90s, 30m, 1h30m or 2d");
  }

  /** Returns a duration in its two largest units, such as {@code 1h 30m}; negative ones as 0s. */
  public static String format(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    long[] sizes = {86_400, 3_600, 60, 1};
    String[] units = {"d", "h", "m", "s"};
    for (int i = 0; i < sizes.length; i++) {
      if (seconds >= sizes[i]) {
        String first = seconds / sizes[i] + units[i];
        boolean hasRest = i + 1 < sizes.length && seconds % sizes[i] / sizes[i + 1] > 0;
        return hasRest ? first + " " + seconds % sizes[i] / sizes[i + 1] + units[i + 1] : first;
      }
    }
    return "0s";
  }

  private static long part(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
  }
}
