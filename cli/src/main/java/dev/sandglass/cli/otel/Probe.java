package dev.sandglass.cli.otel;

import dev.sandglass.cli.Version;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** One span, one point and one log record, and what became of them. */
final class Probe {
  private static final String NAME = "sand otel test";
  private static final String SCOPE = "dev.sandglass.cli";

  private Probe() {}

  static Map<Signal, Outcome> run(OtlpSettings settings, Version version, Duration patience) {
    // A sampler would have its say about the only span there is.
    Map<String, String> overrides = Map.of("otel.traces.sampler", "always_on");
    Sdk sdk = Sdk.of(settings, overrides, line -> {});
    OpenTelemetrySdk telemetry = sdk.openTelemetry();
    telemetry.getTracer(SCOPE).spanBuilder(NAME).startSpan().end();
    telemetry
        .getMeter(SCOPE)
        .counterBuilder("sandglass.test")
        .setDescription("Runs of sand otel test")
        .setUnit("{run}")
        .build()
        .add(1);
    telemetry
        .getLogsBridge()
        .get(SCOPE)
        .logRecordBuilder()
        .setSeverity(Severity.INFO)
        .setBody(NAME + " of sand " + version.text())
        .emit();
    sdk.flush(patience);
    Map<Signal, Outcome> outcomes = new EnumMap<>(Signal.class);
    for (Signal signal : Signal.values()) {
      outcomes.put(signal, outcome(sdk, settings, signal, patience));
    }
    return outcomes;
  }

  private static Outcome outcome(Sdk sdk, OtlpSettings settings, Signal signal, Duration patience) {
    if (!settings.isOtlp(signal)) {
      return new Outcome(
          Outcome.Kind.SKIPPED,
          settings.exporters(signal).origin() + "=" + settings.exporters(signal).text(),
          "");
    }
    return sdk.deliveries()
        .of(signal)
        .orElseGet(
            () ->
                Outcome.failed(
                    "no answer within " + patience.toMillis() + "ms",
                    "Is something between you and the backend dropping packets?"));
  }
}
