package dev.sandglass.engine.execution;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Random identifiers. */
final class Ids {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 10;

  private Ids() {}

  /** A new identifier that begins with this word and a hyphen. */
  static String next(String word) {
    return word + "-" + hex(BYTES);
  }

  /** So many random bytes, as hexadecimal digits. */
  static String hex(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
