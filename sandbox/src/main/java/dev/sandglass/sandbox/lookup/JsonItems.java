package dev.sandglass.sandbox.lookup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects of a JSON list, each with its texts and numbers by dotted names such as {@code
 * status.state}. Read as a stream: to bind JSON to trees takes a JVM longer than a shell may wait.
 */
final class JsonItems {
  /** Nobody reads more candidates than this. */
  private static final int MAX_ITEMS = 1000;

  private static final int MAX_DEPTH = 8;

  private JsonItems() {}

  /** Reads a list, which stands alone or in the field {@code items}; at most 1,000 elements. */
  static List<Map<String, String>> list(InputStream json) throws IOException {
    List<Map<String, String>> items = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT) {
        token = enterItems(parser);
      }
      if (token != JsonToken.START_ARRAY) {
        return items;
      }
      while (items.size() < MAX_ITEMS && parser.nextToken() == JsonToken.START_OBJECT) {
        items.add(fields(parser));
      }
    }
    return items;
  }

  /** Reads a single object. */
  static Map<String, String> object(InputStream json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      return parser.nextToken() == JsonToken.START_OBJECT ? fields(parser) : Map.of();
    }
  }

  private static JsonToken enterItems(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = parser.currentName().equals("items");
      JsonToken value = parser.nextToken();
      if (found) {
        return value;
      }
      parser.skipChildren();
    }
    return JsonToken.NOT_AVAILABLE;
  }

  private static Map<String, String> fields(JsonParser parser) throws IOException {
    Map<String, String> fields = new HashMap<>();
    collect(parser, "", 0, fields);
    return fields;
  }

  private static void collect(
      JsonParser parser, String prefix, int depth, Map<String, String> fields) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = prefix + parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT && depth < MAX_DEPTH) {
        collect(parser, name + ".", depth + 1, fields);
      } else if (value.isStructStart()) {
        parser.skipChildren();
      } else if (value != JsonToken.VALUE_NULL) {
        fields.put(name, parser.getText());
      }
    }
  }
}
