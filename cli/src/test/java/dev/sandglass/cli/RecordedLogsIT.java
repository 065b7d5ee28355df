package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.cli.SandWorld.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was recorded of a sandbox, as {@code sand logs} shows it. */
final class RecordedLogsIT {
  private static SandWorld world;
  private static String id;

  @BeforeAll
  static void create() throws IOException {
    world = new SandWorld();
    world.create("--name", "box", "--", "sh", "-c", "echo entry; exec sleep 600");
    id = world.succeed("info", "box", "-o", "json").json().get("id").asText();
    world.succeed("exec", "box", "--", "sh", "-c", "echo one; echo two >&2");
    world.succeed("exec", "box", "--", "printf", "\\033]0;title\\007\\033[31mred\\n");
    SandWorld.until("records", () -> world.run("logs", "box", "--all").outText().contains("title"));
    SandWorld.until("records", () -> world.run("logs", "box", "--all").outText().contains("entry"));
  }

  @AfterAll
  static void delete() throws IOException {
    world.close();
  }

  @Test
  void withoutNewOptionsItShowsWhatTheEntryPointWrote() {
    assertThat(world.succeed("logs", "box").outText()).isEqualTo("entry\n");
  }

  @Test
  void recordsAreLinesForPeople() {
    String text = world.succeed("logs", "box", "--all").outText();
    assertThat(text)
        .containsPattern(
            "20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  cmd\\S* sh: one\n")
        .containsPattern("ERROR cmd\\S* sh: two\n")
        .contains("entrypoint sh: entry\n")
        .contains("sandbox: the sandbox is running")
        .doesNotContain("\u001b")
        .contains("\\x1b]0;title\\x07");
  }

  @Test
  void recordsAreFiltered() throws IOException {
    assertThat(world.succeed("logs", "box", "--severity", "error").outText())
        .contains(": two\n")
        .doesNotContain(": one\n");
    assertThat(world.succeed("logs", "box", "--grep", "ENTRY").outText()).hasLineCount(1);
    assertThat(world.succeed("logs", "box", "--process", "entrypoint").outText()).hasLineCount(1);
    assertThat(
            world.succeed("logs", "box", "--all", "--since", "1h", "--stream", "stderr").outText())
        .hasLineCount(1)
        .contains("two");
    assertThat(world.succeed("logs", "box", "--all", "--tail", "2").outText()).hasLineCount(2);
    JsonNode json = world.succeed("logs", id, "--grep", "two", "-o", "json").json();
    assertThat(json).hasSize(1);
    assertThat(json.get(0).get("body").asText()).isEqualTo("two");
    assertThat(json.get(0).get("severityText").asText()).isEqualTo("ERROR");
    assertThat(json.get(0).get("attributes").get("log.iostream").asText()).isEqualTo("stderr");
    assertThat(json.get(0).get("resourceAttributes").get("sandbox.name").asText()).isEqualTo("box");
    assertThat(world.run("logs", "box", "--since", "noon").exitCode()).isEqualTo(2);
  }

  @Test
  void followingShowsWhatComes() throws IOException {
    Path out = world.root().resolve("followed");
    ProcessBuilder sand =
        world.sand("logs", "box", "-f", "--tail", "0", "--grep", "later", "-o", "json");
    Process follower = world.start(sand.redirectOutput(out.toFile()));
    try {
      SandWorld.until(
          "a record",
          () -> {
            world.succeed("exec", "box", "--", "echo", "later");
            return read(out).contains("\"body\":\"later\"");
          });
    } finally {
      follower.destroy();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aTerminalIsNotChangedByWhatWasWritten() {
    world.succeed("exec", "box", "-d", "--", "printf", "\\033[2J\\033]52;c;eA==\\007evil\\n");
    SandWorld.until("it", () -> world.succeed("logs", "box", "--all").outText().contains("evil"));
    Ended shown = world.terminal("$SAND logs box --all");
    assertThat(shown.outText()).doesNotContain("\u001b]0;", "\u001b]52;");
  }

  @Test
  void recordsOutliveTheirSandbox() {
    String gone = world.create("--name", "gone");
    String goneId = world.succeed("info", gone, "-o", "name").outText().strip();
    world.succeed("exec", gone, "--", "echo", "last-words");
    world.succeed("rm", gone);
    SandWorld.until(
        "the end",
        () -> world.run("logs", goneId, "--all").outText().contains("the sandbox is terminated"));
    assertThat(world.succeed("logs", goneId, "--grep", "last-words").outText()).hasLineCount(1);
    assertThat(world.run("logs", "gone", "--all").exitCode()).isEqualTo(125);
  }

  @Test
  void otherProvidersSayThatTheyCannot() throws IOException {
    ProcessBuilder sand = world.sand("logs", "box", "--all", "-o", "json");
    sand.environment().put("SANDGLASS_PROVIDER", "opensandbox");
    sand.environment().put("SANDGLASS_URL", "http://127.0.0.1:1");
    Ended ended = world.end(world.start(sand), new byte[0]);
    assertThat(ended.exitCode()).isEqualTo(125);
    assertThat(ended.error().get("kind").asText()).isEqualTo("unsupported");
  }
}
