package dev.sandglass.cli.otel;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A setting as it holds now, fit to be shown: secrets are masked.
 *
 * @param name what it is called, such as {@code traces.endpoint}
 * @param value the value; empty when there is none
 * @param source what kind of place it comes from
 * @param origin the flag, variable, or file and line; empty for defaults
 */
public record EffectiveSetting(String name, String value, Switch.Source source, String origin) {
  /** What does not stand in the settings of the signals. */
  private static final Set<OtelVariable.Group> SHOWN =
      EnumSet.of(OtelVariable.Group.BATCHES, OtelVariable.Group.CONTENT);

  /** Names of attributes and settings that a password may stand behind. */
  private static final String SECRET_NAMES = "(?i).*(key|token|secret|password|auth).*";

  /** Returns all settings, in the order in which they matter. */
  public static List<EffectiveSetting> all(Otel otel) {
    List<EffectiveSetting> all = new ArrayList<>();
    Switch decision = otel.decision();
    all.add(
        new EffectiveSetting(
            "enabled", Boolean.toString(decision.on()), decision.source(), decision.origin()));
    all.add(of("flush-timeout", otel.flushTimeout()));
    OtlpSettings settings = otel.settings();
    for (Signal signal : Signal.values()) {
      addSignal(all, settings, signal);
    }
    for (OtelVariable variable : OtelVariable.values()) {
      if (SHOWN.contains(variable.group())) {
        Optional<Value> value = settings.read(variable.name());
        value
            .or(() -> variable.byDefault().map(Value::byDefault))
            .map(found -> of(name(variable), masked(variable, found)))
            .ifPresent(all::add);
      }
    }
    return all;
  }

  private static void addSignal(List<EffectiveSetting> all, OtlpSettings settings, Signal signal) {
    String prefix = signal.text() + ".";
    all.add(of(prefix + "exporter", settings.exporters(signal)));
    if (!settings.isOtlp(signal)) {
      return;
    }
    String origin = settings.endpoint(signal).origin();
    all.add(of(prefix + "endpoint", new Value(settings.shownEndpoint(signal), origin)));
    all.add(of(prefix + "protocol", settings.protocol(signal)));
    settings
        .headers(signal)
        .map(value -> new Value(Headers.masked(value.text()), value.origin()))
        .ifPresent(value -> all.add(of(prefix + "headers", value)));
    all.add(of(prefix + "compression", settings.compression(signal)));
    all.add(of(prefix + "timeout", settings.timeout(signal)));
    settings.certificate(signal).ifPresent(file -> all.add(of(prefix + "certificate", file)));
    settings
        .clientCertificate(signal)
        .ifPresent(file -> all.add(of(prefix + "client-certificate", file)));
    settings.clientKey(signal).ifPresent(file -> all.add(of(prefix + "client-key", file)));
  }

  private static EffectiveSetting of(String name, Value value) {
    Switch.Source source =
        value.origin().isEmpty()
            ? Switch.Source.DEFAULT
            : value.origin().matches("[A-Z0-9_]+") ? Switch.Source.ENVIRONMENT : Switch.Source.FILE;
    return new EffectiveSetting(name, value.text(), source, value.origin());
  }

  private static String name(OtelVariable variable) {
    return variable
        .name()
        .replaceFirst("^OTEL_(EXPORTER_OTLP_)?", "")
        .toLowerCase(Locale.ROOT)
        .replace('_', '-');
  }

  private static Value masked(OtelVariable variable, Value value) {
    if (variable != OtelVariable.OTEL_RESOURCE_ATTRIBUTES && variable != OtelVariable.BAGGAGE) {
      return value;
    }
    List<String> pairs = new ArrayList<>();
    for (String pair : value.text().split(",")) {
      String key = pair.substring(0, Math.max(0, pair.indexOf('=')));
      pairs.add(key.matches(SECRET_NAMES) ? key + "=***" : pair);
    }
    return new Value(String.join(",", pairs), value.origin());
  }
}
