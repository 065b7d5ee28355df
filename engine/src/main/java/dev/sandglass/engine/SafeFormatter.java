package dev.sandglass.engine;

import dev.sandglass.scrubber.Redactor;
import dev.sandglass.scrubber.TerminalText;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** The platform's format, without secrets and without what a terminal would obey. */
final class SafeFormatter extends SimpleFormatter {
  @Override
  public String format(LogRecord record) {
    return TerminalText.printableLines(new Redactor().redact(super.format(record)));
  }
}
