package dev.sandglass.engine.observability.store;

import java.util.Arrays;
import java.util.Optional;

/** Severities of log records, each standing for four of OpenTelemetry's numbers. */
public enum Severity {
  TRACE(1),
  DEBUG(5),
  INFO(9),
  WARN(13),
  ERROR(17),
  FATAL(21);

  private final int first;

  Severity(int first) {
    this.first = first;
  }

  int first() {
    return first;
  }

  int last() {
    return first + 3;
  }

  /** The severity of this name, in upper or lower case. */
  public static Optional<Severity> named(String name) {
    return Arrays.stream(values()).filter(one -> one.name().equalsIgnoreCase(name)).findFirst();
  }

  /** The severity of this number; INFO for a record that names none. */
  static Severity of(int number) {
    return Arrays.stream(values())
        .filter(one -> number >= one.first() && number <= one.last())
        .findFirst()
        .orElse(INFO);
  }
}
