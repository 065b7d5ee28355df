package dev.sandglass.telemetry.upload;

import com.posthog.java.shaded.org.json.JSONObject;
import java.util.List;

/** The last look at an event: no name leaves, as there are no rules yet to judge names by. */
final class LastGate {
  private static final List<String> NAMES = List.of("image", "repository");
  private static final String UNDISCLOSED = "private-or-unknown";

  private LastGate() {}

  /** Returns whether an event must not be sent. */
  static boolean holdsBack(JSONObject event) {
    JSONObject properties = event.getJSONObject("properties");
    return NAMES.stream()
        .anyMatch(name -> !UNDISCLOSED.equals(properties.optString(name, UNDISCLOSED)));
  }
}
