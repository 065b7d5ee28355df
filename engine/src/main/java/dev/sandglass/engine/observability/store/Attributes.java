package dev.sandglass.engine.observability.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Attributes and other values of signals as text. */
final class Attributes {
  /** Deeper values are left out: programs in sandboxes nest as they please. */
  private static final int MAX_DEPTH = 16;

  private Attributes() {}

  /** A value as text: what it says, or JSON if it is made of others. */
  static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case VALUE_NOT_SET -> "";
      case ARRAY_VALUE, KVLIST_VALUE -> Json.text(json(value, 0));
      default -> json(value, 0).asText();
    };
  }

  /** All of them, by key. */
  static Map<String, String> texts(List<KeyValue> attributes) {
    Map<String, String> texts = new LinkedHashMap<>();
    attributes.forEach(attribute -> texts.put(attribute.getKey(), text(attribute.getValue())));
    return texts;
  }

  static Optional<String> find(List<KeyValue> attributes, String key) {
    return attributes.stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(attribute -> text(attribute.getValue()))
        .findFirst();
  }

  private static JsonNode json(AnyValue value, int depth) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (depth > MAX_DEPTH) {
      return nodes.nullNode();
    }
    return switch (value.getValueCase()) {
      case BOOL_VALUE -> nodes.booleanNode(value.getBoolValue());
      case INT_VALUE -> nodes.numberNode(value.getIntValue());
      case DOUBLE_VALUE -> nodes.numberNode(value.getDoubleValue());
      case BYTES_VALUE ->
          nodes.textNode(Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray()));
      case ARRAY_VALUE -> {
        ArrayNode array = nodes.arrayNode();
        value.getArrayValue().getValuesList().forEach(one -> array.add(json(one, depth + 1)));
        yield array;
      }
      case KVLIST_VALUE -> {
        ObjectNode object = nodes.objectNode();
        value
            .getKvlistValue()
            .getValuesList()
            .forEach(one -> object.set(one.getKey(), json(one.getValue(), depth + 1)));
        yield object;
      }
      default -> nodes.textNode(value.getStringValue());
    };
  }
}
