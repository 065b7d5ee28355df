package dev.sandglass.telemetry.upload;

import com.posthog.java.shaded.org.json.JSONObject;
import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.event.EventWriter;
import java.util.List;

/** An event in the form that PostHog takes. */
final class PostHogEvent {
  /** What this client calls itself. */
  static final String LIBRARY = "sandglass";

  /** Fields that PostHog has a place of its own for. */
  private static final List<String> OWN_PLACE = List.of("uuid", "event", "timestamp", "cli_id");

  private PostHogEvent() {}

  /**
   * Returns an event as it is sent. Identity and time are those of the event, so that PostHog sees
   * a repetition as one; there is no {@code sent_at}, which would shift the time.
   */
  static JSONObject of(Event event) {
    JSONObject fields = new JSONObject(EventWriter.write(event));
    JSONObject properties = new JSONObject();
    for (String name : fields.keySet()) {
      if (!OWN_PLACE.contains(name)) {
        properties.put(name, fields.get(name));
      }
    }
    properties.put("$process_person_profile", false);
    properties.put("$geoip_disable", true);
    // Not Java's null, which would leave the name out; without the name the server adds the
    // address.
    properties.put("$ip", JSONObject.NULL);
    properties.put("$lib", LIBRARY);
    properties.put("$lib_version", fields.getString("version"));
    return new JSONObject()
        .put("uuid", fields.getString("uuid"))
        .put("event", fields.getString("event"))
        .put("distinct_id", fields.getString("cli_id"))
        .put("timestamp", fields.getString("timestamp"))
        .put("properties", properties);
  }
}
