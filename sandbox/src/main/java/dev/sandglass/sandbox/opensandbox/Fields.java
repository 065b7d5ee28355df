package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.sandbox.SandboxException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** Reads fields of JSON objects; what is not as the protocol says is a fault of the server. */
final class Fields {
  private Fields() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw malformed(field);
    }
    return value.textValue();
  }

  static Optional<String> optionalText(JsonNode node, String field) {
    return Optional.ofNullable(node.path(field).textValue()).filter(text -> !text.isEmpty());
  }

  static Instant instant(JsonNode node, String field) {
    return optionalInstant(node, field).orElseThrow(() -> malformed(field));
  }

  static Optional<Instant> optionalInstant(JsonNode node, String field) {
    return optionalText(node, field)
        .map(
            text -> {
              try {
                return OffsetDateTime.parse(text).toInstant();
              } catch (DateTimeParseException e) {
                throw malformed(field);
              }
            });
  }

  static OptionalLong optionalLong(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isNumber() ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
  }

  static OptionalInt optionalInt(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isNumber() ? OptionalInt.of(value.intValue()) : OptionalInt.empty();
  }

  static List<String> texts(JsonNode node, String field) {
    List<String> texts = new ArrayList<>();
    node.path(field).forEach(item -> texts.add(item.asText()));
    return texts;
  }

  static Map<String, String> textMap(JsonNode node, String field) {
    Map<String, String> map = new LinkedHashMap<>();
    node.path(field)
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              map.put(entry.getKey(), value.isValueNode() ? value.asText() : value.toString());
            });
    return map;
  }

  static <T> List<T> list(JsonNode array, Function<JsonNode, T> item) {
    if (!array.isArray()) {
      throw malformed("a list");
    }
    List<T> list = new ArrayList<>(array.size());
    array.forEach(node -> list.add(item.apply(node)));
    return list;
  }

  static void putAll(ObjectNode target, String field, Map<String, String> values) {
    ObjectNode object = target.putObject(field);
    values.forEach(object::put);
  }

  static void putAll(ObjectNode target, String field, List<String> values) {
    var array = target.putArray(field);
    values.forEach(array::add);
  }

  static SandboxException.ServerFault malformed(String field) {
    return new SandboxException.ServerFault(
        "The server's answer is not one of the OpenSandbox API: '"
            + field
            + "' is missing or malformed; check the provider's URL",
        200,
        SandboxException.Details.NONE);
  }
}
