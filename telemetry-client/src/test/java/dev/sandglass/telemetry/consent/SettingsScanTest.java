package dev.sandglass.telemetry.consent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.sandglass.telemetry.consent.SettingsStore.Settings;
import dev.sandglass.telemetry.event.CliId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick reader may doubt, but what it says must be what a YAML parser says. */
class SettingsScanTest {
  private static final String ID = "7f3f6cc5-1a45-4a0b-8d4e-8a4d0a1b2c3d";
  private static final String BLOCK = "telemetry:\n  enabled: true\n  id: " + ID + "\n";

  private static final ObjectMapper PARSER =
      new ObjectMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  /** Pieces of which most are harmless and the others are what the harm is made of. */
  private static final List<String> PIECES =
      List.of(
          "telemetry:",
          "\n",
          "\n",
          "\n",
          "\n  ",
          "\n  ",
          "\n    ",
          "enabled: true",
          "enabled: false",
          "id: " + ID,
          "provider: lab",
          "list:",
          "- item",
          "- ",
          "paths: [/a, /b]",
          "[",
          "]",
          "{",
          "}",
          "\"",
          "'",
          "|",
          ">",
          "|-",
          "#",
          " # comment",
          "---",
          "\n---\n",
          "...",
          "&a",
          "*a",
          "!!str ",
          "? ",
          ": ",
          "\t",
          "\r",
          "\u0085",
          "\u2028",
          "\ufeff",
          "\u00e9",
          "\u3000",
          "key: \"text\"",
          "key: 'text'",
          "key: \"text",
          "key: [a",
          "key: {a: b}",
          "key: two words",
          "key:",
          "a: b: c",
          "\\",
          "%",
          "@",
          "`",
          ",",
          "true",
          "yes",
          "null",
          "~",
          "<<: x",
          "enabled:",
          "  ",
          " ");

  private static Optional<Settings> scan(String text) {
    return SettingsScan.of(text).map(scan -> scan.settings("file"));
  }

