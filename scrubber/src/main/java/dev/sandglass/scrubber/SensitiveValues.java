package dev.sandglass.scrubber;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/**
 * Takes out values that stand behind the name of a secret: {@code api_key=…}, {@code Cookie: …}.
 */
final class SensitiveValues {
  /** A name and what binds it to its value, in a query, a header, JSON, YAML or a shell. */
  private static final Pattern NAME =
      Pattern.compile("([A-Za-z0-9_.%-]+)(?:\\\\?[\"'])?[ \\t]*(?:=>|:=|[=:])[ \\t]*");

  /** An option whose value is the next word. */
  private static final Pattern OPTION =
      Pattern.compile("(?:^|\\s)--?([A-Za-z][A-Za-z0-9_-]*)[ \\t]+");

  private static final Pattern ELEMENT = Pattern.compile("<([A-Za-z0-9_.:-]+)>");

  private SensitiveValues() {}

  static String removeAll(String text) {
    String redacted = remove(text, NAME);
    redacted = redacted.indexOf('<') < 0 ? redacted : remove(redacted, ELEMENT);
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
      if (start < kept || !(isSensitive(name.group(1)) || isCode(text, name))) {
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

  /** The code of a sign-in; elsewhere a code is the number of an error. */
  private static boolean isCode(String text, Matcher name) {
    int before = name.start(1) - 1;
    return before >= 0
        && (text.charAt(before) == '?' || text.charAt(before) == '&')
        && name.group(1).equals("code");
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
    boolean escaped = open > 0 && text.charAt(open - 1) == '\\';
    int end = open + 1;
    while (end < text.length() && text.charAt(end) != '\n') {
      if (text.startsWith(Redactor.REDACTED, end)) {
        end += Redactor.REDACTED.length();
      } else if (text.charAt(end) == mark) {
        return end + 1;
      } else {
        // Quotes inside of a quoted value, unless all of them come with a backslash.
        end += text.charAt(end) == '\\' && !escaped && end + 1 < text.length() ? 2 : 1;
      }
    }
    return end;
  }

  private static boolean ends(String text, int at, boolean wholeLine) {
    char c = text.charAt(at);
    if (wholeLine) {
      return c == '\n' || c == '\r';
    }
    boolean last = at + 1 == text.length() || Character.isWhitespace(text.charAt(at + 1));
    return Character.isWhitespace(c)
        || ";\"'<>".indexOf(c) >= 0
        || (c == '&' && isNamed(text, at + 1))
        || (last && ",)]}".indexOf(c) >= 0);
  }

  /** Whether another parameter begins at a place. */
  private static boolean isNamed(String text, int start) {
    int end = start;
    while (end < text.length() && isOfName(text.charAt(end))) {
      end++;
    }
    return end == text.length() ? end == start : end > start && text.charAt(end) == '=';
  }

  private static boolean isOfName(char c) {
    return Characters.isLetterOrDigit(c) || "_.%-[]".indexOf(c) >= 0;
  }
}
