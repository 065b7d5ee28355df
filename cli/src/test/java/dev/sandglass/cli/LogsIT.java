package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.sandglass.cli.SandWorld.Ended;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What sand logs to standard error, with the most talkative settings there are. */
final class LogsIT {
  private static final String KEY = "hunter2-of-the-server";

  private SandWorld world;
  private HttpServer server;
  private final List<String> keys = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    world = new SandWorld();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] answer =
        ("{\"code\":\"X\",\"message\":\"cannot pull https://jane:hunter2@registry.example/x\"}")
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          keys.add(exchange.getRequestHeaders().getFirst("OPEN-SANDBOX-API-KEY"));
          exchange.getResponseHeaders().add("Set-Cookie", "session=hunter2");
          exchange.sendResponseHeaders(400, answer.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(answer);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.stop(0);
    world.close();
  }

  private Ended list(String toolOptions) {
    ProcessBuilder sand = world.sand("ls");
    sand.environment().put("SANDGLASS_PROVIDER", "opensandbox");
    sand.environment().put("SANDGLASS_URL", "http://127.0.0.1:" + server.getAddress().getPort());
    sand.environment().put("SANDGLASS_API_KEY", KEY);
    sand.environment().put("LOG_LEVEL", "trace");
    sand.environment().put("JAVA_TOOL_OPTIONS", toolOptions);
    return world.end(world.start(sand), new byte[0]);
  }

  @Test
  void noKeyAndNoPasswordIsLogged() {
    Ended ended = list("-Djdk.httpclient.HttpClient.log=requests,headers,errors");
    assertThat(ended.exitCode()).isEqualTo(125);
    assertThat(keys).containsExactly(KEY);
    assertThat(ended.errText())
        .contains("https://[redacted]@registry.example/x")
        .doesNotContain("hunter2");
  }

  @Test
  void headersAreLoggedWithoutTheirSecrets() {
    Ended ended = list("-Djdk.httpclient.HttpClient.log=requests,headers,errors");
    // A native binary has no such switch.
    assumeTrue(ended.errText().contains("jdk.httpclient.HttpClient"));
    assertThat(ended.errText())
        .containsIgnoringCase("open-sandbox-api-key: [redacted]")
        .containsIgnoringCase("set-cookie: [redacted]");
  }

  @Test
  void aCommandThatLogsNothingDoesNotLoadTheRedactor() {
    ProcessBuilder sand = world.sand("version");
    sand.environment().put("JAVA_TOOL_OPTIONS", "-Xlog:class+load:stderr");
    Ended ended = world.end(world.start(sand), new byte[0]);
    assertThat(ended.exitCode()).isZero();
    // A native binary loads no classes.
    assumeTrue(ended.errText().contains("dev.sandglass.cli.Sand "));
    assertThat(ended.errText()).doesNotContain("com.google.re2j", "scrubber.Redactor");
  }
}
