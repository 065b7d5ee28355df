package dev.sandglass.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sandglass.sandbox.ClientOptions;
import dev.sandglass.sandbox.SandboxClient;
import dev.sandglass.sandbox.UsageTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an engine is told with every request; this process stands in for it. */
@Timeout(60)
final class LocalProviderTest {
  @TempDir private Path runtime;
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final List<List<String>> said = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          paths.add(exchange.getRequestURI().getPath());
          said.add(exchange.getRequestHeaders().getOrDefault(UsageTelemetry.HEADER, List.of()));
          byte[] body = "{\"version\":\"7\",\"items\":[]}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    Path directory = Files.createDirectory(runtime.resolve("sandglass"));
    Path file = directory.resolve("engine.json");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        file,
        """
        {"version":"%s","pid":%d,"startTime":%s,"address":"127.0.0.1","port":%d,"key":"k"}"""
            .formatted(
                ClientVersion.CURRENT,
                ProcessHandle.current().pid(),
                fields[19],
                server.getAddress().getPort()));
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private void requests(ClientOptions options) throws IOException {
    Map<String, String> environment = Map.of("XDG_RUNTIME_DIR", runtime.toString());
    try (SandboxClient client = SandboxClient.local(options.withEnvironment(environment))) {
      assertThat(client.engine().status()).isPresent();
      client.volumes().list();
      client.api("GET", "/x", Map.of(), Optional.empty()).close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OFF", "ON"})
  void everyRequestSaysWhetherItMayBeRecorded(UsageTelemetry mode) throws IOException {
    requests(ClientOptions.defaults().withUsageTelemetry(mode));
    assertThat(paths).containsExactly("/v1/x-sandglass/engine", "/v1/x-sandglass/volumes", "/v1/x");
    assertThat(said).hasSize(3).allMatch(List.of(mode.name().toLowerCase(Locale.ROOT))::equals);
  }

  @Test
  void nothingIsSaidByDefault() throws IOException {
    requests(ClientOptions.defaults());
    assertThat(said).hasSize(3).allMatch(List::isEmpty);
  }
}
