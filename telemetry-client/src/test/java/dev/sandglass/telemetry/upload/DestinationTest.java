package dev.sandglass.telemetry.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
  @Test
  void isPostHogInTheEuUnlessTheEnvironmentSaysElse() {
    Destination destination =
        Destination.of(Map.of("DEMO_TELEMETRY_HOST", ""), "DEMO_TELEMETRY", "k");
    assertThat(destination.host()).isEqualTo("https://eu.i.posthog.com");
    assertThat(destination.batches()).hasToString("https://eu.i.posthog.com/batch/");
    assertThat(destination.problem()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://telemetry.example, https://telemetry.example/batch/",
    "https://telemetry.example/, https://telemetry.example/batch/",
    "https://telemetry.example:8443/a/b, https://telemetry.example:8443/a/b/batch/",
    "HTTPS://telemetry.example, HTTPS://telemetry.example/batch/",
    "http://127.0.0.1:8000, http://127.0.0.1:8000/batch/",
    "http://localhost:8000, http://localhost:8000/batch/",
    "http://[::1]:8000, http://[::1]:8000/batch/"
  })
  void takesAnotherHost(String host, String batches) {
    Destination destination = of(host);
    assertThat(destination.problem()).isEmpty();
    assertThat(destination.batches()).hasToString(batches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://telemetry.example",
        "http://127.evil.example",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "telemetry.example",
        "ftp://telemetry.example",
        "https://user@telemetry.example",
        "https://telemetry.example?a=b",
        "https://telemetry.example#a",
        "https://",
        "https:///batch",
        "file:///etc/passwd",
        "::"
      })
  void refusesHostsThatAnybodyCouldListenOn(String host) {
    assertThat(of(host).problem()).contains(Destination.Problem.UNUSABLE_HOST);
    assertThat(of(host).host()).isEqualTo(host);
  }

  @Test
  void needsAKey() {
    assertThat(Destination.of(Map.of(), "DEMO_TELEMETRY", " ").problem())
        .contains(Destination.Problem.NO_KEY);
    var own = Map.of("DEMO_TELEMETRY_KEY", " phc_own ");
    assertThat(Destination.of(own, "DEMO_TELEMETRY", "").problem()).isEmpty();
    assertThat(Destination.of(own, "DEMO_TELEMETRY", "phc_build").key()).isEqualTo("phc_own");
  }

  private static Destination of(String host) {
    return Destination.of(Map.of("DEMO_TELEMETRY_HOST", host), "DEMO_TELEMETRY", "phc_build");
  }
}
