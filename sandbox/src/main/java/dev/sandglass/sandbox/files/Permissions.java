package dev.sandglass.sandbox.files;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Permission bits and ownership; what is empty stays as it is or becomes the default.
 *
 * @param mode bits, as in {@code 0644}; at most {@code 07777}
 * @param owner a name or number
 * @param group a name or number
 */
public record Permissions(OptionalInt mode, Optional<String> owner, Optional<String> group) {
  /** All defaults. */
  public static final Permissions DEFAULT =
      new Permissions(OptionalInt.empty(), Optional.empty(), Optional.empty());

  public Permissions {
    if (mode.isPresent() && (mode.getAsInt() & ~07777) != 0) {
      throw new IllegalArgumentException(
          "Permission bits are 0 to 7777 (octal), not " + Integer.toOctalString(mode.getAsInt()));
    }
  }

  /** Only these bits. */
  public static Permissions mode(int mode) {
    return new Permissions(OptionalInt.of(mode), Optional.empty(), Optional.empty());
  }
}
