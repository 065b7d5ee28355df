package dev.sandglass.cli.otel;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Takes what the SDK and what sends for it have to say, which would go to standard error, to our
 * log at level debug. What a person need know of it is said in one line at the end.
 */
final class SdkLog extends Handler {
  private final System.Logger log = System.getLogger("dev.sandglass.cli.otel.sdk");
  private final SimpleFormatter formatter = new SimpleFormatter();
  // The JDK forgets loggers, and what was set on them, that nobody holds.
  private final List<Logger> held =
      List.of(Logger.getLogger("io.opentelemetry"), Logger.getLogger("io.netty"));

  /** Begins to take. */
  void install() {
    for (Logger logger : held) {
      logger.setUseParentHandlers(false);
      for (Handler handler : logger.getHandlers()) {
        logger.removeHandler(handler);
      }
      logger.addHandler(this);
    }
  }

  @Override
  public void publish(LogRecord entry) {
    if (log.isLoggable(Level.DEBUG)) {
      log.log(
          Level.DEBUG,
          entry.getLoggerName() + ": " + formatter.formatMessage(entry),
          entry.getThrown());
    }
  }

  @Override
  public void flush() {
    // Nothing is kept.
  }

  @Override
  public void close() {
    // There is nothing to close.
  }
}
