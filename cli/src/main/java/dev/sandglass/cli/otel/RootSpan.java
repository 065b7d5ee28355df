package dev.sandglass.cli.otel;

import dev.sandglass.cli.ExitCode;
import dev.sandglass.sandbox.observability.SpanAttribute;
import io.opentelemetry.api.common.AttributeKey;

/** What the span of a command is called and what it carries. */
final class RootSpan {
  static final AttributeKey<Long> EXIT_CODE = AttributeKey.longKey(SpanAttribute.EXIT_CODE.key());
  static final AttributeKey<String> ERROR_TYPE =
      AttributeKey.stringKey(SpanAttribute.ERROR_TYPE.key());
  static final AttributeKey<String> EXCEPTION_TYPE =
      AttributeKey.stringKey(SpanAttribute.EXCEPTION_TYPE.key());
  static final AttributeKey<String> EXCEPTION_MESSAGE =
      AttributeKey.stringKey(SpanAttribute.EXCEPTION_MESSAGE.key());
  static final AttributeKey<String> EXCEPTION_STACKTRACE =
      AttributeKey.stringKey(SpanAttribute.EXCEPTION_STACKTRACE.key());

  /** What kind of error it is when somebody interrupts a command. */
  static final String INTERRUPTED = "interrupted";

  /** Longest stack trace that is sent. */
  static final int MAX_STACK_TRACE = 16 * 1024;

  private RootSpan() {}

  /** Returns the name: the command without its arguments, such as {@code sand fs ls}. */
  static String name(String command) {
    return "sand " + command;
  }

  /** Returns what kind of error an exit code is when {@code sand} itself found none. */
  static String errorType(int exitCode) {
    return exitCode == ExitCode.INTERRUPTED.code() ? INTERRUPTED : "exit-code";
  }
}
