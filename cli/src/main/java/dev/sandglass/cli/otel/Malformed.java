package dev.sandglass.cli.otel;

import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Errors in variables, which are always named. */
final class Malformed {
  /** A setting as the SDK calls it. */
  private static final Pattern PROPERTY = Pattern.compile("\\botel(\\.[a-z0-9]+)+");

  private Malformed() {}

  static CommandException variable(Value value, String expected) {
    return error(value.origin() + ": \"" + value.text() + "\" is not " + expected);
  }

  /** The same for a value that may hold a password. */
  static CommandException secret(Value value, String expected) {
    return error(value.origin() + ": not " + expected);
  }

  static CommandException alone(Value value, String other) {
    return error(value.origin() + ": is of no use without " + other);
  }

  /** What the SDK found wrong, with the names of variables in place of those of the SDK. */
  static CommandException fromSdk(RuntimeException failure) {
    Throwable told = failure;
    while (told.getCause() != null && !String.valueOf(told.getMessage()).contains("otel.")) {
      told = told.getCause();
    }
    Matcher matcher = PROPERTY.matcher(String.valueOf(told.getMessage()));
    String message =
        matcher.replaceAll(match -> match.group().replace('.', '_').toUpperCase(Locale.ROOT));
    return error("OpenTelemetry cannot be set up: " + message).causedBy(failure);
  }

  private static CommandException error(String message) {
    return CommandException.cannot(ErrorKind.CONFIGURATION, message);
  }
}
