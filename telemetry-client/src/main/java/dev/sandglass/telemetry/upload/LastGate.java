package dev.sandglass.telemetry.upload;

import com.posthog.java.shaded.org.json.JSONArray;
import com.posthog.java.shaded.org.json.JSONObject;
import dev.sandglass.scrubber.DisclosureGate;
import dev.sandglass.scrubber.DisclosureGate.Finding;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The last look at an event before it leaves. Fields whose values are looked up in fixed lists, or
 * are numbers in a fixed form, have nothing to hide; every other one is looked at, also one that
 * somebody adds later without thinking of this class.
 */
final class LastGate {
  /** Identities and times, which the closed types have checked. */
  private static final Set<String> FORMS =
      Set.of("uuid", "distinct_id", "timestamp", "version", "$lib_version");

  /** Words of the program or of this module. */
  private static final Set<String> WORDS =
      Set.of(
          "architecture",
          "called_as",
          "change",
          "command",
          "error_kind",
          "event",
          "method",
          "options",
          "origin",
          "os",
          "outcome",
          "provider",
          "query",
          "route",
          "runtime",
          "side",
          "source",
          "$lib");

  /** Stands where no name is disclosed, even to a machine whose user is called so. */
  private static final String UNDISCLOSED = "private-or-unknown";

  private final Map<String, String> environment;
  private @Nullable DisclosureGate gate;

  private LastGate(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Returns the gate of this machine, for one thread. */
  static LastGate of(Map<String, String> environment) {
    return new LastGate(environment);
  }

  /** Returns what is found in an event that must not be sent for it. */
  Optional<Finding> check(JSONObject event) {
    for (String name : event.keySet()) {
      Optional<Finding> finding = check(name, event.get(name));
      if (finding.isPresent()) {
        return finding;
      }
    }
    return Optional.empty();
  }

  private Optional<Finding> check(String name, Object value) {
    if (WORDS.contains(name) || FORMS.contains(name)) {
      return Optional.empty();
    } else if (value instanceof JSONObject object) {
      return check(object);
    } else if (value instanceof JSONArray array) {
      for (Object element : array) {
        Optional<Finding> finding = check("", element);
        if (finding.isPresent()) {
          return finding;
        }
      }
      return Optional.empty();
    }
    return value instanceof String text && !text.equals(UNDISCLOSED)
        ? gate().check(text)
        : Optional.empty();
  }

  /** Most events have nothing to look at, and making the gate takes a while. */
  private DisclosureGate gate() {
    if (gate == null) {
      gate = DisclosureGate.of(DisclosureGate.Machine.current(environment));
    }
    return gate;
  }
}
