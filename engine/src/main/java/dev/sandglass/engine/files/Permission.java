package dev.sandglass.engine.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Mode and ownership that a client asks for.
 *
 * @param mode permissions in octal digits, if they are to be set
 * @param owner name or number; empty if it is to stay
 * @param group name or number; empty if it is to stay
 */
record Permission(Optional<String> mode, String owner, String group) {
  private static final int MAX_MODE = 7777;

  /** Reads the part of a request that holds it. */
  static Permission from(JsonNode node) {
    if (!node.isObject()) {
      throw FileErrors.invalid("permissions must be an object with mode, owner and group");
    }
    return new Permission(mode(node.path("mode")), text(node, "owner"), text(node, "group"));
  }

  /** Zero means, as where this API comes from, that the mode stays as it is. */
  private static Optional<String> mode(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isInt() || node.intValue() < 0 || node.intValue() > MAX_MODE) {
      throw FileErrors.invalid("mode must be a number of octal digits such as 644, not " + node);
    }
    String digits = Integer.toString(node.intValue());
    if (digits.chars().anyMatch(c -> c > '7')) {
      throw FileErrors.invalid("mode must be a number of octal digits such as 644, not " + digits);
    }
    return digits.equals("0") ? Optional.empty() : Optional.of(digits);
  }

  private static String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw FileErrors.invalid(name + " must be a name or a number in quotes");
    }
    return value.textValue();
  }

  /** Whether the numbers of names are needed. */
  boolean changesOwner() {
    return !owner.isEmpty() || !group.isEmpty();
  }
}
