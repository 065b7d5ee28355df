package dev.sandglass.scrubber;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/** Undoes what hides a text from simple rules: encodings, look-alikes and invisible characters. */
final class PlainForm {
  private static final int MAX_LAYERS = 3;

  private PlainForm() {}

  /** Returns the text decoded, in compatibility form and without invisible characters. */
  static String of(String text) {
    String decoded = text;
    for (int layer = 0; layer < MAX_LAYERS && decoded.indexOf('%') >= 0; layer++) {
      decoded = decode(decoded);
    }
    if (isPrintableAscii(decoded)) {
      return decoded;
    }
    String normal = Normalizer.normalize(decoded, Normalizer.Form.NFKC);
    StringBuilder visible = new StringBuilder(normal.length());
    normal
        .codePoints()
        .filter(c -> Character.getType(c) != Character.FORMAT && !Character.isISOControl(c))
        .forEach(visible::appendCodePoint);
    return visible.toString();
  }

  static boolean isPrintableAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  /** Undoes one layer of percent-encoding, and leaves as it is what is none. */
  private static String decode(String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < octets.length; i++, length++) {
      boolean encoded = octets[i] == '%' && i + 2 < octets.length;
      int high = encoded ? Characters.hexValue((char) octets[i + 1]) : -1;
      int low = encoded ? Characters.hexValue((char) octets[i + 2]) : -1;
      if (high >= 0 && low >= 0) {
        octets[length] = (byte) (high << 4 | low);
        i += 2;
      } else {
        octets[length] = octets[i];
      }
    }
    return new String(octets, 0, length, StandardCharsets.UTF_8);
  }
}
