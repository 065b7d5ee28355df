package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sandglass.cli.reference.Completions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sand completion}: what it prints, where it installs, and what it leaves alone. */
final class CompletionCommandTest {
  @TempDir private Path home;

  @Test
  void theFormatOfTheConfigurationDoesNotSpoilTheScript() {
    Recorded printed = Recorded.run(home, Map.of("SANDGLASS_OUTPUT", "json"), "completion", "bash");
    assertThat(printed.out()).startsWith("# Completion of sand for bash");
  }

  @Test
  void programsGetTheScriptAsJson() throws IOException {
    JsonNode document = json("completion", "zsh", "-o", "json");
    assertThat(document.get("shell").asText()).isEqualTo("zsh");
    assertThat(document.get("script").asText()).startsWith("#compdef sand\n");
  }

  @Test
  void fishFindsItByItself() throws IOException {
    Recorded installed = run(Map.of(), "completion", "fish", "--install");
    Path file = home.resolve(".config/fish/completions/sand.fish");
    assertThat(installed.out()).isEqualTo(file + "\n");
    assertThat(installed.err()).contains("every fish that you start from now on");
    assertThat(Files.readString(file)).isEqualTo(run(Map.of(), "completion", "fish").out());
    assertThat(everything()).containsExactly(file);
  }

  @Test
  void bashFindsItWhereItsUserDirectoryIs() throws IOException {
    Path user = home.resolve("mine");
    Map<String, String> variables = Map.of("BASH_COMPLETION_USER_DIR", user + ":/elsewhere");
    JsonNode document = json(variables, "completion", "bash", "--install", "-o", "json");
    Path file = user.resolve("completions/sand");
    assertThat(document.get("file").asText()).isEqualTo(file.toString());
    assertThat(everything()).containsExactly(file);
    JsonNode other = json("completion", "bash", "--install", "-o", "json");
    assertThat(other.get("file").asText())
        .isEqualTo(home + "/.local/share/bash-completion/completions/sand");
  }

  /** The lines that are shown do what is promised of them; there are none with bash-completion. */
  @Test
  void bashKnowsItOnceTheLinesAreThere() throws Exception {
    JsonNode document = json("completion", "bash", "--install", "-o", "json");
    String file = document.get("file").asText();
    String lines = document.get("lines").isEmpty() ? "source '" + file + "'" : lines(document);
    assertThat(GeneratedFilesTest.run("bash", "--norc", "-c", lines + "\ncomplete -p sand"))
        .isEqualTo("complete -F _sand sand\n");
  }

  private static String lines(JsonNode document) {
    return String.join(
        "\n", new ObjectMapper().convertValue(document.get("lines"), String[].class));
  }

  @Test
  void zshGetsItIntoItsFunctionPath() throws Exception {
    Assumptions.assumeTrue(GeneratedFilesTest.isInstalled("zsh"), "zsh is not installed");
    Path functions = Files.createDirectory(home.resolve("functions"));
    Map<String, String> variables = Map.of("FPATH", "/nowhere:" + functions);
    Recorded installed = run(variables, "completion", "zsh", "--install");
    assertThat(installed.out()).isEqualTo(functions.resolve("_sand") + "\n");
    assertThat(everything()).containsExactly(functions.resolve("_sand"));
  }

  @Test
  void zshTakesItWithoutInstallingToo() throws Exception {
    Assumptions.assumeTrue(GeneratedFilesTest.isInstalled("zsh"), "zsh is not installed");
    Path script = home.resolve("script");
    Files.writeString(script, run(Map.of(), "completion", "zsh").out());
    String commands =
        "autoload -Uz compinit && compinit -u -D; source <(cat " + script + "); echo $_comps[sand]";
    assertThat(GeneratedFilesTest.run("zsh", "-f", "-c", commands)).isEqualTo("_sand\n");
  }

  /** The lines that are shown do what is promised of them. */
  @Test
  void zshIsToldWhatToAddWhenItsFunctionPathIsNotTheUsers() throws Exception {
    Assumptions.assumeTrue(GeneratedFilesTest.isInstalled("zsh"), "zsh is not installed");
    JsonNode document =
        json(Map.of("FPATH", "/nowhere"), "completion", "zsh", "--install", "-o", "json");
    Path file = home.resolve(".local/share/zsh/site-functions/_sand");
    assertThat(document.get("startup").asText()).isEqualTo(home + "/.zshrc");
    assertThat(everything()).containsExactly(file);
    String compinit = lines(document).replace("&& compinit", "&& compinit -u -D");
    assertThat(GeneratedFilesTest.run("zsh", "-f", "-c", compinit + "\necho $_comps[sand]"))
        .isEqualTo("_sand\n");
  }

  @Test
  void powerShellIsToldWhatToAdd() {
    Recorded installed = run(Map.of(), "completion", "powershell", "--install");
    Path file = home.resolve(".config/powershell/sand-completion.ps1");
    assertThat(installed.out()).isEqualTo(file + "\n");
    assertThat(installed.err()).contains("Microsoft.PowerShell_profile.ps1:\n  . '" + file + "'\n");
  }

  @Test
  void anOldScriptIsReplacedButNotAnothersFile() throws IOException {
    Path file = home.resolve(".config/fish/completions/sand.fish");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "# " + Completions.MARK + ", long ago\n");
    assertThat(run(Map.of(), "completion", "fish", "--install").exitCode()).isZero();
    Files.writeString(file, "# mine\n");
    Recorded refused = run(Map.of(), "completion", "fish", "--install");
    assertThat(refused.exitCode()).isEqualTo(125);
    assertThat(refused.err()).contains("is not from sand");
    assertThat(file).hasContent("# mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "fish", "powershell"})
  void whereNothingCanBeWrittenItSaysSo(String shell) throws IOException {
    Files.createFile(home.resolve(".config"));
    Files.createFile(home.resolve(".local"));
    Recorded refused = run(Map.of(), "completion", shell, "--install");
    assertThat(refused.exitCode()).isEqualTo(125);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .startsWith("sand: Cannot write ")
        .contains("sand completion " + shell);
  }

  private Recorded run(Map<String, String> variables, String... arguments) {
    Map<String, String> all = new HashMap<>(variables);
    all.putIfAbsent("PATH", System.getenv("PATH"));
    return Recorded.run(home, all, arguments);
  }

  private JsonNode json(String... arguments) throws IOException {
    return json(Map.of(), arguments);
  }

  private JsonNode json(Map<String, String> variables, String... arguments) throws IOException {
    Recorded recorded = run(variables, arguments);
    assertThat(recorded.err()).doesNotContain("sand: ");
    return new ObjectMapper().readTree(recorded.out());
  }

  private List<Path> everything() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
