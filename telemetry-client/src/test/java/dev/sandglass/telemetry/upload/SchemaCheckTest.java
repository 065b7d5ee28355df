package dev.sandglass.telemetry.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.sandglass.telemetry.event.EventSchema;
import dev.sandglass.telemetry.event.EventWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What our check takes is what a validator of everybody's takes. */
final class SchemaCheckTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final String HUGE = "1e999";
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "1",
          "1.0",
          "1.5",
          "-1",
          "7",
          "1e3",
          "1e999",
          "\"\"",
          "\"a\"",
          "\"ab\"",
          "\"\\uD83D\\uDE00a\"",
          "\"a\\n\"",
          "\"1\"",
          "[]",
          "[1]",
          "[1,2]",
          "[1,1]",
          "[\"a\",\"a\"]",
          "[[1],[1]]",
          "{}",
          "{\"a\":1}",
          "{\"a\":\"1\"}",
          "{\"a\":null}",
          "{\"b\":1}",
          "{\"a\":1,\"b\":2}",
          "{\"a\":1,\"b\":\"2\"}");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "false",
        "{}",
        "{\"title\":\"x\",\"description\":\"y\"}",
        "{\"const\":1}",
        "{\"const\":\"a\"}",
        "{\"const\":{\"a\":1}}",
        "{\"enum\":[1,\"a\",null]}",
        "{\"enum\":[]}",
        "{\"type\":\"object\"}",
        "{\"type\":\"array\"}",
        "{\"type\":\"string\"}",
        "{\"type\":\"integer\"}",
        "{\"not\":{\"type\":\"string\"}}",
        "{\"oneOf\":[{\"const\":1},{\"type\":\"integer\"},{\"type\":\"string\"}]}",
        "{\"anyOf\":[{\"const\":1},{\"type\":\"integer\"},{\"type\":\"string\"}]}",
        "{\"pattern\":\"^a\"}",
        "{\"pattern\":\"^a$\"}",
        "{\"pattern\":\"b\"}",
        "{\"maxLength\":1}",
        "{\"maxLength\":2}",
        "{\"minimum\":1,\"maximum\":7}",
        "{\"minimum\":1.5}",
        "{\"required\":[\"a\"]}",
        "{\"required\":[\"a\",\"b\"]}",
        "{\"properties\":{\"a\":{\"type\":\"integer\"}}}",
        "{\"properties\":{\"a\":{\"type\":\"integer\"}},\"additionalProperties\":false}",
        "{\"properties\":{\"a\":true},\"additionalProperties\":{\"type\":\"string\"}}",
        "{\"additionalProperties\":false}",
        "{\"items\":{\"type\":\"integer\"}}",
        "{\"items\":{\"enum\":[1]},\"uniqueItems\":true}",
        "{\"uniqueItems\":true}",
        "{\"uniqueItems\":false}",
      })
  void takesWhatOthersTake(String schema) throws Exception {
    JsonNode parsed = JSON.readTree(schema);
    SchemaCheck check = new SchemaCheck(parsed);
    JsonSchema other = other(parsed);
    for (String value : VALUES) {
      JsonNode json = JSON.readTree(value);
      assertThat(check.accepts(json))
          .as("%s by %s", value, schema)
          .isEqualTo(other.validate(json).isEmpty());
    }
  }

  /** Each field of each family gone, of other types, and beside one that nobody knows. */
  @Test
  void takesTheEventsThatOthersTake(@TempDir Path home) throws Exception {
    JsonNode schema = EventSchema.of(Demo.WORDS);
    SchemaCheck check = new SchemaCheck(schema);
    JsonSchema other = other(schema);
    Demo demo = new Demo(home, URI.create("http://127.0.0.1:9"));
    JsonNode event = JSON.readTree(EventWriter.write(demo.event(Demo.command(), Demo.ID)));
    assertThat(check.accepts(event)).isTrue();
    for (JsonNode changed : changes(event)) {
      assertThat(check.accepts(changed))
          .as(changed.toString())
          .isEqualTo(other.validate(changed).isEmpty());
    }
  }

  /** The other takes it for any number of milliseconds. */
  @Test
  void findsHugeNumbersTooBig() throws JsonProcessingException {
    assertThat(
            new SchemaCheck(JSON.readTree("{\"maximum\":86400000}")).accepts(JSON.readTree(HUGE)))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "[]",
        "{\"$ref\":\"#/a\"}",
        "{\"format\":\"date\"}",
        "{\"type\":\"number\"}",
        "{\"type\":[\"string\"]}",
        "{\"properties\":{\"a\":{\"minLength\":1}}}",
        "{\"anyOf\":[{\"contains\":true}]}",
        "{\"items\":[true]}",
        "{\"not\":{\"if\":true}}",
      })
  void refusesSchemasThatItDoesNotUnderstand(String schema) throws JsonProcessingException {
    JsonNode parsed = JSON.readTree(schema);
    assertThatThrownBy(() -> new SchemaCheck(parsed)).isInstanceOf(IllegalArgumentException.class);
  }

  private static List<JsonNode> changes(JsonNode event) throws JsonProcessingException {
    List<JsonNode> changes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : event.properties()) {
      ObjectNode without = event.deepCopy();
      changes.add(without.without(field.getKey()));
      ObjectNode renamed = without.deepCopy();
      changes.add(renamed.set(field.getKey() + "2", field.getValue()));
      for (String value : VALUES) {
        if (!value.equals(HUGE)) {
          ObjectNode with = event.deepCopy();
          changes.add(with.set(field.getKey(), JSON.readTree(value)));
        }
      }
    }
    return changes;
  }

  private static JsonSchema other(JsonNode schema) {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);
  }
}
