package dev.sandglass.telemetry.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** The documentation of a program's events: one Markdown table a family, made from the schema. */
public final class EventTables {
  private static final int MANY = 12;

  private EventTables() {}

  /** Returns Markdown that lists every field of every family of events. */
  public static String markdown(Vocabulary vocabulary) {
    JsonNode schema = EventSchema.of(vocabulary);
    StringBuilder text = new StringBuilder();
    text.append("### Fields of every event\n\n");
    JsonNode first = schema.path("oneOf").path(0).path("properties");
    List<String> common = new ArrayList<>(List.of("schema", "event"));
    List.of(Event.class, Client.class)
        .forEach(type -> EventSchema.fields(type).forEach(field -> common.add(field.name())));
    table(text, first, common);
    for (EventName name : EventName.values()) {
      text.append("\n### `").append(name.token()).append("`\n\n");
      JsonNode properties = schema.path("oneOf").path(name.ordinal()).path("properties");
      List<String> own =
          EventSchema.fields(EventSchema.type(name)).stream().map(f -> f.name()).toList();
      table(text, properties, own);
    }
    return text.toString();
  }

  private static void table(StringBuilder text, JsonNode properties, List<String> names) {
    text.append("| Field | Values | Meaning |\n|---|---|---|\n");
    for (String name : names) {
      JsonNode property = properties.path(name);
      text.append("| `")
          .append(name)
          .append("` | ")
          .append(name.equals("event") ? "the family" : values(property))
          .append(" | ")
          .append(property.path("description").asText())
          .append(" |\n");
    }
  }

  private static String values(JsonNode property) {
    if (property.has("const")) {
      return "`" + property.path("const").asText() + "`";
    } else if (property.has("enum")) {
      return words(property.path("enum"));
    } else if (property.has("items")) {
      return "a list of: " + words(property.path("items").path("enum"));
    } else if (property.has("anyOf")) {
      return "a name, or " + words(property.path("anyOf").path(0).path("enum"));
    } else if (property.has("minimum")) {
      return property.path("minimum").asText() + " to " + property.path("maximum").asText();
    } else if (property.has("properties")) {
      List<String> parameters = new ArrayList<>();
      property
          .path("properties")
          .properties()
          .forEach(
              entry -> parameters.add("`" + entry.getKey() + "`: " + values(entry.getValue())));
      return String.join("; ", parameters);
    }
    return "`" + property.path("pattern").asText().replace("|", "\\|") + "`";
  }

  private static String words(JsonNode words) {
    if (words.size() > MANY) {
      return "one of " + words.size() + " words, listed in the schema";
    }
    return String.join(
        ", ",
        StreamSupport.stream(words.spliterator(), false)
            .map(word -> "`" + word.asText() + "`")
            .toList());
  }
}
