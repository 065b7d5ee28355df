package dev.sandglass.cli.otel;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.otlp.internal.OtlpLogRecordExporterProvider;
import io.opentelemetry.exporter.otlp.internal.OtlpMetricExporterProvider;
import io.opentelemetry.exporter.otlp.internal.OtlpSpanExporterProvider;
import io.opentelemetry.extension.trace.propagation.B3ConfigurablePropagator;
import io.opentelemetry.extension.trace.propagation.B3MultiConfigurablePropagator;
import io.opentelemetry.extension.trace.propagation.JaegerConfigurablePropagator;
import io.opentelemetry.extension.trace.propagation.OtTraceConfigurablePropagator;
import io.opentelemetry.sdk.autoconfigure.EnvironmentResourceProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurablePropagatorProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ResourceProvider;
import io.opentelemetry.sdk.autoconfigure.spi.logs.ConfigurableLogRecordExporterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.metrics.ConfigurableMetricExporterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the SDK puts itself together from: its own parts, with our exporters and senders among them.
 * They are named here, because looking for them through all jars, or in a native executable through
 * all modules, is most of what it would otherwise take to set the SDK up. Used by one thread, while
 * the SDK is built.
 */
final class Components implements ComponentLoader {
  private final OtlpSettings settings;
  private final Deliveries deliveries;
  private final Consumer<String> console;
  private Signal building = Signal.TRACES;
  private @Nullable HttpClient shared;

  Components(OtlpSettings settings, Deliveries deliveries, Consumer<String> console) {
    this.settings = settings;
    this.deliveries = deliveries;
    this.console = console;
  }

  /** Returns the parts of a kind; a kind of which we have none is not looked for anywhere. */
  @Override
  public <T> Iterable<T> load(Class<T> type) {
    return parts(type).stream().map(type::cast).toList();
  }

  private List<?> parts(Class<?> type) {
    if (type == ConfigurableSpanExporterProvider.class) {
      return named(new Spans("otlp", this::spans), this::consoleSpans);
    } else if (type == ConfigurableMetricExporterProvider.class) {
      return named(new Metrics("otlp", this::metrics), this::consoleMetrics);
    } else if (type == ConfigurableLogRecordExporterProvider.class) {
      return named(new Logs("otlp", this::logs), this::consoleLogs);
    } else if (type == HttpSenderProvider.class) {
      HttpSenderProvider http = this::http;
      return List.of(http);
    } else if (type == GrpcSenderProvider.class) {
      GrpcSenderProvider grpc = this::grpc;
      return List.of(grpc);
    } else if (type == ResourceProvider.class) {
      // Not the one that draws a number for the instance: the random numbers of cryptography take
      // longer to get going than most of the rest.
      return List.of(new EnvironmentResourceProvider());
    } else if (type == ConfigurablePropagatorProvider.class) {
      return List.of(
          new B3ConfigurablePropagator(),
          new B3MultiConfigurablePropagator(),
          new JaegerConfigurablePropagator(),
          new OtTraceConfigurablePropagator());
    }
    return List.of();
  }

  private static List<Object> named(Object otlp, Function<String, Object> console) {
    List<Object> parts = new ArrayList<>(List.of(otlp));
    ConsoleExporters.NAMES.forEach(name -> parts.add(console.apply(name)));
    return parts;
  }

  private Object consoleSpans(String name) {
    return new Spans(name, any -> ConsoleExporters.spans(console));
  }

  private Object consoleMetrics(String name) {
    return new Metrics(name, any -> ConsoleExporters.metrics(console));
  }

  private Object consoleLogs(String name) {
    return new Logs(name, any -> ConsoleExporters.logs(console));
  }

  private HttpSender http(HttpSenderConfig config) {
    Protocol protocol = settings.isJson(building) ? Protocol.HTTP_JSON : Protocol.HTTP_PROTOBUF;
    return new HttpDelivery(
        client(config),
        config,
        new Diagnosis(building, protocol, config.getEndpoint()),
        deliveries);
  }

  /** Each has a thread of its own, so that one has to do unless there are certificates for each. */
  private HttpClient client(HttpSenderConfig config) {
    if (config.getSslContext() != null) {
      return HttpDelivery.client(config);
    }
    HttpClient client = shared;
    if (client == null) {
      client = HttpDelivery.client(config);
      shared = client;
    }
    return client;
  }

  private GrpcSender grpc(GrpcSenderConfig config) {
    return new GrpcDelivery(
        config, new Diagnosis(building, Protocol.GRPC, config.getEndpoint()), deliveries);
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
