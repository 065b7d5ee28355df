package dev.sandglass.engine.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pattern for names: {@code *} and {@code ?} within a name, {@code **} over directories, classes
 * {@code [a-z]} and {@code [!a-z]}, choices <code>{a,b}</code>, exclusions {@code !(a)}, and a
 * backslash before what shall stand for itself. A pattern without a slash is matched with the name
 * of a file, one with a slash with its path below the directory that is searched.
 */
final class Glob {
  private static final int MAX_CHOICES = 1000;
  private static final int MAX_LENGTH = 4096;

  private final boolean wholePath;
  private final List<Choice> choices;

  /** What is wanted, and maybe what is not. */
  private record Choice(GlobTokens wanted, Optional<Glob> unwanted) {}

  private Glob(boolean wholePath, List<Choice> choices) {
    this.wholePath = wholePath;
    this.choices = choices;
  }

  /**
   * Reads a pattern.
   *
   * @param raw one character for each byte
   * @throws dev.sandglass.engine.server.ApiException if it is malformed
   */
  static Glob compile(String raw) {
    String pattern = ByteText.text(raw);
    if (pattern.length() > MAX_LENGTH) {
      throw bad(pattern.substring(0, 40) + "…");
    }
    return compile(pattern, pattern.indexOf('/') >= 0);
  }

  private static Glob compile(String pattern, boolean wholePath) {
    List<String> expanded = new ArrayList<>();
    expand(pattern, expanded);
    return new Glob(wholePath, expanded.stream().map(one -> choice(one, wholePath)).toList());
  }

  private static Choice choice(String pattern, boolean wholePath) {
    int exclusion = find(pattern, 0, "!(");
    if (exclusion < 0) {
      return new Choice(GlobTokens.parse(pattern, false), Optional.empty());
    }
    int close = find(pattern, exclusion + 2, ")");
    if (close < 0) {
      throw bad(pattern);
    }
    String before = pattern.substring(0, exclusion);
    String unwanted =
        before + pattern.substring(exclusion + 2, close) + pattern.substring(close + 1);
    return new Choice(GlobTokens.parse(before, true), Optional.of(compile(unwanted, wholePath)));
  }

  private static void expand(String pattern, List<String> into) {
    int open = find(pattern, 0, "{");
    if (open < 0) {
      into.add(pattern);
      if (into.size() > MAX_CHOICES) {
        throw FileErrors.invalid("the pattern has more than " + MAX_CHOICES + " choices");
      }
      return;
    }
    int depth = 0;
    int from = open + 1;
    List<String> choices = new ArrayList<>();
    for (int i = open + 1; i < pattern.length(); i = skip(pattern, i)) {
      char c = pattern.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == ',' && depth == 0) {
        choices.add(pattern.substring(from, i));
        from = i + 1;
      } else if (c == '}' && depth-- == 0) {
        choices.add(pattern.substring(from, i));
        String before = pattern.substring(0, open);
        String after = pattern.substring(i + 1);
        choices.forEach(choice -> expand(before + choice + after, into));
        return;
      }
    }
    throw bad(pattern);
  }

  /** Where this stands outside of classes and without a backslash; -1 if it does not. */
  private static int find(String pattern, int from, String wanted) {
    for (int i = from; i < pattern.length(); i = skip(pattern, i)) {
      if (pattern.startsWith(wanted, i)) {
        return i;
      }
    }
    return -1;
  }

  /** The end of the character or class that begins here. */
  private static int skip(String pattern, int i) {
    if (pattern.charAt(i) == '\\') {
      return i + 2;
    }
    return pattern.charAt(i) == '[' ? GlobTokens.classEnd(pattern, i) : i + 1;
  }

  static dev.sandglass.engine.server.ApiException bad(String pattern) {
    return FileErrors.invalid("malformed pattern: " + pattern);
  }

  /**
   * Whether a file matches.
   *
   * @param path below the directory that is searched, without a slash at its begin
   */
  boolean matches(String path) {
    return test(wholePath ? path : path.substring(path.lastIndexOf('/') + 1));
  }

  private boolean test(String text) {
    return choices.stream()
        .anyMatch(
            choice ->
                choice.wanted().matches(text)
                    && choice.unwanted().filter(unwanted -> unwanted.test(text)).isEmpty());
  }
}
