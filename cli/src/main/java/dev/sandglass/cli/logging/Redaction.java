package dev.sandglass.cli.logging;

import dev.sandglass.scrubber.Redactor;

/**
 * Takes secrets out of records. A class of its own, so that the redactor is made when there is a
 * first record to write: a command that logs nothing does not pay for it, and a native image, which
 * makes loggers when it is built, makes no redactor then.
 */
final class Redaction {
  private static final Redactor REDACTOR = new Redactor();

  private Redaction() {}

  static String of(String text) {
    return REDACTOR.redact(text);
  }
}