  /** What a parser reads; nothing at all if it refuses. */
  private static Optional<Settings> parse(String text) {
    try (MappingIterator<JsonNode> documents = PARSER.readerFor(JsonNode.class).readValues(text)) {
      Optional<JsonNode> root = Optional.empty();
      while (documents.hasNext()) {
        if (root.isPresent()) {
          return Optional.empty();
        }
        root = Optional.of(documents.next());
      }
      JsonNode block = root.map(node -> node.path("telemetry")).orElse(PARSER.missingNode());
      Optional<Boolean> enabled =
          Optional.of(block.path("enabled")).filter(JsonNode::isBoolean).map(JsonNode::asBoolean);
      Optional<CliId> id = Optional.of(block.path("id").asText()).flatMap(CliId::of);
      return Optional.of(new Settings(enabled, id, ""));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static void assertAgreed(String text) {
    Optional<Settings> scanned = scan(text);
    if (scanned.isPresent()) {
      assertThat(parse(text))
          .as("%s", text)
          .hasValueSatisfying(
              parsed -> {
                assertThat(scanned.get().enabled()).isEqualTo(parsed.enabled());
                assertThat(scanned.get().id()).isEqualTo(parsed.id());
              });
    }
  }

  @Test
  void agreesWithAParserOnHoweverManyTexts() {
    Random random = new Random(20260301);
    int certain = 0;
    for (int i = 0; i < 60_000; i++) {
      StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "" : BLOCK);
      for (int piece = random.nextInt(8); piece >= 0; piece--) {
        int at = random.nextInt(4) == 0 ? random.nextInt(text.length() + 1) : text.length();
        text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        if (random.nextInt(2) == 0) {
          text.append('\n');
        }
      }
      assertAgreed(text.toString());
      certain += scan(text.toString()).isPresent() ? 1 : 0;
    }
    assertThat(certain).as("texts that it was certain of").isGreaterThan(3_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        BLOCK,
        "---\n" + BLOCK,
        "# comment\n\n" + BLOCK + "  # comment\n",
        "provider: lab\n" + BLOCK + "output: json # why\n",
        "defaults:\n  memory: 1Gi\n\n  timeout: 30m\nproviders:\n  lab:\n    url: https://lab.example/a?b=c%20d&e\n"
            + "    api-key-file: keys/lab\n"
            + BLOCK,
        "engine:\n  allow-host-paths: [/srv/data, /home/x]\n  idle-minutes: 10\n" + BLOCK,
        "list:\n- a\n- b c\nother:\n  - \"d\"\n  - 'e'\n" + BLOCK,
        "name: \"Zo\u00eb\"\nother: 'x'\n" + BLOCK,
        "empty:\nempty2: {}\nempty3: []\n" + BLOCK,
        "telemetry:\n\n    # indented\n    enabled: true\n    other: x\n    id: " + ID,
        "name: two words, and more\n" + BLOCK
      })
  void understandsPlainFiles(String text) {
    assertThat(scan(text))
        .hasValueSatisfying(
            settings -> {
              assertThat(settings.enabled()).contains(true);
              assertThat(settings.id()).contains(CliId.of(ID).orElseThrow());
              int line = Integer.parseInt(settings.where().substring("file:".length()));
              assertThat(text.split("\n")[line - 1]).contains("enabled:");
            });
    assertAgreed(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "telemetry: {enabled: true}",
        "{telemetry: {enabled: true}}",
        "\"telemetry\":\n  enabled: true",
        "? telemetry\n: enabled: true",
        "telemetry: &a\n  enabled: true",
        "telemetry: *a",
        "telemetry: off",
        "telemetry:\n  enabled: yes",
        "telemetry:\n  enabled: 'true'",
        "telemetry:\n  enabled: True",
        "telemetry:\n  enabled:",
        "telemetry:\n  enabled: !!bool true",
        "telemetry:\n  enabled: true\n    more",
        "telemetry:\n  enabled: true\u3000",
        "telemetry:\n  id: not-an-id",
        "telemetry:\n  - enabled: true",
        "telemetry:\n- enabled",
        "telemetry:\n\tenabled: true",
        "telemetry:\r\n  enabled: true\r\n",
        "telemetry:\n  enabled: true\n  enabled: false",
        "telemetry:\n  enabled: true\ntelemetry:\n  enabled: false",
        "telemetry:\n  enabled: true\n---\ntelemetry:\n  enabled: false",
        "other: \"\ntelemetry:\n  enabled: true\n\"",
        "other: '\ntelemetry:\n  enabled: true\n'",
        "other: [\ntelemetry:\n  enabled: true\n]",
        "other: {\ntelemetry:\n  enabled: true\n}",
        "other: |\n  x\ntelemetry:\n  enabled: true",
        "other: x\u2028telemetry:\u2028  enabled: true",
        "other: x\n   telemetry:\n  enabled: true",
        "# x\u0085telemetry:\u0085  enabled: true",
        "\ufefftelemetry:\n  enabled: true",
        "telemetry:\n  enabled: true\n other: x",
        "a: b: c\n" + BLOCK,
        "a: b:\n" + BLOCK,
        "a: [b: c]\n" + BLOCK,
        "a:\n- b\n  c: d\n" + BLOCK,
        "not a mapping\n" + BLOCK,
        "...\n" + BLOCK,
        "%YAML 1.1\n---\n" + BLOCK
      })
  void doubtsWhatTakesAParser(String text) {
    assertThat(scan(text)).isEmpty();
  }

  @Test
  void doubtsWhatIsTooDeepOrTooLong() {
    StringBuilder deep = new StringBuilder(BLOCK);
    for (int i = 0; i < 30; i++) {
      deep.append(" ".repeat(i)).append("k:\n");
    }
    assertThat(scan(deep.toString())).isEmpty();
    assertThat(scan("k".repeat(2_000) + ": v\n" + BLOCK)).isEmpty();
  }

  @Test
  void findsNothingWhereNothingIs() {
    for (String text :
        List.of(
            "",
            "\n",
            "# telemetry:\n",
            "a: b\n",
            "telemetry:\n",
            "a:\n  telemetry:\n    enabled: true")) {
      assertThat(scan(text))
          .as(text)
          .contains(new Settings(Optional.empty(), Optional.empty(), "file"));
      assertAgreed(text);
    }
  }
}
