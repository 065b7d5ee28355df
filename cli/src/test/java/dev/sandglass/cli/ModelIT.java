package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandglass.cli.SandWorld.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The native binary says what this build's classes say; one that lacks a command, an option, a
 * converter or a resource does not. On the JVM these are the same classes: nothing to prove.
 */
@EnabledIfSystemProperty(named = "sand.launcher", matches = ".+")
@ExtendWith(SandWorldParameter.class)
final class ModelIT {
  @TempDir private Path home;

  static Stream<String> commands() {
    return CommandTable.NAMES.stream().filter(name -> !name.equals("help"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpIsThatOfTheModel(String name, SandWorld world) {
    String[] arguments = ("help " + name).split(" ");
    Ended shown = world.run(arguments);
    assertThat(shown.errText()).isEmpty();
    assertThat(shown.outText()).isEqualTo(Recorded.run(home, arguments).out());
  }

  @Test
  void completionKnowsEveryOption(SandWorld world) {
    Ended shown = world.run("completion", "bash");
    assertThat(shown.outText()).isEqualTo(Recorded.run(home, "completion", "bash").out());
  }

  static Stream<List<String>> linesWithBadValues() {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    collect(lines, GeneratedFilesTest.model());
    return lines.values().stream();
  }

  /** One line for each type of value; the last word makes sure that nothing is ever done. */
  private static void collect(Map<String, List<String>> lines, CommandSpec command) {
    for (OptionSpec option : command.options()) {
      if (option.arity().max() > 0) {
        List<String> line =
            new ArrayList<>(
                Arrays.asList(command.qualifiedName().split(" ")).subList(1, depth(command)));
        line.addAll(List.of(option.longestName() + "=?", "--no-such-option"));
        lines.putIfAbsent(option.auxiliaryTypes()[0].getName(), line);
      }
    }
    command.subcommands().values().forEach(line -> collect(lines, line.getCommandSpec()));
  }

  private static int depth(CommandSpec command) {
    return command.qualifiedName().split(" ").length;
  }

  @ParameterizedTest
  @MethodSource("linesWithBadValues")
  void valuesAreReadAlike(List<String> line, SandWorld world) {
    String[] arguments = line.toArray(String[]::new);
    Ended ended = world.run(arguments);
    Recorded expected = Recorded.run(home, arguments);
    assertThat(ended.errText()).isNotEmpty().isEqualTo(expected.err());
    assertThat(ended.exitCode()).isEqualTo(expected.exitCode()).isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void doctorFindsWhatTheEnginesOwnProbeFinds(SandWorld world) throws IOException {
    Ended ended = world.run("doctor", "-o", "json");
    Recorded expected = Recorded.run(home, "doctor", "-o", "json");
    assertThat(checks(ended.outText())).isEqualTo(checks(expected.out()));
  }

  private static List<String> checks(String document) throws IOException {
    List<String> checks = new ArrayList<>();
    for (JsonNode check : new ObjectMapper().readTree(document)) {
      checks.add(check.path("check").asText() + " " + check.path("status").asText());
    }
    return checks;
  }
}
