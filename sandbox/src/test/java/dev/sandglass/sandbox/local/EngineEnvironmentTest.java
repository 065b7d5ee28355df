package dev.sandglass.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EngineEnvironmentTest {
  @Test
  void passesOnWhatTheEngineNeedsAndNoMore() {
    Map<String, String> environment =
        Map.of(
            "PATH", "/bin",
            "HOME", "/home/me",
            "XDG_STATE_HOME", "/state",
            "SANDGLASS_ENGINE_IDLE_MINUTES", "3",
            "AWS_SECRET_ACCESS_KEY", "x",
            "LC_ALL", "C");
    assertThat(EngineEnvironment.of(environment))
        .containsOnly(
            Map.entry("PATH", "/bin"),
            Map.entry("HOME", "/home/me"),
            Map.entry("XDG_STATE_HOME", "/state"),
            Map.entry("SANDGLASS_ENGINE_IDLE_MINUTES", "3"),
            Map.entry("LC_ALL", "C.UTF-8"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "OFF", "no", "0", " on"})
  void aSwitchThatIsNotOnIsOffForTheEngineToo(String value) {
    assertThat(EngineEnvironment.of(Map.of("SANDGLASS_TELEMETRY", value)))
        .containsEntry("SANDGLASS_TELEMETRY", "off");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "yes", "no"})
  void doNotTrackHoldsForTheEngineToo(String value) {
    assertThat(EngineEnvironment.of(Map.of("DO_NOT_TRACK", value)))
        .containsEntry("DO_NOT_TRACK", "1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "ON", "log", "Log", ""})
  void whatIsOnForOneCommandIsNotOnForAnEngineOfMany(String value) {
    assertThat(
            EngineEnvironment.of(
                Map.of(
                    "SANDGLASS_TELEMETRY", value,
                    "SANDGLASS_TELEMETRY_HOST", "http://127.0.0.1:1",
                    "SANDGLASS_TELEMETRY_KEY", "k")))
        .containsOnlyKeys("LC_ALL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "false", "False"})
  void doNotTrackThatMeansNothingIsNotPassedOn(String value) {
    assertThat(EngineEnvironment.of(Map.of("DO_NOT_TRACK", value))).containsOnlyKeys("LC_ALL");
  }
}
