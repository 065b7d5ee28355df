package dev.sandglass.sandbox.http;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a server worked on a request, as it says itself in the way that the Server Timing
 * specification has for it. The engine's own metric is the one that is read; others, which proxies
 * between may have added, are not.
 *
 * @param duration until the head of the answer was sent, or until a command had begun
 */
public record ServerTiming(Duration duration) {
  /** Header field of answers. */
  public static final String HEADER = "Server-Timing";

  /** The same as a field of a WebSocket's first message, whose handshake clients cannot read. */
  public static final String FIELD = "serverTiming";

  private static final String METRIC = "sandglass";
  private static final double NANOS_PER_MILLISECOND = 1e6;
  private static final Pattern OURS =
      Pattern.compile("(?:.*,)?\\s*" + METRIC + ";dur=([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*(?:,.*)?");

  /** Reads what a server says; empty if it says nothing that is understood. */
  public static Optional<ServerTiming> parse(String said) {
    Matcher matcher = OURS.matcher(said);
    return matcher.matches()
        ? Optional.of(new ServerTiming(duration(Double.parseDouble(matcher.group(1)))))
        : Optional.empty();
  }

  private static Duration duration(double milliseconds) {
    return Duration.ofNanos((long) (milliseconds * NANOS_PER_MILLISECOND));
  }

  /** Returns the text that stands for it, in milliseconds: {@code sandglass;dur=12.345}. */
  public String text() {
    double milliseconds = duration.toNanos() / NANOS_PER_MILLISECOND;
    return String.format(Locale.ROOT, "%s;dur=%.3f", METRIC, milliseconds);
  }
}
