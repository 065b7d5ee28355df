package dev.sandglass.engine.observability.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * What stands between an engine and Prometheus: takes OTLP over HTTP at {@code /v1/metrics}, and
 * shows the last point of each series at {@code /metrics} with resource attributes as labels, as
 * OpenTelemetry's Collector does.
 */
final class ScrapedCollector implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, String> series = new ConcurrentSkipListMap<>();

  ScrapedCollector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Names of metrics so far. */
  List<String> names() {
    return series.keySet().stream().map(key -> key.replaceAll("\\{.*", "")).distinct().toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String answer = "";
    if (exchange.getRequestURI().getPath().equals("/v1/metrics")) {
      byte[] body = new GZIPInputStream(exchange.getRequestBody()).readAllBytes();
      ExportMetricsServiceRequest.parseFrom(body).getResourceMetricsList().forEach(this::take);
    } else if (exchange.getRequestURI().getPath().equals("/metrics")) {
      answer =
          series.entrySet().stream()
              .map(one -> one.getKey() + " " + one.getValue() + "\n")
              .collect(Collectors.joining());
    } else {
      // Logs come here as well.
      exchange.getRequestBody().readAllBytes();
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
    exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void take(ResourceMetrics resource) {
    for (ScopeMetrics scope : resource.getScopeMetricsList()) {
      for (Metric metric : scope.getMetricsList()) {
        List<NumberDataPoint> points =
            metric.hasSum()
                ? metric.getSum().getDataPointsList()
                : metric.getGauge().getDataPointsList();
        for (NumberDataPoint point : points) {
          Map<String, String> labels = new TreeMap<>();
          add(labels, resource.getResource().getAttributesList());
          labels.put("job", labels.get("service_name"));
          add(labels, point.getAttributesList());
          String value = point.hasAsInt() ? "" + point.getAsInt() : "" + point.getAsDouble();
          series.put(PrometheusNames.metric(metric) + text(labels), value);
        }
      }
    }
  }

  private static void add(Map<String, String> labels, List<KeyValue> attributes) {
    for (KeyValue attribute : attributes) {
      labels.put(PrometheusNames.label(attribute.getKey()), attribute.getValue().getStringValue());
    }
  }

  private static String text(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
