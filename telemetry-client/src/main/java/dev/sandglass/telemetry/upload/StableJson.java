package dev.sandglass.telemetry.upload;

import com.posthog.java.shaded.org.json.JSONArray;
import com.posthog.java.shaded.org.json.JSONObject;
import java.util.Iterator;
import java.util.TreeSet;

/**
 * Writes JSON with names in alphabetical order. {@code JSONObject} writes them in the order of a
 * hash table, so that what was shown could not be compared with what is sent.
 */
final class StableJson {
  private final StringBuilder text = new StringBuilder();

  private StableJson() {}

  static String write(JSONObject object) {
    StableJson json = new StableJson();
    json.object(object);
    return json.text.toString();
  }

  private void object(JSONObject object) {
    text.append('{');
    for (Iterator<String> names = new TreeSet<>(object.keySet()).iterator(); names.hasNext(); ) {
      String name = names.next();
      text.append(JSONObject.quote(name)).append(':');
      value(object.get(name));
      text.append(names.hasNext() ? "," : "");
    }
    text.append('}');
  }

  private void array(JSONArray array) {
    text.append('[');
    for (int i = 0; i < array.length(); i++) {
      text.append(i == 0 ? "" : ",");
      value(array.get(i));
    }
    text.append(']');
  }

  private void value(Object value) {
    if (value instanceof JSONObject object) {
      object(object);
    } else if (value instanceof JSONArray array) {
      array(array);
    } else if (value instanceof String string) {
      text.append(JSONObject.quote(string));
    } else {
      text.append(value); // a number, true, false or null
    }
  }
}
