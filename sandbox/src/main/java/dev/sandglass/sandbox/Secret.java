package dev.sandglass.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A value that must never be printed, such as an API key. Its text is had only by asking for it.
 */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * Keeps a secret.
   *
   * @throws IllegalArgumentException if it is empty or holds characters that no HTTP header may
   *     hold (anything but printable ASCII); the message does not show it
   */
  public static Secret of(String value) {
    if (value.isEmpty() || !value.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new IllegalArgumentException(
          "A key is one word of printable ASCII characters; this one is empty or holds others");
    }
    return new Secret(value);
  }

  /** Returns the secret itself. */
  public String reveal() {
    return value;
  }

  /** Compares in constant time. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** Returns a placeholder, never the secret. */
  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}
