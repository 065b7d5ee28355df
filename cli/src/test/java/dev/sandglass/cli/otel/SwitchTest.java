package dev.sandglass.cli.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.Environment;
import dev.sandglass.cli.configuration.Configuration;
import dev.sandglass.cli.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SwitchTest {
  @TempDir private Path directory;

  private Switch decide(Optional<Boolean> flag, String variables, String file) throws IOException {
    Path yaml = directory.resolve("sandglass/config.yaml");
    Files.createDirectories(yaml.getParent());
    Files.writeString(yaml, file);
    Map<String, String> environment = new HashMap<>();
    Arrays.stream(variables.split(" "))
        .filter(one -> !one.isEmpty())
        .map(one -> one.split("=", 2))
        .forEach(pair -> environment.put(pair[0], pair[1]));
    environment.put("XDG_CONFIG_HOME", directory.toString());
    return Switch.of(flag, new Environment(environment), Configuration.of(environment, line -> {}));
  }

  @ParameterizedTest
  @CsvSource({
    "'', false, ''",
    "SANDGLASS_OTEL_ENABLED=true, true, SANDGLASS_OTEL_ENABLED",
    "SANDGLASS_OTEL_ENABLED=TRUE, true, SANDGLASS_OTEL_ENABLED",
    "SANDGLASS_OTEL_ENABLED=false, false, SANDGLASS_OTEL_ENABLED",
    "DAYTONA_OTEL_ENABLED=true, true, DAYTONA_OTEL_ENABLED",
    "DAYTONA_EXPERIMENTAL_OTEL_ENABLED=true, true, DAYTONA_EXPERIMENTAL_OTEL_ENABLED",
    "LEAP0_SDK_OTEL_ENABLED=true, true, LEAP0_SDK_OTEL_ENABLED",
    "OTEL_SDK_DISABLED=true SANDGLASS_OTEL_ENABLED=true, false, OTEL_SDK_DISABLED",
    "OTEL_SDK_DISABLED=false, false, ''",
    "OTEL_EXPORTER_OTLP_ENDPOINT=http://h, true, OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_ENDPOINT=, false, ''",
    "SANDGLASS_OTEL_ENABLED=false OTEL_EXPORTER_OTLP_ENDPOINT=x, false, SANDGLASS_OTEL_ENABLED",
    "SANDGLASS_OTEL_ENABLED=true DAYTONA_OTEL_ENABLED=false, true, SANDGLASS_OTEL_ENABLED",
  })
  void theEnvironmentSwitches(String variables, boolean on, String origin) throws IOException {
    Switch decision = decide(Optional.empty(), variables, "");
    assertThat(decision.on()).isEqualTo(on);
    assertThat(decision.origin()).isEqualTo(origin);
  }

  static Iterable<String> endpoints() {
    return Switch.ENDPOINTS;
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void anEndpointSwitchesOn(String variable) throws IOException {
    assertThat(decide(Optional.empty(), variable + "=http://localhost:1", "").on()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "true, SANDGLASS_OTEL_ENABLED=false, false, true",
    "false, OTEL_EXPORTER_OTLP_ENDPOINT=http://h, true, false",
    "true, OTEL_SDK_DISABLED=true, false, true",
    "false, SANDGLASS_OTEL_ENABLED=nonsense, true, false",
  })
  void theFlagGoesFirst(boolean flag, String variables, String file, boolean on)
      throws IOException {
    Switch decision = decide(Optional.of(flag), variables, "otel:\n  enabled: " + file + "\n");
    assertThat(decision.on()).isEqualTo(on);
    assertThat(decision.source()).isEqualTo(Switch.Source.FLAG);
  }

  @ParameterizedTest
  @CsvSource({
    "'', true, true, FILE",
    "'', false, false, FILE",
    "SANDGLASS_OTEL_ENABLED=false, true, false, ENVIRONMENT",
    "OTEL_EXPORTER_OTLP_ENDPOINT=http://h, false, true, ENVIRONMENT",
  })
  void theFileGoesLast(String variables, String file, boolean on, Switch.Source source)
      throws IOException {
    Switch decision = decide(Optional.empty(), variables, "otel:\n  enabled: " + file + "\n");
    assertThat(decision.on()).isEqualTo(on);
    assertThat(decision.source()).isEqualTo(source);
  }

  @Test
  void aFileThatSaysNothingAboutItNeedNotBeWellFormed() throws IOException {
    assertThat(decide(Optional.empty(), "", "provider: [").on()).isFalse();
  }

  @Test
  void onlyDeprecatedNamesAreAdvisedAgainst() throws IOException {
    assertThat(decide(Optional.empty(), "DAYTONA_OTEL_ENABLED=true", "").advice()).isEmpty();
    assertThat(decide(Optional.empty(), "DAYTONA_EXPERIMENTAL_OTEL_ENABLED=true", "").advice())
        .hasValueSatisfying(line -> assertThat(line).contains("SANDGLASS_OTEL_ENABLED"));
  }

  @Test
  void nonsenseNamesItsPlace() {
    assertThatThrownBy(() -> decide(Optional.empty(), "DAYTONA_OTEL_ENABLED=maybe", ""))
        .isInstanceOf(CommandException.class)
        .hasMessage("DAYTONA_OTEL_ENABLED: \"maybe\" is not true or false");
    assertThatThrownBy(() -> decide(Optional.empty(), "", "otel:\n  enabled: maybe\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("otel.enabled: \"maybe\" is not true or false")
        .hasMessageContaining("config.yaml:2");
  }
}
