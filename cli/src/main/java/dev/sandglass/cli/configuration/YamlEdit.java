package dev.sandglass.cli.configuration;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.sandglass.cli.configuration.YamlText.Entry;
import dev.sandglass.cli.configuration.YamlText.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Changes single values of a YAML text and leaves everything else as it is, comments included. What
 * it cannot change so (an entry to add to or remove from a {@code {…}}) it refuses.
 */
final class YamlEdit {
  /** Scalars that every YAML reader takes for the text that they are, or for a number. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9/_](?:[A-Za-z0-9/_.:@+=-]*[^:])?");

  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9/_.:@+=-]+");

  private YamlEdit() {}

  /** Returns the text with the value of a key set. */
  static String set(YamlText before, String name, List<String> values, boolean list) {
    String value =
        list
            ? values.stream().map(YamlEdit::scalar).collect(Collectors.joining(", ", "[", "]"))
            : scalar(values.get(0));
    Optional<Entry> entry = before.find(name);
    String after;
    if (entry.isEmpty()) {
      after = insert(before, name, value);
    } else if (entry.get().kind() == Kind.MAP) {
      throw new ConfigurationException(
          "line " + entry.get().line() + ": " + name + " must be a value, not a mapping");
    } else {
      after = replace(before.text(), entry.get().colon(), entry.get().end(), " " + value);
    }
    Map<String, List<String>> expected = before.leaves();
    expected.put(name, values);
    return checked(after, expected, name);
  }

  /** Returns the text without a key, and without the maps that it leaves empty. */
  static String unset(YamlText before, String name) {
    Entry entry = before.find(name).orElseThrow();
    while (entry.name().contains(".")) {
      String parent = parentOf(entry.name());
      long children =
          before.entries().stream().filter(e -> parentOf(e.name()).equals(parent)).count();
      if (children > 1) {
        break;
      }
      entry = before.find(parent).orElseThrow();
    }
    String text = before.text();
    int from = lineStart(text, entry.start());
    int to = lineEnd(text, entry.end());
    Map<String, List<String>> expected = before.leaves();
    expected.remove(name);
    return checked(text.substring(0, from) + text.substring(to), expected, name);
  }

  private static String insert(YamlText before, String name, String value) {
    Optional<Entry> parent = Optional.empty();
    String missing = name;
    for (String at = parentOf(name); !at.isEmpty() && parent.isEmpty(); at = parentOf(at)) {
      parent = before.find(at);
      if (parent.isPresent()) {
        missing = name.substring(at.length() + 1);
      }
    }
    String text = before.text();
    if (parent.isEmpty()) {
      int at =
          before.entries().isEmpty()
              ? text.length()
              : lineEnd(text, before.entries().stream().mapToInt(Entry::end).max().orElseThrow());
      return insertLines(text, at, lines(missing, value, 0));
    }
    Entry map = parent.get();
    int indent = map.start() - lineStart(text, map.start()) + 2;
    if (map.kind() == Kind.MAP && !map.braces()) {
      Entry child =
          before.entries().stream()
              .filter(entry -> parentOf(entry.name()).equals(map.name()))
              .findFirst()
              .orElseThrow();
      indent = child.start() - lineStart(text, child.start());
    } else if (map.kind() == Kind.MAP
        && text.substring(map.colon(), map.end()).strip().equals("{}")) {
      text = replace(text, map.colon(), map.end(), "");
      return insertLines(text, lineEnd(text, map.colon()), lines(missing, value, indent));
    } else if (map.kind() != Kind.EMPTY) {
      throw new ConfigurationException(
          "line " + map.line() + ": cannot add to " + map.name() + " as it is written there");
    }
    return insertLines(text, lineEnd(text, map.end()), lines(missing, value, indent));
  }

  /** Writes {@code a.b: value} as nested lines. */
  private static String lines(String name, String value, int indent) {
    String[] segments = name.split("\\.");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < segments.length; i++) {
      lines.append(" ".repeat(indent + 2 * i)).append(segments[i]).append(':');
      lines.append(i == segments.length - 1 ? " " + value : "").append('\n');
    }
    return lines.toString();
  }

  private static String insertLines(String text, int at, String lines) {
    String before = text.substring(0, at);
    String separator = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
    return before + separator + lines + text.substring(at);
  }

  private static String replace(String text, int from, int to, String with) {
    return text.substring(0, from) + with + text.substring(to);
  }

  /** The proof that an edit did what was asked, and nothing else, however odd the text is. */
  private static String checked(String after, Map<String, List<String>> expected, String name) {
    String problem = "cannot change " + name + " in the file as it is written; edit it by hand";
    try {
      if (!YamlText.parse(after).leaves().equals(expected)) {
        throw new ConfigurationException(problem);
      }
    } catch (ConfigurationException e) {
      throw new ConfigurationException(problem, e);
    }
    return after;
  }

  private static String scalar(String value) {
    boolean word = value.equalsIgnoreCase("null");
    if (!word && PLAIN.matcher(value).matches() && SAFE.matcher(value).matches()) {
      return value;
    }
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
  }

  private static String parentOf(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(0, dot);
  }

  private static int lineStart(String text, int at) {
    return text.lastIndexOf('\n', at - 1) + 1;
  }

  private static int lineEnd(String text, int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end + 1;
  }
}
