package dev.sandglass.telemetry.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.telemetry.upload.LoopbackServer.Connection;
import dev.sandglass.telemetry.upload.LoopbackServer.Request;
import dev.sandglass.telemetry.upload.LoopbackServer.Script;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads go through the proxy that the environment names, and only through that. */
class ProxyIT {
  @TempDir private Path home;
  private static Certificates certificates;

  private LoopbackServer server;
  private Demo demo;

  @BeforeAll
  static void makeCertificates(@TempDir Path directory) throws Exception {
    certificates = Certificates.selfSigned(directory);
  }

  @BeforeEach
  void startServer() throws IOException {
    server = LoopbackServer.secure(certificates.server(), (r, c) -> c.answer(200));
    demo = new Demo(home, server.uri());
    demo.recordCommands(2);
  }

  @AfterEach
  void stopServer() throws IOException {
    server.close();
  }

  @Test
  void tunnelsThroughTheProxy() throws Exception {
    try (LoopbackServer proxy = LoopbackServer.plain(ProxyIT::tunnel)) {
      assertThat(upload("HTTPS_PROXY=http://localhost:" + proxy.port())).contains("sent=2");
      assertThat(proxy.requests()).hasSize(1);
      assertThat(proxy.requests().get(0).line())
          .isEqualTo("CONNECT localhost:" + server.port() + " HTTP/1.1");
      assertThat(server.receivedIds()).hasSize(2);
    }
  }

  @Test
  void givesCredentialsToTheProxyAlone() throws Exception {
    String expected =
        "Basic " + Base64.getEncoder().encodeToString("ada:p@ss".getBytes(StandardCharsets.UTF_8));
    Script script =
        (r, c) -> {
          if (expected.equals(r.headers().get("proxy-authorization"))) {
            tunnel(r, c);
          } else {
            c.answer(407, "Proxy-Authenticate: Basic realm=\"proxy\"");
          }
        };
    try (LoopbackServer proxy = LoopbackServer.plain(script)) {
      assertThat(upload("https_proxy=http://ada:p%40ss@localhost:" + proxy.port()))
          .contains("sent=2");
      assertThat(server.requests()).hasSize(1);
      assertThat(server.requests().get(0).headers())
          .doesNotContainKeys("proxy-authorization", "authorization");
    }
  }

  @Test
  void givesNoCredentialsToAServerThatAsks() throws Exception {
    server.close();
    Script asking = (r, c) -> c.answer(401, "WWW-Authenticate: Basic realm=\"server\"");
    server = LoopbackServer.secure(certificates.server(), asking);
    demo.environment.put("DEMO_TELEMETRY_HOST", server.uri().toString());
    try (LoopbackServer proxy = LoopbackServer.plain(ProxyIT::tunnel)) {
      assertThat(upload("HTTPS_PROXY=http://ada:secret@localhost:" + proxy.port()))
          .contains("outcome=KEY_REFUSED");
      assertThat(server.requests()).hasSize(1);
      assertThat(server.requests().get(0).headers()).doesNotContainKey("authorization");
    }
  }

  @Test
  void goesAroundTheProxyForExceptions() throws Exception {
    try (LoopbackServer proxy = LoopbackServer.plain(ProxyIT::tunnel)) {
      String variable = "HTTPS_PROXY=http://localhost:" + proxy.port();
      assertThat(upload(variable, "NO_PROXY=example.com,localhost")).contains("sent=2");
      assertThat(proxy.requests()).isEmpty();
      assertThat(server.receivedIds()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 407, 413, 502, 503})
  void keepsEverythingWhenTheProxyRefuses(int status) throws Exception {
    try (LoopbackServer proxy = LoopbackServer.plain((r, c) -> c.answer(status))) {
      demo.environment.put("HTTPS_PROXY", "http://localhost:" + proxy.port());
      demo.environment.put("SSL_CERT_FILE", certificates.pem().toString());
      UploadReport report = demo.upload();
      assertThat(report.outcome()).isEqualTo(UploadReport.Outcome.UNAVAILABLE);
      assertThat(report.problem()).contains(UploadProblem.PROXY);
      assertThat(demo.queued()).hasSize(2);
      assertThat(demo.dead()).isEmpty();
      assertThat(server.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://localhost:1", "https://localhost:1", "nonsense://"})
  void neverGoesAroundAProxyItCannotUse(String proxy) {
    demo.environment.put("ALL_PROXY", proxy);
    demo.environment.put("SSL_CERT_FILE", certificates.pem().toString());
    assertThat(demo.upload().problem()).contains(UploadProblem.PROXY);
    assertThat(demo.queued()).hasSize(2);
    assertThat(server.requests()).isEmpty();
  }

  /** Uploads in another process: credentials for tunnels are a setting of the whole Java VM. */
  private String upload(String... variables) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(home.toString(), server.uri().toString()));
    arguments.add("0");
    arguments.add("SSL_CERT_FILE=" + certificates.pem());
    arguments.addAll(List.of(variables));
    Process process = UploadingMain.start(UploadingMain.class, arguments.toArray(String[]::new));
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  private static void tunnel(Request request, Connection connection) throws IOException {
    int port = Integer.parseInt(request.target().substring(request.target().indexOf(':') + 1));
    try (Socket target = new Socket("localhost", port)) {
      connection.send("HTTP/1.1 200 Connected\r\n\r\n");
      Thread back = new Thread(() -> copy(target, connection.socket()));
      back.setDaemon(true);
      back.start();
      copy(connection.socket(), target);
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // either side has closed the connection
    }
  }
}
