package dev.sandglass.cli.value;

import java.util.Optional;

/**
 * An environment variable for a sandbox.
 *
 * @param value its value; empty to take the one that {@code sand} itself has
 */
public record Variable(String name, Optional<String> value) {
  /**
   * Reads {@code NAME=VALUE} or {@code NAME}.
   *
   * @throws MalformedValueException if the name is empty or holds white space
   */
  public static Variable parse(String text) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    if (name.isEmpty() || name.chars().anyMatch(c -> Character.isWhitespace(c) || c == 0)) {
      throw new MalformedValueException(text, "NAME=VALUE or NAME");
    }
    return new Variable(
        name, equals < 0 ? Optional.empty() : Optional.of(text.substring(equals + 1)));
  }
}
