package dev.sandglass.scrubber;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/**
 * Takes out values that stand behind the name of a secret: {@code api_key=…}, {@code Cookie: …}.
 */
final class SensitiveValues {
  /** A name and what binds it to its value, in a query, a header, JSON, YAML or a shell. */
  private static final Pattern NAME =
      Pattern.compile("([A-Za-z0-9_.%-]+)(?:\\\\?[\"'])?[ \\t]*[=:][ \\t]*");

  /** An option whose value is the next word. */
  private static final Pattern OPTION =
      Pattern.compile("(?:^|\\s)--?([A-Za-z][A-Za-z0-9_-]*)[ \\t]+");

  private SensitiveValues() {}

  static String removeAll(String text) {
    String redacted = remove(text, NAME);
    return redacted.indexOf('-') < 0 ? redacted : remove(redacted, OPTION);
  }

  /** Whether a text has an option of a sensitive name and a word behind it. */
  static boolean holdsOption(String text) {
    return text.indexOf('-') >= 0 && !remove(text, OPTION).equals(text);
  }

  private static String remove(String text, Pattern pattern) {
    Matcher name = pattern.matcher(text);
    StringBuilder redacted = new StringBuilder(text.length());
    int kept = 0;
    while (name.find()) {
      int start = name.end();
      if (start < kept || !isSensitive(name.group(1))) {
        continue;
      }
      int end = valueEnd(text, start, SensitiveName.takesWholeLine(name.group(1)));
      if (end > start) {
        redacted.append(text, kept, start).append(Redactor.REDACTED);
        kept = end;
      }
    }
    return kept == 0 ? text : redacted.append(text, kept, text.length()).toString();
  }

  private static boolean isSensitive(String name) {
    // Of an exception comes its message, and of a source file the number of a line.
    boolean code = name.endsWith("Exception") || name.endsWith("Error") || name.endsWith(".java");
    return !code && SensitiveName.matches(name.indexOf('%') < 0 ? name : PlainForm.of(name));
  }

  /** The end of the value that begins at a place. */
  private static int valueEnd(String text, int start, boolean wholeLine) {
    int open = start;
    while (open < text.length() && text.charAt(open) == '\\') {
      open++;
    }
    char first = open < text.length() ? text.charAt(open) : '\n';
    if (first == '"' || first == '\'') {
      return closing(text, open, first);
    }
    if (first == '[') {
      return closing(text, open, ']');
    }
    int end = start;
    while (end < text.length() && !ends(text, end, wholeLine)) {
      end++;
    }
    return end;
  }

  /** The place behind the closing mark, or the end of the line. */
  private static int closing(String text, int open, char mark) {
    int end = open + 1;
    while (end < text.length() && text.charAt(end) != mark && text.charAt(end) != '\n') {
      boolean escape = text.charAt(end) == '\\' && open > 0 && text.charAt(open - 1) != '\\';
      end += escape && end + 1 < text.length() ? 2 : 1;
    }
    return end < text.length() && text.charAt(end) == mark ? end + 1 : end;
  }

  private static boolean ends(String text, int at, boolean wholeLine) {
    char c = text.charAt(at);
    if (wholeLine) {
      return c == '\n' || c == '\r' || c == '"';
    }
    boolean last = at + 1 == text.length() || Character.isWhitespace(text.charAt(at + 1));
    return Character.isWhitespace(c)
        || "&;\"'<>".indexOf(c) >= 0
        || (last && ",)]}".indexOf(c) >= 0);
  }
}
