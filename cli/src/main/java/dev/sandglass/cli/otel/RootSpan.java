package dev.sandglass.cli.otel;

import dev.sandglass.cli.ExitCode;
import io.opentelemetry.api.common.AttributeKey;

/** What the span of a command is called and what it carries. */
final class RootSpan {
  static final AttributeKey<Long> EXIT_CODE = AttributeKey.longKey("process.exit.code");
  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  static final AttributeKey<String> EXCEPTION_TYPE = AttributeKey.stringKey("exception.type");
  static final AttributeKey<String> EXCEPTION_MESSAGE = AttributeKey.stringKey("exception.message");
  static final AttributeKey<String> EXCEPTION_STACKTRACE =
      AttributeKey.stringKey("exception.stacktrace");

  /** What a command ends with that somebody interrupts. */
  static final int INTERRUPTED = ExitCode.INTERRUPTED.code();

  private RootSpan() {}

  /** Returns the name: the command without its arguments, such as {@code sand fs ls}. */
  static String name(String command) {
    return "sand " + command;
  }

  /** Returns what kind of error an exit code is when {@code sand} itself found none. */
  static String errorType(int exitCode) {
    return exitCode == INTERRUPTED ? "interrupted" : "exit-code";
  }
}
