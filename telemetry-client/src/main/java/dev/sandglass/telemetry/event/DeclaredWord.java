package dev.sandglass.telemetry.event;

import org.jspecify.annotations.Nullable;

/**
 * A word that stands in the program's own declarations. Sealed, with constructors that only this
 * package can reach and that take declarations: text of a user cannot become one.
 */
public abstract sealed class DeclaredWord permits CommandName, OptionName, ErrorKind {
  private static final int MAX_LENGTH = 64;

  private final String text;

  DeclaredWord(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH || !text.chars().allMatch(this::isAllowed)) {
      throw new IllegalArgumentException(
          "A declared name has 1 to " + MAX_LENGTH + " letters, digits, - and spaces");
    }
    this.text = text;
  }

  private boolean isAllowed(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == ' ';
  }

  /** Returns the word. */
  @Override
  public final String toString() {
    return text;
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof DeclaredWord word
        && word.getClass() == getClass()
        && word.text.equals(text);
  }

  @Override
  public final int hashCode() {
    return text.hashCode();
  }
}
