package dev.sandglass.sandbox.http;

import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP client, made when it is first needed: it has a thread and takes a while, which a
 * command that must start the engine first can spend better. Thread-safe.
 */
final class LazyClient {
  private final Duration connectTimeout;
  private @Nullable HttpClient client;

  LazyClient(Duration connectTimeout) {
    this.connectTimeout = connectTimeout;
  }

  synchronized HttpClient get() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(connectTimeout)
              .sslContext(new LazyTls())
              .build();
    }
    return client;
  }
}
