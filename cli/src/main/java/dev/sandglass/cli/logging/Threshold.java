package dev.sandglass.cli.logging;

import java.lang.System.Logger.Level;

/**
 * The level from which on records are written. A class of its own, so that it is read when the
 * first record asks for it: a native image creates loggers when it is built, and the environment
 * there says nothing about the one in which the image will run.
 */
final class Threshold {
  private static final Level OURS =
      StderrLoggerFinder.level(System.getenv("LOG_LEVEL"))
          .or(
              () ->
                  StderrLoggerFinder.level(
                      System.getProperty(StderrLoggerFinder.DEFAULT_LEVEL_PROPERTY)))
          .orElse(Level.INFO);

  /** The JDK's own records bury ours, so they come with "trace" only. */
  private static final Level OTHERS =
      OURS == Level.DEBUG || OURS == Level.INFO ? Level.WARNING : OURS;

  private Threshold() {}

  /** Returns the level from which on records of a logger are written. */
  static Level of(String logger) {
    return logger.startsWith("dev.sandglass.") ? OURS : OTHERS;
  }
}
