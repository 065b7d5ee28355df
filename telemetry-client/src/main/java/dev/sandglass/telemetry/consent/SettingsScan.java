package dev.sandglass.telemetry.consent;

import dev.sandglass.telemetry.consent.SettingsStore.Settings;
import dev.sandglass.telemetry.event.CliId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a small, plain subset of YAML without a parser, which a command would wait for: block
 * mappings of one-line values. A text is read only if every line of it belongs to the subset, since
 * anything else (a quote or bracket that is still open, an anchor, another kind of line break) may
 * change what the lines after it mean. Whatever is outside is doubt, never a guess.
 */
final class SettingsScan {
  private static final String BLOCK = "telemetry";

  /** What is longer or deeper than this may be too much for a parser. */
  private static final int MAX_KEY = 100;

  private static final int MAX_DEPTH = 20;

  /** A mapping that is open at a line. */
  private record Level(int indent, Set<String> keys) {}

  private final List<Level> levels = new ArrayList<>();
  private final Set<String> rootKeys;
  private boolean doubt;
  private boolean inBlock;
  private boolean mayNest;
  private boolean unknownKey;

  /** Where the dashes of the sequence stand that is open at a line; less than 0 if none is. */
  private int dashes = -1;

  private int line;
  private int enabledLine;
  private @Nullable Boolean enabled;
  private @Nullable CliId id;

  private SettingsScan(String text) {
    rootKeys = new HashSet<>();
    levels.add(new Level(0, rootKeys));
    doubt = !hasOnlyPlainCharacters(text);
    int start = 0;
    while (!doubt && start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      line++;
      readLine(text.substring(start, end));
      start = end + 1;
    }
  }

  /** Reads a text; empty if it is not wholly of the subset. */
  static Optional<SettingsScan> of(String text) {
    SettingsScan scan = new SettingsScan(text);
    // A misspelt wish, such as "enable: false", is not the absence of one.
    boolean misspelt = scan.unknownKey && scan.enabled == null;
    return scan.doubt || misspelt ? Optional.empty() : Optional.of(scan);
  }

  /** What the text says; {@code file} is only named. */
  Settings settings(String file) {
    // Joined by hand: on the JVM the first "+" of a run costs more than all the rest here.
    String where = enabled == null ? file : file.concat(":").concat(Integer.toString(enabledLine));
    return new Settings(Optional.ofNullable(enabled), Optional.ofNullable(id), where);
  }

  /** Whether the text speaks of telemetry and of nothing else. */
  boolean holdsNothingElse() {
    return rootKeys.isEmpty() || rootKeys.equals(Set.of(BLOCK));
  }

