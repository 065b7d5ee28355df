package dev.sandglass.engine;

import java.util.Locale;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends the log to standard error, from the level that {@code LOG_LEVEL} names, without secrets.
 */
final class Logging {
  /** Held strongly: the platform forgets configured loggers that nobody holds. */
  private static final Logger ROOT = Logger.getLogger("");

  private static final Logger OWN = Logger.getLogger("dev.sandglass");

  private Logging() {}

  static void configure(Map<String, String> environment) {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n");
    Level level =
        switch (environment.getOrDefault("LOG_LEVEL", "warn").toLowerCase(Locale.ROOT)) {
          case "error" -> Level.SEVERE;
          case "info" -> Level.INFO;
          case "debug" -> Level.FINE;
          case "trace" -> Level.FINEST;
          default -> Level.WARNING;
        };
    for (Handler handler : ROOT.getHandlers()) {
      handler.setLevel(level);
      handler.setFormatter(new SafeFormatter());
    }
    ROOT.setLevel(Level.WARNING);
    OWN.setLevel(level);
  }
}
