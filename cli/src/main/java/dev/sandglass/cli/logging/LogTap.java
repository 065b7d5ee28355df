package dev.sandglass.cli.logging;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A second reader of log records beside standard error. One per process, since the JDK makes the
 * loggers and nothing can be handed to them.
 */
public final class LogTap {
  private static final AtomicReference<@Nullable Reader> READER = new AtomicReference<>();

  /** Its own records would go in circles. */
  private static final String READERS_OWN = "dev.sandglass.cli.otel";

  private LogTap() {}

  /** Reads records of our own code; must be quick, thread-safe, and never throw. */
  @FunctionalInterface
  public interface Reader {
    /** A record was logged. The message has no secrets in it; neither has the trace. */
    void read(Level level, String logger, String message, Optional<Throwable> thrown, String trace);
  }

  /** Gives records from level info on, and those that go to standard error, to a reader. */
  public static void open(Reader reader) {
    READER.set(reader);
  }

  /** Gives records to nobody any more, if the reader is still this one. */
  public static void close(Reader reader) {
    READER.compareAndSet(reader, null);
  }

  static Optional<Reader> reader(Level level, String logger) {
    Reader reader = READER.get();
    if (reader == null
        || !logger.startsWith("dev.sandglass.")
        || logger.startsWith(READERS_OWN)
        || level.getSeverity() < Level.INFO.getSeverity()
            && level.getSeverity() < Threshold.of(logger).getSeverity()) {
      return Optional.empty();
    }
    return Optional.of(reader);
  }
}
