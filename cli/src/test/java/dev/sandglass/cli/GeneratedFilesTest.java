package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.cli.configuration.Configuration;
import dev.sandglass.cli.console.Console;
import dev.sandglass.cli.console.Console.Terminals;
import dev.sandglass.cli.reference.Completions;
import dev.sandglass.cli.reference.Documents;
import dev.sandglass.cli.reference.ManPages;
import dev.sandglass.cli.reference.OpenTelemetryDocument;
import dev.sandglass.cli.reference.Shell;
import dev.sandglass.cli.reference.TelemetryDocument;
import dev.sandglass.cli.telemetry.Words;
import dev.sandglass.telemetry.event.EventSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;

/** What is generated from the model of the commands is fresh, and works. */
final class GeneratedFilesTest {
  /** Set to write the files instead of comparing them. */
  private static final String WRITE = "sandglass.write";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "completions/sand.bash",
        "completions/sand.zsh",
        "completions/sand.fish",
        "completions/sand.ps1",
        "docs/commands.md",
        "docs/configuration.md",
        "docs/TELEMETRY.md",
        "docs/opentelemetry.md",
        "cli/src/main/resources/dev/sandglass/cli/telemetry/telemetry.schema.json"
      })
  void committedFileIsFresh(String name) throws IOException {
    Path file = Path.of("..").resolve(name);
    String content = generate(name);
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(file, content);
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as(
            "%s is stale; write it anew: mvn -pl cli -am test -Dtest=GeneratedFilesTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -D%s=true",
            name, WRITE)
        .isEqualTo(content);
  }

  @Test
  void committedManPagesAreFresh() throws IOException {
    Map<String, String> generated = ManPages.of(model());
    if (Boolean.getBoolean(WRITE)) {
      for (String name : manPages()) {
        Files.delete(ManPagesTest.DIRECTORY.resolve(name));
      }
      for (Map.Entry<String, String> page : generated.entrySet()) {
        Files.writeString(ManPagesTest.DIRECTORY.resolve(page.getKey()), page.getValue());
      }
    }
    assertThat(manPages()).containsExactlyElementsOf(generated.keySet());
    for (Map.Entry<String, String> page : generated.entrySet()) {
      assertThat(Files.readString(ManPagesTest.DIRECTORY.resolve(page.getKey())))
          .as("%s is stale; write it anew like the others", page.getKey())
          .isEqualTo(page.getValue());
    }
  }

  private static List<String> manPages() throws IOException {
    try (Stream<Path> files = Files.list(ManPagesTest.DIRECTORY)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void everyCommandHasADescriptionAndAnExample() {
    check(model());
  }

  private static void check(CommandSpec command) {
    assertThat(command.usageMessage().description()).as(command.qualifiedName()).isNotEmpty();
    assertThat(command.usageMessage().footer()).as(command.qualifiedName()).isNotEmpty();
    command
        .args()
        .forEach(
            argument ->
                assertThat(argument.description())
                    .as(command.qualifiedName() + " " + argument.paramLabel())
                    .isNotEmpty());
    command.subcommands().values().forEach(line -> check(line.getCommandSpec()));
  }

  private static String generate(String name) {
    return switch (name) {
      case "completions/sand.bash" -> Completions.of(Shell.BASH, model());
      case "completions/sand.zsh" -> Completions.of(Shell.ZSH, model());
      case "completions/sand.fish" -> Completions.of(Shell.FISH, model());
      case "completions/sand.ps1" -> Completions.of(Shell.POWERSHELL, model());
      case "docs/commands.md" -> Documents.commands(model());
      case "docs/configuration.md" -> Documents.configuration();
      case "docs/TELEMETRY.md" -> TelemetryDocument.of(Words.of(model()));
      case "docs/opentelemetry.md" -> OpenTelemetryDocument.of(model());
      default -> EventSchema.of(Words.of(model())).toPrettyString() + "\n";
    };
  }

  static CommandSpec model() {
    Environment environment = new Environment(Map.of());
    Console console =
        new Console(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            Terminals.NONE,
            environment);
    Configuration configuration = Configuration.of(Map.of(), console::printError);
    CommandContext context =
        new CommandContext(console, environment, configuration, Clock.systemUTC());
    return new Sand(context).commandLine(Optional.empty()).getCommandSpec();
  }

  static boolean isInstalled(String program) {
    return List.of(System.getenv("PATH").split(":")).stream()
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
