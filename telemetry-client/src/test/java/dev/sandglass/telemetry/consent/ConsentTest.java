package dev.sandglass.telemetry.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.telemetry.event.CliId;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentTest {
  private static final BooleanSupplier SHOWN = () -> true;
  private static final BooleanSupplier NOT_SHOWN = () -> false;

  /** Settings that say one thing; unreadable in one of two ways where they say nothing at all. */
  private record Fixed(Optional<Boolean> enabled, Optional<Exception> failure)
      implements SettingsStore {
    static Fixed none() {
      return new Fixed(Optional.empty(), Optional.empty());
    }

    static Fixed enabled(boolean enabled) {
      return new Fixed(Optional.of(enabled), Optional.empty());
    }

    @Override
    public Settings read() throws UnreadableSettingsException {
      if (failure.isPresent() && failure.get() instanceof UnreadableSettingsException e) {
        throw e;
      } else if (failure.isPresent() && failure.get() instanceof RuntimeException e) {
        throw e;
      }
      return new Settings(enabled, Optional.empty(), "settings.yaml:2");
    }

    @Override
    public void enable(boolean enabled) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CliId idOrElseStore(CliId fresh) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void removeId() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String location() {
      return "settings.yaml";
    }
  }

  private static Decision decide(
      Map<String, String> environment, SettingsStore settings, BooleanSupplier shown) {
    return Consent.of("DEMO_TELEMETRY", environment, settings, shown).decide();
  }

  @Test
  void goesThroughTheSourcesInOrder() {
    Map<String, String> environment = new HashMap<>();
    environment.put("DO_NOT_TRACK", "1");
    environment.put("DEMO_TELEMETRY", "on");
    environment.put("GITHUB_ACTIONS", "true");
    assertThat(decide(environment, Fixed.enabled(true), SHOWN))
        .isEqualTo(new Decision(Mode.OFF, DecidedBy.DO_NOT_TRACK, "DO_NOT_TRACK"));
    environment.remove("DO_NOT_TRACK");
    assertThat(decide(environment, Fixed.enabled(false), NOT_SHOWN))
        .isEqualTo(new Decision(Mode.ON, DecidedBy.VARIABLE, "DEMO_TELEMETRY"));
    environment.remove("DEMO_TELEMETRY");
    assertThat(decide(environment, Fixed.enabled(true), NOT_SHOWN))
        .isEqualTo(new Decision(Mode.ON, DecidedBy.SETTINGS, "settings.yaml:2"));
    assertThat(decide(environment, Fixed.enabled(false), SHOWN))
        .isEqualTo(new Decision(Mode.OFF, DecidedBy.SETTINGS, "settings.yaml:2"));
    assertThat(decide(environment, Fixed.none(), SHOWN))
        .isEqualTo(new Decision(Mode.OFF, DecidedBy.CONTINUOUS_INTEGRATION, "GITHUB_ACTIONS"));
    environment.remove("GITHUB_ACTIONS");
    assertThat(decide(environment, Fixed.none(), NOT_SHOWN))
        .isEqualTo(new Decision(Mode.OFF, DecidedBy.NOTICE_NOT_SHOWN, ""));
    assertThat(decide(environment, Fixed.none(), SHOWN))
        .isEqualTo(new Decision(Mode.ON, DecidedBy.DEFAULT, ""));
  }

  @Test
  void isOffWhenTheSettingsCannotBeRead() {
    var known = new UnreadableSettingsException("settings.yaml:7", new IOException());
    assertThat(decide(Map.of(), new Fixed(Optional.empty(), Optional.of(known)), SHOWN))
        .isEqualTo(new Decision(Mode.OFF, DecidedBy.SETTINGS_UNREADABLE, "settings.yaml:7"));
    var other = new IllegalStateException("a store of its own kind");
    assertThat(decide(Map.of(), new Fixed(Optional.empty(), Optional.of(other)), SHOWN))
        .isEqualTo(new Decision(Mode.OFF, DecidedBy.SETTINGS_UNREADABLE, "settings.yaml"));
  }

  @ParameterizedTest
  @CsvSource({
    "on, ON",
    "ON, ON",
    "On, ON",
    "log, LOG",
    "LOG, LOG",
    "off, OFF",
    "OFF, OFF",
    "0, OFF",
    "1, OFF",
    "true, OFF",
    "yes, OFF",
    "' on', OFF",
    "'on ', OFF",
    "' ', OFF",
    "enabled, OFF"
  })
  void takesAWordItDoesNotKnowForOff(String value, Mode mode) {
    assertThat(decide(Map.of("DEMO_TELEMETRY", value), Fixed.enabled(true), SHOWN))
        .isEqualTo(new Decision(mode, DecidedBy.VARIABLE, "DEMO_TELEMETRY"));
  }

  @Test
  void takesAnEmptyVariableForNone() {
    assertThat(decide(Map.of("DEMO_TELEMETRY", ""), Fixed.none(), SHOWN).decidedBy())
        .isEqualTo(DecidedBy.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "yes", "off", "no", " ", "00", "please"})
  void honoursDoNotTrackWhateverItSays(String value) {
    assertThat(decide(Map.of("DO_NOT_TRACK", value), Fixed.enabled(true), SHOWN).decidedBy())
        .isEqualTo(DecidedBy.DO_NOT_TRACK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "false", "FALSE"})
  void takesDoNotTrackForAbsentWhenItSaysSo(String value) {
    assertThat(decide(Map.of("DO_NOT_TRACK", value), Fixed.none(), SHOWN).decidedBy())
        .isEqualTo(DecidedBy.DEFAULT);
    assertThat(Consent.isContinuousIntegration(Map.of("CI", value))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CI",
        "GITHUB_ACTIONS",
        "GITLAB_CI",
        "BUILDKITE",
        "JENKINS_URL",
        "TEAMCITY_VERSION",
        "TF_BUILD",
        "CIRCLECI",
        "TRAVIS"
      })
  void knowsBuildServers(String variable) {
    Map<String, String> environment = Map.of(variable, "https://ci.example");
    assertThat(decide(environment, Fixed.none(), SHOWN))
        .isEqualTo(new Decision(Mode.OFF, DecidedBy.CONTINUOUS_INTEGRATION, variable));
    assertThat(Consent.isContinuousIntegration(environment)).isTrue();
  }
}
