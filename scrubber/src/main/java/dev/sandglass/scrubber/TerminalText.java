package dev.sandglass.scrubber;

/**
 * Makes untrusted text safe to print on a terminal.
 *
 * <p>Control characters (C0, DEL, C1), bidirectional embeddings, overrides and isolates (U+202A to
 * U+202E, U+2066 to U+2069), the line and paragraph separators (U+2028, U+2029) and lone surrogates
 * become visible escapes such as {@code \x1b} and <code>&#92;u202e</code>. Everything else stays as
 * it is; a backslash too, so the result is for reading and cannot be turned back.
 */
public final class TerminalText {
  private TerminalText() {}

  /** Returns the text on one line: line feeds and tabs are escaped too. */
  public static String printable(String untrusted) {
    return escape(untrusted, false);
  }

  /** Returns the text with its line feeds and tabs kept and everything else escaped. */
  public static String printableLines(String untrusted) {
    return escape(untrusted, true);
  }

  private static String escape(String untrusted, boolean keepLinesAndTabs) {
    StringBuilder escaped = null;
    for (int i = 0, codePoint; i < untrusted.length(); i += Character.charCount(codePoint)) {
      codePoint = untrusted.codePointAt(i);
      boolean kept = keepLinesAndTabs && (codePoint == '\n' || codePoint == '\t');
      if (kept || !isUnsafe(codePoint)) {
        if (escaped != null) {
          escaped.appendCodePoint(codePoint);
        }
        continue;
      }
      if (escaped == null) {
        escaped = new StringBuilder(untrusted.length() + 16).append(untrusted, 0, i);
      }
      escaped.append(String.format(codePoint <= 0xff ? "\\x%02x" : "\\u%04x", codePoint));
    }
    return escaped == null ? untrusted : escaped.toString();
  }

  private static boolean isUnsafe(int codePoint) {
    return Character.isISOControl(codePoint)
        || (codePoint >= 0x2028 && codePoint <= 0x202e)
        || (codePoint >= 0x2066 && codePoint <= 0x2069)
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
  }
}
