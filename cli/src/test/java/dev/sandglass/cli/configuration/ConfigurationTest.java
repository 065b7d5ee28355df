package dev.sandglass.cli.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationTest {
  @TempDir Path home;
  private final List<String> warnings = new ArrayList<>();

  @Test
  void environmentGoesBeforeFileAndFileBeforeDefault() {
    assertThat(configuration().setting("output"))
        .contains(new Setting("output", "table", Setting.Source.DEFAULT, ""));
    write("provider: remote\noutput: yaml\n");
    assertThat(configuration().setting("output"))
        .contains(new Setting("output", "yaml", Setting.Source.FILE, file() + ":2"));
    assertThat(configuration(Map.of("SANDGLASS_OUTPUT", "json")).setting("output"))
        .contains(new Setting("output", "json", Setting.Source.ENVIRONMENT, "SANDGLASS_OUTPUT"));
    assertThat(configuration(Map.of("SANDGLASS_OUTPUT", "")).get(Key.OUTPUT)).contains("yaml");
  }

  @Test
  void fileIsNotReadUntilItIsNeeded() {
    write("{{{");
    Configuration configuration = configuration(Map.of("SANDGLASS_OUTPUT", "json"));
    assertThat(configuration.get(Key.OUTPUT)).contains("json");
    assertThatThrownBy(() -> configuration.get(Key.PROVIDER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(file() + ": line 1: not well-formed YAML")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'a: [1, 2',line 1: not well-formed YAML",
    "'provider: local\nprovider: other\n',line 2: not well-formed YAML",
    "'- a\n- b\n',line 1: expected a mapping",
    "'a: 1\n---\nb: 2\n',line 3: expected one document",
    "'a: &x 1\nb: *x\n',line 2: aliases (*name) are not supported",
    "'\tprovider: local',line 1: not well-formed YAML",
  })
  void malformedFileIsNamedWithTheLine(String text, String message) {
    write(text);
    assertThatThrownBy(() -> configuration().get(Key.PROVIDER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(file() + ": " + message);
  }

  @Test
  void wrongValueIsNamedWithItsPlace() {
    write("# mine\ndefaults:\n  memory: lots\n");
    assertThatThrownBy(() -> configuration().get(Key.MEMORY))
        .hasMessage(file() + ":3: defaults.memory: \"lots\" is not a size, like 512Mi or 2Gi");
    assertThatThrownBy(() -> configuration(Map.of("SANDGLASS_CPU", "-1")).get(Key.CPU))
        .hasMessage("SANDGLASS_CPU: defaults.cpu: \"-1\" is not processors, like 500m or 2");
  }

  @Test
  void unknownKeysAreWarnedOfOnce() {
    write("outptu: json\nproviders:\n  Bad.Name: {kind: local}\n");
    Configuration configuration = configuration();
    configuration.get(Key.OUTPUT);
    configuration.get(Key.PROVIDER);
    assertThat(warnings)
        .containsExactly(
            file() + ":1: unknown key \"outptu\" is ignored",
            file() + ":3: unknown key \"providers.Bad.Name.kind\" is ignored");
  }

  @Test
  void writingMakesAPrivateFile() throws IOException {
    configuration().set("output", "json");
    assertThat(Files.readString(file())).isEqualTo("output: json\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void writingKeepsCommentsAndOrder() {
    write(
        """
        # Of me 🦀
        output: json # for scripts

        defaults:
            # Small is enough.
            memory: 512Mi   # 🦀
        providers: {}   # none yet
        # The end.
        """);
    Configuration configuration = configuration();
    configuration.set("output", "yaml");
    configuration.set("defaults.cpu", "500m");
    configuration.set("defaults.memory", "1Gi");
    configuration.set("engine.allow-host-paths", "/srv/data,/home/me/two words");
    configuration.set("providers.lab.url", "https://lab.example:8080/v1?a=b");
    assertThat(read())
        .isEqualTo(
            """
            # Of me 🦀
            output: yaml # for scripts

            defaults:
                # Small is enough.
                memory: 1Gi   # 🦀
                cpu: 500m
            providers:   # none yet
              lab:
                url: "https://lab.example:8080/v1?a=b"
            engine:
              allow-host-paths: [/srv/data, "/home/me/two words"]
            # The end.
            """);
    assertThat(configuration().get(Key.ENGINE_ALLOW_HOST_PATHS))
        .contains("/srv/data,/home/me/two words");
    assertThat(warnings).isEmpty();
  }

  @Test
  void unsettingRemovesWhatBecomesEmpty() {
    write("output: json\nproviders:\n  lab:\n    url: http://lab.example\nprovider: lab\n");
    assertThat(configuration().unset(List.of("providers.lab.url"))).isTrue();
    assertThat(read()).isEqualTo("output: json\nprovider: lab\n");
    assertThat(configuration().unset(List.of("providers.lab.url"))).isFalse();
    configuration().unset(List.of("output", "provider"));
    assertThat(read()).isEmpty();
  }

  @Test
  void listsCanBeWrittenAsBlocksAndAreReplacedWhole() {
    write("engine:\n  allow-host-paths:\n    - /a\n    - /b\n  idle-minutes: 5\n");
    assertThat(configuration().get(Key.ENGINE_ALLOW_HOST_PATHS)).contains("/a,/b");
    configuration().set("engine.allow-host-paths", "/c");
    assertThat(read()).isEqualTo("engine:\n  allow-host-paths: [/c]\n  idle-minutes: 5\n");
  }

  @Test
  void whatCannotBeEditedSafelyIsRefused() {
    String text = "defaults: {memory: 1Gi, image: host}\n";
    write(text);
    assertThatThrownBy(() -> configuration().set("defaults.cpu", "1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(file() + ": line 1: cannot add to defaults as it is written there");
    assertThatThrownBy(() -> configuration().unset(List.of("defaults.memory", "output")))
        .isInstanceOf(ConfigurationException.class);
    assertThat(read()).isEqualTo(text);
    configuration().set("defaults.memory", "2Gi");
    assertThat(read()).isEqualTo("defaults: {memory: 2Gi, image: host}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "~", "a: b", "a #b", "'", "\"", "x:", "- a", "ü\t", "*a", "%", "0x1f"})
  void anyTextComesBackAsItWas(String value) {
    configuration().set("defaults.image", value);
    configuration().set("output", "json");
    assertThat(configuration().get(Key.IMAGE)).contains(value);
  }

  @Test
  void unknownNamesAndWrongValuesAreRefused() {
    assertThatThrownBy(() -> configuration().set("memory", "1Gi"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown key \"memory\"");
    assertThatThrownBy(() -> configuration().set("engine.idle-minutes", "0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("engine.idle-minutes: \"0\" is not minutes, from 1 to 525600");
    assertThatThrownBy(
            () -> configuration().set("providers.lab.url", "https://jane:hunter2@lab.example"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"https://[redacted]@lab.example\" is not an http://");
    assertThat(file()).doesNotExist();
  }

  @Test
  void aLinkedFileStaysALink() throws IOException {
    Path real = home.resolve("dotfiles.yaml");
    Files.writeString(real, "output: json\n");
    Files.createDirectories(file().getParent());
    Files.createSymbolicLink(file(), real);
    configuration().set("output", "yaml");
    assertThat(file()).isSymbolicLink();
    assertThat(real).hasContent("output: yaml");
  }

  @Test
  void writersDoNotLoseEachOthersChanges() throws Exception {
    var executor = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String name = "providers.p" + i + ".url";
        writers.add(executor.submit(() -> configuration().set(name, "http://a.example")));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      executor.shutdown();
    }
    assertThat(configuration().providers()).hasSize(41);
    try (var files = Files.list(file().getParent())) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("config.yaml", ".config.yaml.lock");
    }
  }

  @Test
  void ofManyThatSetAnAbsentValueAllGetTheSame() throws Exception {
    write("# mine\noutput: json\n");
    var executor = Executors.newFixedThreadPool(8);
    List<Future<String>> writers = new ArrayList<>();
    try {
      for (int i = 0; i < 32; i++) {
        String id = UUID.randomUUID().toString();
        writers.add(executor.submit(() -> configuration().setIfAbsent(Key.TELEMETRY_ID, id)));
      }
      String first = writers.get(0).get();
      for (Future<String> writer : writers) {
        assertThat(writer.get()).isEqualTo(first);
      }
      assertThat(read()).isEqualTo("# mine\noutput: json\ntelemetry:\n  id: " + first + "\n");
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void aStandingValueThatIsWrongIsNotTaken() {
    write("telemetry:\n  id: me\n");
    String id = UUID.randomUUID().toString();
    assertThatThrownBy(() -> configuration().setIfAbsent(Key.TELEMETRY_ID, id))
        .hasMessage(file() + ": telemetry.id: \"me\" is not a UUID");
    assertThat(read()).isEqualTo("telemetry:\n  id: me\n");
  }

  @Test
  void providerInUseComesFromFlagThenEnvironmentThenFile() {
    assertThat(configuration().providerInUse(Optional.empty()).kind()).isEqualTo("local");
    write("provider: lab\nproviders:\n  lab:\n    url: http://lab.example\n");
    Configuration configuration = configuration();
    assertThat(configuration.providerInUse(Optional.empty()).name()).isEqualTo("lab");
    assertThat(configuration.providerInUse(Optional.of("local")).name()).isEqualTo("local");
    assertThatThrownBy(() -> configuration.providerInUse(Optional.of("x")))
        .hasMessage("unknown provider \"x\"; there are: local, lab");
    assertThat(
            configuration(
                    Map.of(
                        "SANDGLASS_PROVIDER", "opensandbox", "SANDGLASS_URL", "https://b.example"))
                .providerInUse(Optional.empty())
                .url())
        .hasValueSatisfying(url -> assertThat(url).hasToString("https://b.example"));
    assertThatThrownBy(() -> configuration.providerInUse(Optional.of("opensandbox")))
        .hasMessageContaining("has no URL");
  }

  @Test
  void apiKeysStandInPrivateFiles() throws IOException {
    Configuration configuration = configuration();
    Path file = ApiKeyFile.write(configuration, "lab", "secret\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    configuration.set(
        Map.of(
            "providers.lab.url", "http://lab.example", "providers.lab.api-key-file", "keys/lab"));
    ProviderSettings lab = configuration.providerInUse(Optional.of("lab"));
    assertThat(configuration.apiKey(lab)).contains("secret");
    assertThat(configuration(Map.of("SANDGLASS_API_KEY", "other")).apiKey(lab)).contains("other");
    assertThatThrownBy(() -> configuration(Map.of("SANDGLASS_API_KEY", "a\nb")).apiKey(lab))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageNotContaining("a\nb");
    ApiKeyFile.delete(configuration, "lab");
    assertThatThrownBy(() -> configuration.apiKey(lab)).hasMessageContaining("is missing");
  }

  private Configuration configuration() {
    return configuration(Map.of());
  }

  private Configuration configuration(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("XDG_CONFIG_HOME", home.toString());
    return Configuration.of(all, warnings::add);
  }

  private Path file() {
    return home.resolve("sandglass/config.yaml");
  }

  private void write(String text) {
    try {
      Files.createDirectories(file().getParent());
      Files.writeString(file(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String read() {
    try {
      return Files.readString(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
