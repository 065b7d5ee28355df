package dev.sandglass.telemetry.upload;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Checks JSON against a JSON Schema (draft 2020-12) of the keywords that schemas of events are made
 * of. A schema with any other keyword is refused: nothing is let through because it was not
 * understood, and nothing is fetched from anywhere. Immutable.
 */
final class SchemaCheck {
  /** Says something to readers only. */
  private static final Set<String> ANNOTATIONS = Set.of("$schema", "title", "description");

  private final JsonNode schema;
  private final Map<String, Pattern> patterns = new HashMap<>();

  /**
   * Prepares to check.
   *
   * @throws IllegalArgumentException if the schema says something that this cannot check
   */
  SchemaCheck(JsonNode schema) {
    this.schema = schema;
    prepare(schema);
  }

  /** Returns whether this is JSON as the schema describes it. */
  boolean accepts(JsonNode value) {
    return accepts(schema, value);
  }

  private void prepare(JsonNode part) {
    if (!part.isObject() && !part.isBoolean()) {
      throw new IllegalArgumentException("not a schema: " + part);
    }
    for (Map.Entry<String, JsonNode> keyword : part.properties()) {
      JsonNode operand = keyword.getValue();
      switch (keyword.getKey()) {
        case "$schema", "title", "description", "const", "enum", "required" -> {}
        case "minimum", "maximum", "maxLength", "uniqueItems" -> {}
        case "type" -> requireType(operand);
        case "pattern" -> patterns.put(operand.asText(), Pattern.compile(operand.asText()));
        case "properties", "oneOf", "anyOf" -> operand.forEach(this::prepare);
        case "not", "items", "additionalProperties" -> prepare(operand);
        default -> throw new IllegalArgumentException("unknown in a schema: " + keyword);
      }
    }
  }

  private static void requireType(JsonNode name) {
    if (!Set.of("object", "array", "string", "integer").contains(name.asText())) {
      throw new IllegalArgumentException("unknown type in a schema: " + name);
    }
  }

  private boolean accepts(JsonNode part, JsonNode value) {
    if (part.isBoolean()) {
      return part.asBoolean();
    }
    for (Map.Entry<String, JsonNode> keyword : part.properties()) {
      if (!ANNOTATIONS.contains(keyword.getKey())
          && !accepts(part, keyword.getKey(), keyword.getValue(), value)) {
        return false;
      }
    }
    return true;
  }

  private boolean accepts(JsonNode part, String keyword, JsonNode operand, JsonNode value) {
    return switch (keyword) {
      case "const" -> isSame(operand, value);
      case "enum" -> count(operand, word -> isSame(word, value)) > 0;
      case "type" -> isOfType(operand.asText(), value);
      case "not" -> !accepts(operand, value);
      case "oneOf" -> count(operand, one -> accepts(one, value)) == 1;
      case "anyOf" -> count(operand, one -> accepts(one, value)) > 0;
      case "pattern" -> !value.isTextual() || isFound(operand.asText(), value.textValue());
      case "maxLength" -> !value.isTextual() || length(value) <= operand.asLong();
      case "minimum" -> !value.isNumber() || compare(value, operand) >= 0;
      case "maximum" -> !value.isNumber() || compare(value, operand) <= 0;
      case "required" ->
          !value.isObject() || count(operand, name -> !value.has(name.asText())) == 0;
      case "properties" -> hasAccepted(operand, value);
      case "additionalProperties" -> hasNoOther(part.path("properties"), operand, value);
      case "items" -> !value.isArray() || count(value, item -> !accepts(operand, item)) == 0;
      case "uniqueItems" -> !value.isArray() || !operand.asBoolean() || isUnique(value);
      default -> false;
    };
  }

  private boolean hasAccepted(JsonNode properties, JsonNode value) {
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      JsonNode its = value.isObject() ? value.get(property.getKey()) : null;
      if (its != null && !accepts(property.getValue(), its)) {
        return false;
      }
    }
    return true;
  }

  private boolean hasNoOther(JsonNode properties, JsonNode others, JsonNode value) {
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      if (!properties.has(field.getKey()) && !accepts(others, field.getValue())) {
        return false;
      }
    }
    return true;
  }

  private boolean isFound(String pattern, String text) {
    return patterns.get(pattern).matcher(text).find();
  }

  private static boolean isUnique(JsonNode array) {
    Set<JsonNode> seen = new HashSet<>();
    return count(array, item -> !seen.add(item)) == 0;
  }

  private static boolean isOfType(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      default -> value.isNumber() && isWhole(value.decimalValue());
    };
  }

  /** Returns whether a number has no fraction, as 1.0 has none. */
  private static boolean isWhole(BigDecimal number) {
    return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
  }

  /** Returns whether two values are equal, as the numbers 1 and 1.0 are. */
  private static boolean isSame(JsonNode one, JsonNode other) {
    return one.isNumber() && other.isNumber() ? compare(one, other) == 0 : one.equals(other);
  }

  private static int compare(JsonNode one, JsonNode other) {
    return one.decimalValue().compareTo(other.decimalValue());
  }

  private static long length(JsonNode text) {
    return text.textValue().codePoints().count();
  }

  private static int count(JsonNode values, Predicate<JsonNode> wanted) {
    int count = 0;
    for (Iterator<JsonNode> all = values.elements(); all.hasNext(); ) {
      count += wanted.test(all.next()) ? 1 : 0;
    }
    return count;
  }
}
