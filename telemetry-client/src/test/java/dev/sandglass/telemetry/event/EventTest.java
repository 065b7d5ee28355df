package dev.sandglass.telemetry.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandglass.telemetry.event.SandboxChanged.Change;
import dev.sandglass.telemetry.event.SandboxChanged.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {
  private final EventReader reader = new EventReader(Samples.WORDS);

  static Stream<Event.Body> bodies() {
    return Stream.of(
        Samples.command(),
        Samples.request(),
        Samples.sandbox(),
        SandboxChanged.undisclosed(Change.FAILED, Origin.IMAGE),
        SandboxChanged.undisclosed(Change.DELETED, Origin.HOST));
  }

  @Test
  void isOneLineOfJson() {
    assertThat(EventWriter.write(Samples.event(Samples.command())))
        .isEqualTo(
            "{\"schema\":1,\"event\":\"command\",\"uuid\":\"0195502c-9d57-7abc-8def-0123456789ab\","
                + "\"timestamp\":\"2026-03-01T10:20:30.007Z\","
                + "\"cli_id\":\"7f3f6cc5-1a45-4a0b-8d4e-8a4d0a1b2c3d\",\"version\":\"1.2.3\","
                + "\"os\":\"linux\",\"architecture\":\"amd64\",\"runtime\":\"jvm\","
                + "\"source\":\"terminal\",\"command\":\"files list\",\"called_as\":\"fs ls\","
                + "\"options\":[\"--format\"],\"duration_ms\":17,\"outcome\":\"failed\","
                + "\"error_kind\":\"not-found\"}");
  }

  @Test
  void saysOfAQueryOnlyWhatIsAllowed() {
    assertThat(EventWriter.write(Samples.event(Samples.request())))
        .contains("\"query\":{\"page\":2,\"state\":\"Running\"},\"status\":404")
        .doesNotContain("token", "hunter2");
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void isReadBackAsItWas(Event.Body body) {
    Event event = Samples.event(body);
    assertThat(reader.read(EventWriter.write(event))).contains(event);
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void hasExactlyTheDocumentedFields(Event.Body body) throws Exception {
    JsonNode json = new ObjectMapper().readTree(EventWriter.write(Samples.event(body)));
    List<String> documented = new ArrayList<>(List.of("schema", "event"));
    Stream.of(Event.class, Client.class, EventSchema.type(body.eventName()))
        .flatMap(type -> EventSchema.fields(type).stream())
        .forEach(field -> documented.add(field.name()));
    List<String> written = new ArrayList<>();
    json.fieldNames().forEachRemaining(written::add);
    assertThat(documented).containsSubsequence(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "null",
        "[1]",
        "{\"schema\":1,",
        "not json at all",
      })
  void isNotReadFromAnythingElse(String line) {
    assertThat(reader.read(line)).isEmpty();
  }

  @Test
  void isNotReadWhenALineSaysMore() {
    String line = EventWriter.write(Samples.event(Samples.command()));
    assertThat(reader.read(line)).isPresent();
    assertThat(reader.read(line.replace("\"runtime\"", "\"x\":\"secret\",\"runtime\""))).isEmpty();
    assertThat(reader.read(line.replace("fs ls", "fs rm"))).isEmpty();
    assertThat(reader.read(line.replace("--format", "--format=secret"))).isEmpty();
    assertThat(reader.read(line.replace("not-found", "secret"))).isEmpty();
    assertThat(reader.read(line.replace("\"schema\":1", "\"schema\":2"))).isEmpty();
    assertThat(reader.read(line.replace(":17,", ":-17,"))).isEmpty();
    assertThat(reader.read(line.replace(":17,", ":1e1,"))).isEmpty();
    assertThat(reader.read(line + " ")).isEmpty();
    assertThat(reader.read(line + line)).isEmpty();
    String request = EventWriter.write(Samples.event(Samples.request()));
    assertThat(reader.read(request.replace(":sandboxId", "my-box"))).isEmpty();
    assertThat(reader.read(request.replace("Running", "secret"))).isEmpty();
    String sandbox = EventWriter.write(Samples.event(Samples.sandbox()));
    assertThat(reader.read(sandbox.replace("library/python", "acme/secret"))).isEmpty();
  }

  @Test
  void idsSortByTimeAndTellIt() {
    EventId first = EventId.at(Samples.TIME, RandomBytes.system());
    EventId second = EventId.at(Samples.TIME.plusNanos(300), RandomBytes.system());
    assertThat(first).isLessThan(second).isNotEqualTo(second);
    assertThat(first.time()).isEqualTo(Samples.TIME);
    assertThat(first.value().version()).isEqualTo(7);
    assertThat(first.value().variant()).isEqualTo(2);
    CliId cliId = CliId.random(RandomBytes.system());
    assertThat(cliId.value().version()).isEqualTo(4);
    assertThat(cliId.value().variant()).isEqualTo(2);
    assertThat(CliId.of(cliId.toString())).contains(cliId);
    assertThat(CliId.of("1-1-1-1-1")).isEmpty();
    assertThat(CliId.of(CliId.NONE.toString())).isEmpty();
  }

  @Test
  void numbersHaveBounds() {
    assertThatThrownBy(() -> new Milliseconds(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HttpStatus(600)).isInstanceOf(IllegalArgumentException.class);
    assertThat(HttpStatus.of(0)).isEmpty();
    assertThat(Milliseconds.of(java.time.Duration.ofDays(400)).value()).isEqualTo(Milliseconds.MAX);
    assertThat(ReleaseVersion.of("1.2.3-SNAPSHOT")).hasToString("Optional[1.2.3-SNAPSHOT]");
    assertThat(ReleaseVersion.of("1.2.3-rc.4")).hasToString("Optional[1.2.3-rc]");
    assertThat(ReleaseVersion.of("1.2.3-of-alice")).hasToString("Optional[1.2.3-other]");
    assertThat(ReleaseVersion.of("1.2")).isEmpty();
    assertThat(ReleaseVersion.of("1.2.x")).isEmpty();
    assertThat(EventWriter.timestamp(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000Z");
  }
}
