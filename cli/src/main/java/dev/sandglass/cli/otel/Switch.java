package dev.sandglass.cli.otel;

import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.Environment;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.configuration.Configuration;
import dev.sandglass.cli.configuration.Key;
import dev.sandglass.cli.configuration.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether OpenTelemetry is on, and what decided that. A flag goes before the environment, the
 * environment before the configuration; without any of them it is off.
 *
 * @param on whether it is on
 * @param source what kind of thing decided
 * @param origin the flag, the variable, or the file and line; empty when nothing did
 * @param advice what to say about an outdated variable
 */
public record Switch(boolean on, Source source, String origin, Optional<String> advice) {
  /** The variable of {@code sand} itself. */
  public static final String VARIABLE = "SANDGLASS_OTEL_ENABLED";

  /** The flag that switches off. */
  static final String OFF = "--no-otel";

  private static final String SDK_DISABLED = "OTEL_SDK_DISABLED";

  /** Variables that switch, in the order in which they are asked. */
  private static final List<String> SWITCHES =
      List.of(
          VARIABLE,
          "DAYTONA_OTEL_ENABLED",
          "DAYTONA_EXPERIMENTAL_OTEL_ENABLED",
          "LEAP0_SDK_OTEL_ENABLED");

  private static final List<String> DEPRECATED = List.of("DAYTONA_EXPERIMENTAL_OTEL_ENABLED");

  /** Variables that name an endpoint, and so ask for something to be sent there. */
  static final List<String> ENDPOINTS =
      List.of(
          "OTEL_EXPORTER_OTLP_ENDPOINT",
          "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
          "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
          "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
          OtlpSettings.DEPRECATED_ENDPOINT);

  /** What can decide. */
  public enum Source {
    FLAG,
    ENVIRONMENT,
    FILE,
    DEFAULT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Decides.
   *
   * @param flag what the command line says
   * @throws CommandException if what would decide has a value that is neither true nor false
   */
  public static Switch of(
      Optional<Boolean> flag, Environment environment, Configuration configuration) {
    // Every command comes by here: loops start faster than lambdas do.
    if (flag.isPresent()) {
      return new Switch(flag.get(), Source.FLAG, flag.get() ? "--otel" : OFF, none());
    }
    Optional<Switch> decision = fromEnvironment(environment);
    if (decision.isEmpty()) {
      decision = fromFile(configuration);
    }
    return decision.isPresent() ? decision.get() : new Switch(false, Source.DEFAULT, "", none());
  }

  /** Returns whether the environment switches it on; false as well for what makes no sense. */
  static boolean isAskedFor(Environment environment) {
    try {
      return fromEnvironment(environment).map(Switch::on).orElse(false);
    } catch (CommandException e) {
      return false; // told when it is asked for in earnest
    }
  }

  private static Optional<Switch> fromEnvironment(Environment environment) {
    if (read(environment, SDK_DISABLED).orElse(false)) {
      return Optional.of(new Switch(false, Source.ENVIRONMENT, SDK_DISABLED, none()));
    }
    for (String name : SWITCHES) {
      Optional<Boolean> on = read(environment, name);
      if (on.isPresent()) {
        Optional<String> advice =
            DEPRECATED.contains(name)
                ? Optional.of(name + " is deprecated; use " + VARIABLE)
                : none();
        return Optional.of(new Switch(on.get(), Source.ENVIRONMENT, name, advice));
      }
    }
    for (String name : ENDPOINTS) {
      if (environment.variables().getOrDefault(name, "").length() > 0) {
        return Optional.of(new Switch(true, Source.ENVIRONMENT, name, none()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Boolean> read(Environment environment, String name) {
    String value = environment.variables().getOrDefault(name, "").strip();
    if (value.isEmpty()) {
      return Optional.empty();
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default ->
          throw CommandException.cannot(
              ErrorKind.CONFIGURATION, name + ": \"" + value + "\" is not true or false");
    };
  }

  /** Most files say nothing about this; they are not parsed for it. */
  private static Optional<Switch> fromFile(Configuration configuration) {
    if (!configuration.mentions("otel")) {
      return Optional.empty();
    }
    Optional<Setting> setting = configuration.setting(Key.OTEL_ENABLED.path());
    return setting.map(
        found ->
            new Switch(
                configuration.get(Key.OTEL_ENABLED).map(Boolean::valueOf).orElse(false),
                Source.FILE,
                found.origin(),
                none()));
  }

  private static Optional<String> none() {
    return Optional.empty();
  }
}
