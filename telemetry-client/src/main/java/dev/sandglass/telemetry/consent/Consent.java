package dev.sandglass.telemetry.consent;

import dev.sandglass.telemetry.event.CliId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

  /**
   * A decision and the CLI ID of the same moment.
   *
   * @param decision what was decided
   * @param id the ID of the settings; empty if there is none, or if telemetry is off
   */
  public record Standing(Decision decision, Optional<CliId> id) {
    /** Returns the ID under which events may be recorded and sent; empty if they may not. */
    public Optional<CliId> consentingId() {
      return decision.mode() == Mode.ON ? id : Optional.empty();
    }
  }

  /** Decides anew. */
  public Decision decide() {
    return standing().decision();
  }

  /** Decides anew, and finds the ID in the same look at the settings. */
  public Standing standing() {
    if (isSet(environment, DO_NOT_TRACK)) {
      return off(DecidedBy.DO_NOT_TRACK, DO_NOT_TRACK);
    }
    String value = environment.getOrDefault(variable, "");
    if (!value.isEmpty()) {
      Mode mode = mode(value);
      Optional<CliId> id = mode == Mode.OFF ? Optional.empty() : id();
      return new Standing(new Decision(mode, DecidedBy.VARIABLE, variable), id);
    }
    SettingsStore.Settings read;
    try {
      read = settings.read();
    } catch (UnreadableSettingsException e) {
      return off(DecidedBy.SETTINGS_UNREADABLE, e.where());
    } catch (RuntimeException e) {
      // A program's own store fails in its own way; nobody knows then what the user wants.
      return off(DecidedBy.SETTINGS_UNREADABLE, settings.location());
    }
    if (read.enabled().isPresent()) {
      return read.enabled().get()
          ? new Standing(new Decision(Mode.ON, DecidedBy.SETTINGS, read.where()), read.id())
          : off(DecidedBy.SETTINGS, read.where());
    }
    String system = continuousIntegration(environment);
    if (!system.isEmpty()) {
      return off(DecidedBy.CONTINUOUS_INTEGRATION, system);
    }
    return noticeShown.getAsBoolean()
        ? new Standing(new Decision(Mode.ON, DecidedBy.DEFAULT, ""), read.id())
        : off(DecidedBy.NOTICE_NOT_SHOWN, "");
  }

  private static Standing off(DecidedBy decidedBy, String where) {
    return new Standing(new Decision(Mode.OFF, decidedBy, where), Optional.empty());
  }

  private Optional<CliId> id() {
    try {
      return settings.read().id();
    } catch (UnreadableSettingsException e) {
      return Optional.empty(); // there may be one, but none that anybody can know
    }
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
