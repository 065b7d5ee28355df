package dev.sandglass.telemetry.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandglass.telemetry.event.EventSchema;
import dev.sandglass.telemetry.event.EventWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCheckTest {
  private static final String SCHEMA = EventSchema.of(Demo.WORDS).toString();

  private final EventCheck check = new EventCheck(SCHEMA, Demo.WORDS);
  @TempDir private Path home;
  private String line = "";

  @BeforeEach
  void writeLine() {
    Demo demo = new Demo(home, URI.create("http://127.0.0.1:9"));
    line = EventWriter.write(demo.event(Demo.command(), Demo.ID));
  }

  @Test
  void readsWhatIsWritten() {
    assertThat(EventWriter.write(check.read(line).orElseThrow())).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"duration_ms\":17 | \"duration_ms\":\"17\"",
        "\"duration_ms\":17 | \"duration_ms\":-1",
        "\"duration_ms\":17 | \"duration_ms\":1e999",
        "\"duration_ms\":17 | \"duration_ms\":17,\"error\":\"/home/ada\"",
        "\"duration_ms\":17, | ''",
        "\"options\":[] | \"options\":[\"--api-key=secret\"]",
        "\"options\":[] | \"options\":[\"--unknown\"]",
        "invalid-command | ada",
        "usage-error | failed because of ada",
        "\"schema\":1 | \"schema\":2",
        "{\"schema\" | ' {\"schema\"'",
        "\"os\":\"linux\" | \"os\":\"linux\",\"os\":\"linux\"",
        "-8d4e- | -8D4E-"
      })
  void readsNothingElse(String from, String to) {
    assertThat(line).contains(from);
    assertThat(check.read(line.replaceFirst(java.util.regex.Pattern.quote(from), to))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "null", "[]", "1", "\"\"", "{}", "\0", "\uFEFF{}", "{}{}"})
  void readsNoEventInGarbage(String garbage) {
    assertThat(check.read(garbage)).isEmpty();
    assertThat(check.read(line + garbage).isPresent()).isEqualTo(garbage.isEmpty());
  }

  @Test
  void asksTheSchemaToo() {
    String strict = "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"not\":{}}";
    assertThat(new EventCheck(strict, Demo.WORDS).read(line)).isEmpty();
  }

  @Test
  void fetchesNoSchema() throws IOException {
    Path local = home.resolve("any.json");
    Files.writeString(local, "{}");
    try (LoopbackServer server = LoopbackServer.plain((r, c) -> c.answerText(200, "{}"))) {
      for (String address : List.of(server.uri() + "/any.json", local.toUri().toString())) {
        String elsewhere = "{\"$ref\":\"" + address + "\"}";
        assertThatThrownBy(() -> new EventCheck(elsewhere, Demo.WORDS).read(line))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(address);
      }
      assertThat(server.requests()).isEmpty();
    }
  }
}
