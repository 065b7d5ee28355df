package dev.sandglass.engine.lifecycle;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes names that nobody can guess. Thread-safe. */
final class Ids {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  static String sandbox() {
    return "sb-" + letters(12);
  }

  static String snapshot() {
    return "snap-" + letters(12);
  }

  static String layer() {
    return "l-" + letters(10);
  }

  /** 256 bits. */
  static String token() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String letters(int count) {
    StringBuilder letters = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      letters.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return letters.toString();
  }
}
