package dev.sandglass.engine.observability.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.Await;
import dev.sandglass.engine.json.Json;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Prometheus, in a process and a directory of its own. */
final class Prometheus implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  /** The program, if there is one: on the path, or where {@code .ci/prometheus} puts it. */
  static Optional<Path> program() {
    Stream<String> places =
        Stream.concat(
            Stream.of(System.getProperty("sandglass.prometheus", "")),
            Stream.concat(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(directory -> directory + "/prometheus"),
                Stream.of("../target/prometheus/usr/bin/prometheus")));
    return places
        .map(Path::of)
        .filter(Files::isRegularFile)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts one that scrapes this port every second. */
  Prometheus(Path program, Path directory, int scraped) {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      Path configuration =
          Files.writeString(
              directory.resolve("prometheus.yml"),
              """
              global: {scrape_interval: 1s}
              scrape_configs:
                - job_name: collector
                  honor_labels: true
                  static_configs: [{targets: ["127.0.0.1:%d"]}]
              """
                  .formatted(scraped));
      process =
          new ProcessBuilder(
                  program.toString(),
                  "--config.file=" + configuration,
                  "--storage.tsdb.path=" + directory.resolve("data"),
                  "--web.listen-address=127.0.0.1:" + port)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Await.until(this::ready);
  }

  private boolean ready() {
    assertThat(process.isAlive()).as("it ended").isTrue();
    try {
      HttpRequest request = HttpRequest.newBuilder(uri("/-/ready")).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode data(String path) {
    HttpResponse<String> response = send(HttpRequest.newBuilder(uri(path)).build());
    assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(200);
    try {
      return Json.parse(response.body()).path("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it answers to an expression now: series with labels and a value. */
  JsonNode query(String expression) {
    return data("/api/v1/query?query=" + encoded(expression)).path("result");
  }

  /** The values of a label, of series that match. */
  List<String> labelValues(String label, String match) {
    List<String> values = new ArrayList<>();
    data("/api/v1/label/" + label + "/values?match[]=".replace("[]", "%5B%5D") + encoded(match))
        .forEach(value -> values.add(value.asText()));
    return values;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