  /** Whether no character is a line break, or invalid, for some reader of YAML. */
  private static boolean hasOnlyPlainCharacters(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          c == '\n'
              || c >= ' ' && c < 0x7f
              || c > 0x9f && c != 0x2028 && c != 0x2029 && c != 0xfeff && c < 0xfffe;
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  private void readLine(String text) {
    int indent = 0;
    while (indent < text.length() && text.charAt(indent) == ' ') {
      indent++;
    }
    boolean documentStart = line == 1 && text.equals("---");
    if (documentStart || indent == text.length() || text.charAt(indent) == '#') {
      return;
    }
    if (text.startsWith("- ", indent)) {
      doubt = inBlock || !enterSequence(indent) || !isOneLine(withoutComment(text, indent + 2));
      return;
    }
    dashes = -1;
    int colon = indent;
    while (colon < text.length() && isKeyCharacter(text.charAt(colon), colon == indent)) {
      colon++;
    }
    int length = colon - indent;
    if (length == 0 || length > MAX_KEY || colon == text.length() || text.charAt(colon) != ':') {
      doubt = true;
      return;
    }
    String value = withoutComment(text, colon + 1);
    boolean spaced = colon + 1 == text.length() || text.charAt(colon + 1) == ' ';
    if (!enter(indent) || !spaced || !isOneLine(value)) {
      doubt = true;
      return;
    }
    take(text.substring(indent, colon), value);
  }

  /** Opens or closes mappings until the innermost is the one with this indent. */
  private boolean enter(int indent) {
    int top = levels.get(levels.size() - 1).indent();
    if (indent > top) {
      levels.add(new Level(indent, new HashSet<>()));
      return mayNest && levels.size() <= MAX_DEPTH;
    }
    while (indent < levels.get(levels.size() - 1).indent()) {
      levels.remove(levels.size() - 1);
    }
    return indent == levels.get(levels.size() - 1).indent();
  }

  /** Goes on with a sequence, or begins one as the value of the key before it. */
  private boolean enterSequence(int indent) {
    boolean begins = mayNest && indent >= levels.get(levels.size() - 1).indent();
    boolean goesOn = indent == dashes;
    mayNest = false;
    dashes = indent;
    return begins || goesOn;
  }

  private void take(String key, String value) {
    int depth = levels.size();
    // A parser refuses a key that stands twice.
    doubt = !levels.get(depth - 1).keys().add(key);
    mayNest = value.isEmpty();
    if (depth == 1) {
      inBlock = key.equals(BLOCK);
      doubt |= inBlock && !value.isEmpty();
    } else if (depth == 2 && inBlock && key.equals("enabled")) {
      doubt |= !value.equals("true") && !value.equals("false");
      enabled = value.equals("true");
      enabledLine = line;
    } else if (depth == 2 && inBlock && key.equals("id")) {
      id = CliId.of(value).orElse(null);
      doubt |= id == null;
    } else if (depth == 2 && inBlock) {
      unknownKey = true;
    }
  }

  private static boolean isKeyCharacter(char c, boolean first) {
    return isLetter(c) || !first && (isDigit(c) || c == '-' || c == '_');
  }

  /** A comment begins at a number sign behind a space; in quotes it would not, which is doubt. */
  private static String withoutComment(String text, int from) {
    int sign = text.indexOf(" #", from);
    // trim() and not strip(): YAML knows no other white space than what is left of the ASCII one.
    return text.substring(from, sign < 0 ? text.length() : sign).trim();
  }

  /** Whether a value surely ends on its line. */
  private static boolean isOneLine(String value) {
    if (value.isEmpty() || value.equals("{}") || value.equals("[]")) {
      return true;
    }
    char first = value.charAt(0);
    char last = value.charAt(value.length() - 1);
    if (first == '"' || first == '\'') {
      return value.length() > 1 && last == first && isQuotable(value, 1, value.length() - 1);
    }
    return first == '[' ? last == ']' && isList(value) : isSentence(value);
  }

  private static boolean isList(String value) {
    int start = 1;
    for (int i = 1; i < value.length(); i++) {
      if (value.charAt(i) == ',' || i == value.length() - 1) {
        if (!isPlain(value.substring(start, i), "/_.@+=-")) {
          return false;
        }
        boolean spaced = i + 1 < value.length() && value.charAt(i + 1) == ' ';
        start = spaced ? i + 2 : i + 1;
      }
    }
    return true;
  }

  /** Whether a text is plain though it has spaces; a colon before one would make it a mapping. */
  private static boolean isSentence(String text) {
    return !text.contains(": ") && isPlain(text, "/_.@+=-:%&?~, ");
  }

  /** Whether a text is a scalar without quotes, of letters, digits and the given others. */
  private static boolean isPlain(String text, String others) {
    if (text.isEmpty() || !isLetter(text.charAt(0)) && !isDigit(text.charAt(0))) {
      return text.startsWith("/") && isPlain("x".concat(text), others);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetter(c) && !isDigit(c) && others.indexOf(c) < 0) {
        return false;
      }
    }
    return text.charAt(text.length() - 1) != ':';
  }

  private static boolean isQuotable(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if ("\"'\\".indexOf(text.charAt(i)) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
