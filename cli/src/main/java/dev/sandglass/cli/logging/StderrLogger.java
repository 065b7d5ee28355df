package dev.sandglass.cli.logging;

import dev.sandglass.scrubber.TerminalText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * One line per record: time, level, logger, message; then the stack trace, if any. Secrets are
 * taken out, and so is what a terminal would obey.
 */
final class StderrLogger implements System.Logger {
  private final String name;

  StderrLogger(String name) {
    this.name = name;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean isLoggable(Level level) {
    return level != Level.OFF && (isWritten(level) || LogTap.reader(level, name).isPresent());
  }

  private boolean isWritten(Level level) {
    return level.getSeverity() >= Threshold.of(name).getSeverity();
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String message,
      @Nullable Throwable thrown) {
    if (!isLoggable(level)) {
      return;
    }
    String text = Redaction.of(String.valueOf(message));
    String trace = trace(thrown);
    LogTap.reader(level, name)
        .ifPresent(reader -> reader.read(level, name, text, Optional.ofNullable(thrown), trace));
    if (isWritten(level)) {
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      String line = now + " " + level + " " + name + ": " + text + "\n" + trace;
      System.err.print(TerminalText.printableLines(line));
    }
  }

  private static String trace(@Nullable Throwable thrown) {
    if (thrown == null) {
      return "";
    }
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return Redaction.of(trace.toString());
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      @Nullable Object... parameters) {
    if (isLoggable(level)) {
      boolean plain = format == null || parameters == null || parameters.length == 0;
      log(
          level,
          bundle,
          plain ? format : MessageFormat.format(format, parameters),
          (Throwable) null);
    }
  }
}
