package dev.sandglass.telemetry.consent;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Decides whether anything may be recorded. The first source that says something decides, in the
 * order of {@link DecidedBy}; every doubt means off.
 */
public final class Consent {
  /** The variable of consoledonottrack.com, which every program is meant to honour. */
  public static final String DO_NOT_TRACK = "DO_NOT_TRACK";

  /** One variable, at least, of every system that is in wide use. */
  private static final List<String> CONTINUOUS_INTEGRATION =
      List.of(
          "CI",
          "CONTINUOUS_INTEGRATION",
          "GITHUB_ACTIONS",
          "GITLAB_CI",
          "BUILDKITE",
          "JENKINS_URL",
          "TEAMCITY_VERSION",
          "TF_BUILD",
          "CIRCLECI",
          "TRAVIS",
          "APPVEYOR",
          "DRONE",
          "CODEBUILD_BUILD_ID",
          "BITBUCKET_BUILD_NUMBER",
          "CIRRUS_CI",
          "SEMAPHORE",
          "bamboo_buildKey",
          "WOODPECKER");

  private final String variable;
  private final Map<String, String> environment;
  private final SettingsStore settings;
  private final BooleanSupplier noticeShown;

  private Consent(
      String variable,
      Map<String, String> environment,
      SettingsStore settings,
      BooleanSupplier noticeShown) {
    this.variable = variable;
    this.environment = environment;
    this.settings = settings;
    this.noticeShown = noticeShown;
  }

  /**
   * Names the sources.
   *
   * @param variable the program's own variable, whose value is {@code off}, {@code log} or {@code
   *     on}
   * @param environment the environment variables
   * @param settings the user's settings
   * @param noticeShown whether the user has been told
   */
  public static Consent of(
      String variable,
      Map<String, String> environment,
      SettingsStore settings,
      BooleanSupplier noticeShown) {
    return new Consent(variable, environment, settings, noticeShown);
  }

  /** Decides anew. */
  public Decision decide() {
    if (isSet(environment, DO_NOT_TRACK)) {
      return new Decision(Mode.OFF, DecidedBy.DO_NOT_TRACK, DO_NOT_TRACK);
    }
    String value = environment.getOrDefault(variable, "");
    if (!value.isEmpty()) {
      return new Decision(mode(value), DecidedBy.VARIABLE, variable);
    }
    try {
      SettingsStore.Settings read = settings.read();
      if (read.enabled().isPresent()) {
        Mode mode = read.enabled().get() ? Mode.ON : Mode.OFF;
        return new Decision(mode, DecidedBy.SETTINGS, read.where());
      }
    } catch (UnreadableSettingsException e) {
      return new Decision(Mode.OFF, DecidedBy.SETTINGS_UNREADABLE, e.where());
    } catch (RuntimeException e) {
      // A program's own store fails in its own way; nobody knows then what the user wants.
      return new Decision(Mode.OFF, DecidedBy.SETTINGS_UNREADABLE, settings.location());
    }
    String system = continuousIntegration(environment);
    if (!system.isEmpty()) {
      return new Decision(Mode.OFF, DecidedBy.CONTINUOUS_INTEGRATION, system);
    }
    return noticeShown.getAsBoolean()
        ? new Decision(Mode.ON, DecidedBy.DEFAULT, "")
        : new Decision(Mode.OFF, DecidedBy.NOTICE_NOT_SHOWN, "");
  }

  /** Returns whether the variables are those of a continuous integration system. */
  public static boolean isContinuousIntegration(Map<String, String> environment) {
    return !continuousIntegration(environment).isEmpty();
  }

  /** Returns the variable that says so, or an empty text. */
  private static String continuousIntegration(Map<String, String> environment) {
    for (String name : CONTINUOUS_INTEGRATION) {
      if (isSet(environment, name)) {
        return name;
      }
    }
    return "";
  }

  private static Mode mode(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "on" -> Mode.ON;
      case "log" -> Mode.LOG;
      default -> Mode.OFF; // off, or a word that nobody knows
    };
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    return !value.isEmpty() && !value.equals("0") && !value.equalsIgnoreCase("false");
  }
}
