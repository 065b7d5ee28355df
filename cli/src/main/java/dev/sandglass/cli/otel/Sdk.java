package dev.sandglass.cli.otel;

import dev.sandglass.cli.CommandException;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.View;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The SDK of one run, configured by the standard variables. */
final class Sdk {
  /** What the SDK counts about itself; nobody asked {@code sand} for that. */
  private static final List<String> METERS_OF_THE_SDK =
      List.of("io.opentelemetry.sdk.trace", "io.opentelemetry.sdk.logs");

  private static final String CONTEXT_STORAGE = "io.opentelemetry.context.contextStorageProvider";

  private final OpenTelemetrySdk sdk;
  private final Deliveries deliveries;

  private Sdk(OpenTelemetrySdk sdk, Deliveries deliveries) {
    this.sdk = sdk;
    this.deliveries = deliveries;
  }

  /**
   * Sets the SDK up; nothing connects yet.
   *
   * @param overrides properties that go before all variables
   * @param console takes lines of the exporter to the console
   * @throws CommandException if a variable makes no sense; it is named
   */
  static Sdk of(OtlpSettings settings, Map<String, String> overrides, Consumer<String> console) {
    settings.check();
    new SdkLog().install();
    // No other storage is looked for: that takes longer than all else here.
    System.getProperties().putIfAbsent(CONTEXT_STORAGE, "default");
    Deliveries deliveries = new Deliveries();
    try {
      OpenTelemetrySdk sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              .disableShutdownHook()
              .setComponentLoader(new Components(settings, deliveries, console))
              .addPropertiesCustomizer(config -> OtelProperties.of(settings))
              .addPropertiesCustomizer(config -> overrides)
              .addResourceCustomizer((resource, config) -> Identity.of(resource))
              .addSpanExporterCustomizer(
                  (exporter, config) -> new EngineService(exporter, named(config)))
              .addMeterProviderCustomizer((builder, config) -> withoutOwnMeters(builder))
              .build()
              .getOpenTelemetrySdk();
      return new Sdk(sdk, deliveries);
    } catch (CommandException e) {
      throw e;
    } catch (RuntimeException e) {
      throw e.getCause() instanceof CommandException named ? named : Malformed.fromSdk(e);
    }
  }

  private static Set<String> named(ConfigProperties config) {
    return config.getMap("otel.resource.attributes").keySet();
  }

  private static SdkMeterProviderBuilder withoutOwnMeters(SdkMeterProviderBuilder builder) {
    for (String meter : METERS_OF_THE_SDK) {
      builder.registerView(
          InstrumentSelector.builder().setMeterName(meter).build(),
          View.builder().setAggregation(Aggregation.drop()).build());
    }
    return builder;
  }

  OpenTelemetrySdk openTelemetry() {
    return sdk;
  }

  Deliveries deliveries() {
    return deliveries;
  }

  /** Sends what waits, all signals at once; returns whether that was done in time. */
  boolean flush(Duration timeout) {
    CompletableResultCode all =
        CompletableResultCode.ofAll(
            List.of(
                sdk.getSdkTracerProvider().forceFlush(),
                sdk.getSdkLoggerProvider().forceFlush(),
                sdk.getSdkMeterProvider().forceFlush()));
    return all.join(timeout.toMillis(), TimeUnit.MILLISECONDS).isDone();
  }
}
