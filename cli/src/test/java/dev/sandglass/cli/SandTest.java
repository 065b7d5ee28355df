package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SandTest {
  @TempDir private Path home;

  static Stream<String> commands() {
    return CommandTable.NAMES.stream().filter(name -> !name.equals("help"));
  }

  static Stream<String> endCommands() {
    return CommandTable.NAMES.stream().filter(name -> !CommandTable.isGroup(name));
  }

  @ParameterizedTest
  @MethodSource("endCommands")
  void everyCommandShowsAnExampleOfItself(String name) {
    Recorded run = Recorded.run(home, ("help " + name).split(" "));
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    String examples = run.out().substring(run.out().indexOf("\nExamples:\n"));
    assertThat(examples).contains("sand " + name);
    assertThat(examples.lines()).allMatch(line -> line.isEmpty() || !line.startsWith("   "));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpIsTheSameWithAndWithoutTheOtherCommands(String name) {
    Recorded alone = Recorded.run(home, ("help " + name).split(" "));
    Recorded asOption = Recorded.run(home, (name + " --help").split(" "));
    assertThat(alone.out()).isEqualTo(asOption.out()).startsWith("Usage: sand " + name);
  }

  @Test
  void helpNamesEveryCommand() {
    String help = Recorded.run(home).out();
    assertThat(help).isEqualTo(Recorded.run(home, "help").out());
    CommandTable.NAMES.stream()
        .filter(name -> !name.contains(" "))
        .forEach(name -> assertThat(help).containsPattern("(?m)^  " + name + " "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "creat | 'creat' is not a command of 'sand' | 'create'",
        "help creat | 'creat' is not a command of 'sand' | 'create'",
        "ls --stat x | Unknown option '--stat' of 'sand ls' | '--state'",
        "ps box other | Unexpected argument 'other' of 'sand ps' | 'sand ps --help'",
        "exec box | Missing required parameter: 'COMMAND' | 'sand exec --help'",
        "run --memory 5x true | '5x' is not a size | 'sand run --help'",
        "-o xml ls | 'xml' is not one of table, json, yaml, name | 'sand"
      })
  void mistakesAreNamedWithWhatMayBeMeant(String line, String message, String hint) {
    Recorded run = Recorded.run(home, line.split(" "));
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(2);
    assertThat(run.err()).startsWith("sand: ").contains(message).contains(hint);
  }

  @ParameterizedTest
  @CsvSource({
    "-o json ls --nope",
    "ls --nope -o json",
    "--output=json ls --nope",
    "ls --nope -ojson"
  })
  void mistakesAreJsonWhenAskedFor(String line) throws Exception {
    Recorded run = Recorded.run(home, line.split(" "));
    JsonNode error = new ObjectMapper().readTree(run.err()).get("error");
    assertThat(error.get("kind").asText()).isEqualTo("usage");
    assertThat(error.get("message").asText()).isEqualTo("Unknown option '--nope' of 'sand ls'");
    assertThat(error.get("hint").asText()).isNotEmpty();
    assertThat(error.get("exitCode").asInt()).isEqualTo(2);
  }

  @Test
  void optionsBehindTheCommandOfExecAreNotOurs() {
    Recorded run = Recorded.run(home, "exec", "box", "--nope", "ls");
    assertThat(run.err()).contains("Unknown option '--nope'");
    Recorded other = Recorded.run(home, "--provider", "nowhere", "exec", "box", "ls", "--nope");
    assertThat(other.err()).contains("nowhere").doesNotContain("--nope");
  }

  @Test
  void controlCharactersOfArgumentsAreShownNotSent() {
    Recorded run = Recorded.run(home, "ls", "\u001b]0;x\u0007");
    assertThat(run.err()).contains("\\x1b]0;x\\x07").doesNotContain("\u001b");
  }

  @Test
  void exitCodesAreDocumented() throws Exception {
    String document = Files.readString(Path.of("../docs/exit-codes.md"));
    for (ExitCode code : ExitCode.values()) {
      assertThat(document)
          .contains("| " + code.code() + " | " + code.meaning().replace("|", "\\|") + " |");
    }
  }
}
