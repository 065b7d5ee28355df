package dev.sandglass.cli.configuration;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A YAML text and where in it each key and value stands. */
final class YamlText {
  private static final YAMLFactory FACTORY =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String text;
  private final List<Entry> entries = new ArrayList<>();

  private YamlText(String text) {
    this.text = text;
  }

  /** What the value of an entry is. */
  enum Kind {
    EMPTY,
    SCALAR,
    LIST,
    MAP
  }

  /**
   * One key with its value; positions are offsets in the text.
   *
   * @param colon the position behind the colon of the key
   * @param end the position behind the last character of the value
   * @param values the scalar, or the elements of the list
   */
  record Entry(
      String name,
      Kind kind,
      boolean braces,
      int line,
      int start,
      int colon,
      int end,
      List<String> values) {}

  /** Reads a text; a malformed one fails with a message that begins with the line. */
  static YamlText parse(String text) {
    YamlText result = new YamlText(text);
    if (text.isBlank()) {
      return result;
    }
    try (YAMLParser parser = FACTORY.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_OBJECT) {
        result.readMap(parser, "");
      } else if (first != null && first != JsonToken.VALUE_NULL && !parser.getText().isEmpty()) {
        throw malformed(parser, "expected a mapping (key: value)");
      }
      if (first != null && parser.nextToken() != null) {
        throw malformed(parser, "expected one document");
      }
    } catch (JsonProcessingException e) {
      JsonLocation location = e.getLocation();
      String line = location == null ? "" : "line " + location.getLineNr() + ": ";
      throw new ConfigurationException(line + firstLine(e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new ConfigurationException(firstLine(String.valueOf(e.getMessage())), e);
    }
    return result;
  }

  private static String firstLine(String message) {
    return "not well-formed YAML: " + message.lines().findFirst().orElse("");
  }

  private static ConfigurationException malformed(YAMLParser parser, String message) {
    return new ConfigurationException(
        "line " + parser.currentTokenLocation().getLineNr() + ": " + message);
  }

  /** Reads the entries of the map whose opening token was just read; returns its end. */
  private int readMap(YAMLParser parser, String prefix) throws IOException {
    int lastEnd = offset(parser.currentTokenLocation());
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = prefix + parser.currentName();
      int line = parser.currentTokenLocation().getLineNr();
      int start = offset(parser.currentTokenLocation());
      int colon = text.indexOf(':', offset(parser.currentLocation())) + 1;
      int place = entries.size();
      JsonToken token = parser.nextToken();
      int valueStart = offset(parser.currentTokenLocation());
      boolean braces = valueStart < text.length() && "{[".indexOf(text.charAt(valueStart)) >= 0;
      List<String> values = new ArrayList<>();
      Kind kind = Kind.SCALAR;
      if (token == JsonToken.START_OBJECT) {
        kind = Kind.MAP;
        lastEnd = readMap(parser, name + ".");
      } else if (token == JsonToken.START_ARRAY) {
        kind = Kind.LIST;
        lastEnd = readList(parser, values);
      } else {
        if (parser.isCurrentAlias()) {
          throw malformed(parser, "aliases (*name) are not supported");
        }
        lastEnd = offset(parser.currentLocation());
        kind = token == JsonToken.VALUE_NULL || lastEnd == colon ? Kind.EMPTY : Kind.SCALAR;
        values.add(parser.getText());
      }
      lastEnd = Math.max(colon, stripBack(lastEnd));
      entries.add(place, new Entry(name, kind, braces, line, start, colon, lastEnd, values));
    }
    return text.startsWith("}", offset(parser.currentTokenLocation()))
        ? offset(parser.currentLocation())
        : lastEnd;
  }

  private int readList(YAMLParser parser, List<String> values) throws IOException {
    int lastEnd = offset(parser.currentLocation());
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      if (!token.isScalarValue() || parser.isCurrentAlias()) {
        throw malformed(parser, "expected a plain element of a list");
      }
      values.add(parser.getText());
      lastEnd = offset(parser.currentLocation());
    }
    return text.startsWith("]", offset(parser.currentTokenLocation()))
        ? offset(parser.currentLocation())
        : lastEnd;
  }

  private int stripBack(int end) {
    int stripped = end;
    while (stripped > 0 && Character.isWhitespace(text.charAt(stripped - 1))) {
      stripped--;
    }
    return stripped;
  }

  /** The parser counts code points, a String chars. */
  private int offset(JsonLocation location) {
    int codePoints = (int) location.getCharOffset();
    return text.codePointCount(0, text.length()) == text.length()
        ? codePoints
        : text.offsetByCodePoints(0, codePoints);
  }

  String text() {
    return text;
  }

  /** All entries in the order of the text, maps before what they hold. */
  List<Entry> entries() {
    return List.copyOf(entries);
  }

  Optional<Entry> find(String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /** The scalars and lists by name: what the text says, without how it is written. */
  Map<String, List<String>> leaves() {
    Map<String, List<String>> leaves = new TreeMap<>();
    for (Entry entry : entries) {
      if (entry.kind() == Kind.SCALAR || entry.kind() == Kind.LIST) {
        leaves.put(entry.name(), entry.values());
      }
    }
    return leaves;
  }
}
