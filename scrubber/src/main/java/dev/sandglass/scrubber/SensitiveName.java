package dev.sandglass.scrubber;

import java.util.List;
import java.util.Set;

/** Tells from the name of a header, parameter or variable that its value is a secret. */
final class SensitiveName {
  private static final List<String> PARTS =
      List.of(
          "key",
          "token",
          "secret",
          "passw",
          "passphrase",
          "pwd",
          "credential",
          "authorization",
          "cookie",
          "signature",
          "session",
          "jwt",
          "bearer");

  private static final Set<String> WORDS = Set.of("auth", "pass", "sig", "otp");

  private SensitiveName() {}

  /** Capitals, dashes and underscores make no difference. */
  static boolean matches(String name) {
    StringBuilder letters = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Characters.isLetterOrDigit(c)) {
        letters.append(Characters.isUpper(c) ? (char) (c + 'a' - 'A') : c);
      }
    }
    String folded = letters.toString();
    if (WORDS.contains(folded)) {
      return true;
    }
    for (String part : PARTS) {
      if (folded.contains(part)) {
        return true;
      }
    }
    return folded.endsWith("auth") || folded.endsWith("pass");
  }

  /** Whether the value of such a header may hold spaces, commas and semicolons. */
  static boolean takesWholeLine(String name) {
    return endsWith(name, "authorization") || endsWith(name, "cookie");
  }

  private static boolean endsWith(String name, String end) {
    return name.regionMatches(true, name.length() - end.length(), end, 0, end.length())
        || name.regionMatches(true, name.length() - end.length() - 1, end, 0, end.length());
  }
}
