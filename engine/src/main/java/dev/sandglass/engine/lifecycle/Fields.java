package dev.sandglass.engine.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the fields of a request's JSON object, with errors that name the field and its value. */
final class Fields {
  private final ObjectNode object;
  private final String prefix;

  private Fields(ObjectNode object, String prefix) {
    this.object = object;
    this.prefix = prefix;
  }

  /** The body of a request. */
  static Fields of(JsonNode body) {
    if (body instanceof ObjectNode object) {
      return new Fields(object, "");
    }
    throw Invalid.request("the body must be a JSON object");
  }

  /** The body of a request that may be left out. */
  static Fields ofOptional(JsonNode body) {
    return body.isMissingNode() || body.isNull() ? new Fields(Json.object(), "") : of(body);
  }

  /** Refuses fields but these. */
  Fields only(String... names) {
    Set<String> known = Set.of(names);
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw Invalid.request("unknown field " + Invalid.quoted(prefix + name));
              }
            });
    return this;
  }

  Optional<Fields> object(String name) {
    return node(name)
        .map(
            node -> {
              if (node instanceof ObjectNode inner) {
                return new Fields(inner, prefix + name + ".");
              }
              throw wrong(name, "an object", node);
            });
  }

  Optional<String> text(String name) {
    return node(name)
        .map(
            node -> {
              if (!node.isTextual()) {
                throw wrong(name, "a string", node);
              }
              return node.textValue();
            });
  }

  String requiredText(String name) {
    return text(name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> Invalid.request(prefix + name + " is required"));
  }

  boolean flag(String name, boolean otherwise) {
    return node(name)
        .map(
            node -> {
              if (!node.isBoolean()) {
                throw wrong(name, "true or false", node);
              }
              return node.booleanValue();
            })
        .orElse(otherwise);
  }

  Optional<Long> integer(String name) {
    return node(name)
        .map(
            node -> {
              if (!node.isIntegralNumber() || !node.canConvertToLong()) {
                throw wrong(name, "an integer", node);
              }
              return node.longValue();
            });
  }

  Optional<List<String>> texts(String name) {
    return node(name)
        .map(
            node -> {
              if (!node.isArray()) {
                throw wrong(name, "an array of strings", node);
              }
              List<String> values = new ArrayList<>();
              for (JsonNode element : node) {
                if (!element.isTextual()) {
                  throw wrong(name, "an array of strings", element);
                }
                values.add(element.textValue());
              }
              return values;
            });
  }

  Map<String, String> textMap(String name) {
    Map<String, String> values = new LinkedHashMap<>();
    object(name)
        .ifPresent(
            inner ->
                inner
                    .object
                    .fieldNames()
                    .forEachRemaining(
                        key ->
                            values.put(
                                key,
                                inner
                                    .text(key)
                                    .orElseThrow(
                                        () ->
                                            inner.wrong(
                                                key, "a string", inner.object.path(key))))));
    return values;
  }

  List<Fields> objects(String name) {
    List<Fields> values = new ArrayList<>();
    node(name)
        .ifPresent(
            node -> {
              if (!node.isArray()) {
                throw wrong(name, "an array", node);
              }
              for (JsonNode element : node) {
                if (!(element instanceof ObjectNode inner)) {
                  throw wrong(name, "an array of objects", element);
                }
                values.add(new Fields(inner, prefix + name + "[" + values.size() + "]."));
              }
            });
    return values;
  }

  /** Names and nodes, nulls included. */
  Map<String, JsonNode> all() {
    Map<String, JsonNode> nodes = new LinkedHashMap<>();
    object.fieldNames().forEachRemaining(name -> nodes.put(name, object.get(name)));
    return nodes;
  }

  boolean has(String name) {
    return node(name).isPresent();
  }

  String path(String name) {
    return prefix + name;
  }

  private Optional<JsonNode> node(String name) {
    return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
  }

  private RuntimeException wrong(String name, String expected, JsonNode node) {
    return Invalid.request(
        prefix + name + " must be " + expected + ", not " + Invalid.quoted(Json.text(node)));
  }
}
