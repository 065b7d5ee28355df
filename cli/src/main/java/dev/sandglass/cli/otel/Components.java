package dev.sandglass.cli.otel;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.otlp.internal.OtlpLogRecordExporterProvider;
import io.opentelemetry.exporter.otlp.internal.OtlpMetricExporterProvider;
import io.opentelemetry.exporter.otlp.internal.OtlpSpanExporterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.logs.ConfigurableLogRecordExporterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.metrics.ConfigurableMetricExporterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the SDK puts itself together from: its own parts, with our exporters and senders among them.
 * Used by one thread, while the SDK is built.
 */
final class Components implements ComponentLoader {
  private final ComponentLoader found =
      ComponentLoader.forClassLoader(Components.class.getClassLoader());
  private final OtlpSettings settings;
  private final Deliveries deliveries;
  private final Consumer<String> console;
  private Signal building = Signal.TRACES;

  Components(OtlpSettings settings, Deliveries deliveries, Consumer<String> console) {
    this.settings = settings;
    this.deliveries = deliveries;
    this.console = console;
  }

  @Override
  public <T> Iterable<T> load(Class<T> type) {
    List<T> components = new ArrayList<>();
    if (type == ConfigurableSpanExporterProvider.class) {
      components.add(type.cast(new Spans("otlp", this::spans)));
      for (String name : ConsoleExporters.NAMES) {
        components.add(type.cast(new Spans(name, any -> ConsoleExporters.spans(console))));
      }
    } else if (type == ConfigurableMetricExporterProvider.class) {
      components.add(type.cast(new Metrics("otlp", this::metrics)));
      for (String name : ConsoleExporters.NAMES) {
        components.add(type.cast(new Metrics(name, any -> ConsoleExporters.metrics(console))));
      }
    } else if (type == ConfigurableLogRecordExporterProvider.class) {
      components.add(type.cast(new Logs("otlp", this::logs)));
      for (String name : ConsoleExporters.NAMES) {
        components.add(type.cast(new Logs(name, any -> ConsoleExporters.logs(console))));
      }
    } else if (type == HttpSenderProvider.class) {
      HttpSenderProvider own = first(HttpSenderProvider.class);
      Protocol protocol = settings.isJson(building) ? Protocol.HTTP_JSON : Protocol.HTTP_PROTOBUF;
      components.add(type.cast(new Senders.Http(own, building, protocol, deliveries)));
    } else if (type == GrpcSenderProvider.class) {
      GrpcSenderProvider own = first(GrpcSenderProvider.class);
      components.add(type.cast(new Senders.Grpc(own, building, deliveries)));
    } else {
      found.load(type).forEach(components::add);
    }
    return components;
  }

  private <T> T first(Class<T> type) {
    return found.load(type).iterator().next();
  }

  private SpanExporter spans(ConfigProperties config) {
    return build(
        Signal.TRACES,
        () -> JsonExporters.spans(config),
        () -> new OtlpSpanExporterProvider().createExporter(config));
  }

  private MetricExporter metrics(ConfigProperties config) {
    return build(
        Signal.METRICS,
        () -> JsonExporters.metrics(config),
        () -> new OtlpMetricExporterProvider().createExporter(config));
  }

  private LogRecordExporter logs(ConfigProperties config) {
    return build(
        Signal.LOGS,
        () -> JsonExporters.logs(config),
        () -> new OtlpLogRecordExporterProvider().createExporter(config));
  }

  /** Senders are asked for while their exporter is built, without a word about what for. */
  private <T> T build(Signal signal, Supplier<T> json, Supplier<T> other) {
    building = signal;
    return settings.isJson(signal) ? json.get() : other.get();
  }

  private record Spans(String getName, Function<ConfigProperties, SpanExporter> maker)
      implements ConfigurableSpanExporterProvider {
    @Override
    public SpanExporter createExporter(ConfigProperties config) {
      return maker.apply(config);
    }
  }

  private record Metrics(String getName, Function<ConfigProperties, MetricExporter> maker)
      implements ConfigurableMetricExporterProvider {
    @Override
    public MetricExporter createExporter(ConfigProperties config) {
      return maker.apply(config);
    }
  }

  private record Logs(String getName, Function<ConfigProperties, LogRecordExporter> maker)
      implements ConfigurableLogRecordExporterProvider {
    @Override
    public LogRecordExporter createExporter(ConfigProperties config) {
      return maker.apply(config);
    }
  }
}
