package dev.sandglass.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.server.ApiException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The fields of a JSON object that a client sent. Every getter throws {@link ApiException} 400,
 * naming the field, if the value is not of the expected kind; null counts as absent.
 */
final class Fields {
  static final String INVALID = "INVALID_REQUEST_BODY";

  private final JsonNode node;

  /** Takes an object; a missing or null node counts as an empty one. */
  Fields(JsonNode node) {
    if (!node.isObject() && !node.isMissingNode() && !node.isNull()) {
      throw invalid("the request must be a JSON object");
    }
    this.node = node;
  }

  static ApiException invalid(String message) {
    return new ApiException(400, INVALID, message);
  }

  private Optional<JsonNode> field(String name) {
    JsonNode value = node.path(name);
    return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  Optional<Fields> object(String name) {
    return field(name).map(Fields::new);
  }

  Optional<String> text(String name) {
    return field(name)
        .map(
            value -> {
              if (!value.isTextual()) {
                throw invalid(name + " must be a string");
              }
              return plain(name, value.textValue());
            });
  }

  /** Text that is there and not empty. */
  String requiredText(String name) {
    return text(name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> invalid(name + " is missing"));
  }

  /** A non-empty text, where an empty one counts as absent. */
  Optional<String> nonEmptyText(String name) {
    return text(name).filter(value -> !value.isEmpty());
  }

  boolean flag(String name) {
    return field(name)
        .map(
            value -> {
              if (!value.isBoolean()) {
                throw invalid(name + " must be true or false");
              }
              return value.booleanValue();
            })
        .orElse(false);
  }

  /** A whole number that is not negative. */
  OptionalLong number(String name) {
    Optional<JsonNode> value = field(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    JsonNode number = value.get();
    if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
      throw invalid(name + " must be a whole number, 0 or more, not " + number);
    }
    return OptionalLong.of(number.longValue());
  }

  /** A duration given in seconds, perhaps with a fraction, in milliseconds; 0 counts as absent. */
  OptionalLong secondsAsMillis(String name) {
    Optional<JsonNode> value = field(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    double seconds = value.get().isNumber() ? value.get().doubleValue() : Double.NaN;
    if (!(seconds >= 0 && seconds <= 1e12)) {
      throw invalid(name + " must be a number of seconds, not " + value.get());
    }
    long millis = (long) Math.ceil(seconds * 1_000);
    return millis == 0 ? OptionalLong.empty() : OptionalLong.of(millis);
  }

  Map<String, String> textMap(String name) {
    Map<String, String> map = new LinkedHashMap<>();
    field(name)
        .ifPresent(
            value -> {
              if (!value.isObject()) {
                throw invalid(name + " must be an object of strings");
              }
              value
                  .properties()
                  .forEach(
                      entry -> {
                        if (!entry.getValue().isTextual()) {
                          throw invalid(name + "." + entry.getKey() + " must be a string");
                        }
                        if (entry.getKey().isEmpty() || entry.getKey().contains("=")) {
                          throw invalid("a name in " + name + " is empty or holds '='");
                        }
                        map.put(
                            plain(name, entry.getKey()), plain(name, entry.getValue().textValue()));
                      });
            });
    return map;
  }

  /** A list of strings with at least one element. */
  List<String> requiredTexts(String name) {
    JsonNode value = field(name).orElseThrow(() -> invalid(name + " is missing"));
    List<String> texts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(
          element -> {
            if (!element.isTextual()) {
              throw invalid(name + " must be a list of strings");
            }
            texts.add(plain(name, element.textValue()));
          });
    }
    if (texts.isEmpty()) {
      throw invalid(name + " must be a list of at least one string");
    }
    return texts;
  }

  private static String plain(String name, String text) {
    if (text.indexOf('\0') >= 0) {
      throw invalid(name + " must not hold a NUL character");
    }
    return text;
  }
}
