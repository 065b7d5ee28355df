package dev.sandglass.engine.observability.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A dashboard of docs/dashboards. */
public record GrafanaDashboard(JsonNode json) {
  private static final Path DIRECTORY = Path.of("../docs/dashboards");

  /** A query of a panel. */
  public record Target(JsonNode panel, JsonNode json) {
    /** What it asks, with variables. */
    public String expression() {
      return json.path("expr").asText();
    }

    /** What it asks, with these values for variables. */
    public String expression(Map<String, String> variables) {
      return replaced(expression(), variables);
    }

    @Override
    public String toString() {
      return panel.path("title").asText() + " " + json.path("refId").asText();
    }
  }

  /** Reads one. */
  public static GrafanaDashboard read(String name) {
    try {
      return new GrafanaDashboard(Json.parse(Files.readAllBytes(DIRECTORY.resolve(name))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All panels. */
  public List<JsonNode> panels() {
    List<JsonNode> panels = new ArrayList<>();
    json.path("panels").forEach(panels::add);
    return panels;
  }

  /** All queries of panels. */
  public List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    for (JsonNode panel : panels()) {
      panel.path("targets").forEach(target -> targets.add(new Target(panel, target)));
    }
    return targets;
  }

  /** All variables. */
  public List<JsonNode> variables() {
    List<JsonNode> variables = new ArrayList<>();
    json.path("templating").path("list").forEach(variables::add);
    return variables;
  }

  /** A text with these values for variables. */
  public static String replaced(String text, Map<String, String> variables) {
    String result = text;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      result =
          result
              .replace("${" + variable.getKey() + "}", variable.getValue())
              .replace("$" + variable.getKey(), variable.getValue());
    }
    return result;
  }
}
