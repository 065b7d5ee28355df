package dev.sandglass.cli.logging;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends log records to standard error.
 *
 * <p>{@code LOG_LEVEL} ({@code error|warn|info|debug|trace|off}) decides from which level on.
 * Without it the command {@code sand} is silent, and every other program on this class path – the
 * engine – logs from {@code info} on. Other people's code is heard from {@code warn} on, or with
 * {@code trace}.
 */
public final class StderrLoggerFinder extends System.LoggerFinder {
  /** The system property that holds the level for a program without {@code LOG_LEVEL}. */
  public static final String DEFAULT_LEVEL_PROPERTY = "sandglass.log.default";

  @Override
  public Logger getLogger(String name, Module module) {
    return new StderrLogger(name);
  }

  /** Returns the level of a name as users write it, or empty when it is none. */
  public static Optional<Level> level(@Nullable String name) {
    if (name == null) {
      return Optional.empty();
    }
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "error" -> Optional.of(Level.ERROR);
      case "warn", "warning" -> Optional.of(Level.WARNING);
      case "info" -> Optional.of(Level.INFO);
      case "debug" -> Optional.of(Level.DEBUG);
      case "trace" -> Optional.of(Level.TRACE);
      case "off" -> Optional.of(Level.OFF);
      default -> Optional.empty();
    };
  }
}
