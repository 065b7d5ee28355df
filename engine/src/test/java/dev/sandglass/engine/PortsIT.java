package dev.sandglass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.RunningEngine.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ports inside a sandbox, through the proxy and through forwards. */
class PortsIT {
  /** Echoes requests as HTTP, and WebSocket frames as they are. */
  private static final String SERVER =
      """
      import base64, hashlib, http.server, socketserver

      class Echo(http.server.BaseHTTPRequestHandler):
          protocol_version = 'HTTP/1.1'

          def log_message(self, *arguments):
              pass

          def do_GET(self):
              if self.headers.get('Upgrade', '').lower() == 'websocket':
                  return self.echo_frames()
              if 'chunked' in self.headers.get('Transfer-Encoding', ''):
                  body = bytearray()
                  while (size := int(self.rfile.readline(), 16)) > 0:
                      body += self.rfile.read(size)
                      self.rfile.readline()
                  self.rfile.readline()
              else:
                  body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
              head = '\\n'.join([self.command + ' ' + self.path] + [
                  name.lower() + ': ' + value for name, value in self.headers.items()])
              answer = head.encode() + b'\\n\\n' + str(len(body)).encode()
              self.send_response(418 if self.path == '/teapot' else 200)
              self.send_header('Content-Length', str(len(answer)))
              self.send_header('X-Inside', 'yes')
              self.send_header('Keep-Alive', 'timeout=1')
              self.end_headers()
              if self.command != 'HEAD':
                  self.wfile.write(answer)

          do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_HEAD = do_GET

          def echo_frames(self):
              key = self.headers['Sec-WebSocket-Key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
              self.send_response(101)
              self.send_header('Upgrade', 'websocket')
              self.send_header('Connection', 'Upgrade')
              digest = base64.b64encode(hashlib.sha1(key.encode()).digest())
              self.send_header('Sec-WebSocket-Accept', digest.decode())
              self.end_headers()
              self.wfile.flush()
              head = self.rfile.read(2)
              length = head[1] & 127
              mask = self.rfile.read(4)
              text = bytes(b ^ mask[i % 4] for i, b in enumerate(self.rfile.read(length)))
              self.wfile.write(bytes([0x81, len(text)]) + text)
              self.wfile.flush()
              self.rfile.read(1)
              self.close_connection = True

      class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
          daemon_threads = True

      Server(('127.0.0.1', 8080), Echo).serve_forever()
      """;

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static RunningEngine engine;
  private static String id;

  @BeforeAll
  static void start() {
    engine = RunningEngine.start();
    id = engine.sandbox();
    assumeTrue(!engine.shell(id, "command -v python3").isEmpty(), "no python on this machine");
    engine.shell(id, "cat > /workspace/server.py <<'END'\n" + SERVER + "END\n");
    engine.shell(id, "setsid python3 /workspace/server.py >/workspace/log 2>&1 </dev/null &");
    Await.until(() -> engine.get(path(8080, "/")).status() == 200);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static String path(int port, String rest) {
    return "/v1/sandboxes/" + id + "/proxy/" + port + rest;
  }

  @Test
  void requestsPassWithoutOurKeys() {
    Answer answer =
        engine.send(
            engine
                .request(path(8080, "/a%20b/c?d=e&f"))
                .header("X-EXECD-ACCESS-TOKEN", "t")
                .header("Authorization", "Bearer mine")
                .header("X-Custom", "kept")
                .POST(HttpRequest.BodyPublishers.ofString("12345"))
                .build());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .startsWith("POST /a%20b/c?d=e&f\n")
        .endsWith("\n\n5")
        .contains("x-custom: kept")
        .contains("authorization: Bearer mine")
        .doesNotContainIgnoringCase("open-sandbox-api-key")
        .doesNotContainIgnoringCase("x-execd-access-token")
        .doesNotContain(engine.key());
    assertThat(answer.headers().firstValue("X-Inside")).hasValue("yes");
    assertThat(answer.headers().firstValue("Keep-Alive")).isEmpty();
    assertThat(engine.get(path(8080, "/teapot")).status()).isEqualTo(418);
    assertThat(engine.get(path(8080, "")).body()).startsWith("GET /\n");
  }

  @Test
  void everyMethodPasses() {
    for (String method : new String[] {"PUT", "PATCH", "DELETE", "OPTIONS"}) {
      assertThat(engine.send(method, path(8080, "/x"), "abc").body()).startsWith(method + " /x\n");
    }
    assertThat(engine.send("HEAD", path(8080, "/x"), "").headers().firstValue("X-Inside"))
        .hasValue("yes");
  }

  @Test
  void largeAndChunkedBodiesPass() {
    byte[] chunk = new byte[1 << 20];
    var body = HttpRequest.BodyPublishers.ofByteArrays(Collections.nCopies(32, chunk));
    Answer answer = engine.send(engine.request(path(8080, "/big")).POST(body).build());
    assertThat(answer.body()).endsWith("\n\n" + 32 * chunk.length);
  }

  @Test
  void theEndpointTellsHowToGetThere() throws Exception {
    JsonNode endpoint = engine.get("/v1/sandboxes/" + id + "/endpoints/8080").json();
    assertThat(endpoint.path("endpoint").asText())
        .isEqualTo("127.0.0.1:" + engine.port() + path(8080, ""));
    String token = endpoint.path("headers").path("X-EXECD-ACCESS-TOKEN").asText();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + endpoint.path("endpoint").asText() + "/t"))
            .header("X-EXECD-ACCESS-TOKEN", token)
            .build();
    HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("GET /t\n").doesNotContain(token);
    String other = engine.sandbox();
    HttpRequest stolen =
        HttpRequest.newBuilder(engine.uri("/v1/sandboxes/" + other + "/proxy/8080/"))
            .header("X-EXECD-ACCESS-TOKEN", token)
            .build();
    assertThat(CLIENT.send(stolen, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(401);
    HttpRequest lifecycle =
        HttpRequest.newBuilder(engine.uri("/v1/sandboxes/" + id))
            .header("X-EXECD-ACCESS-TOKEN", token)
            .build();
    assertThat(CLIENT.send(lifecycle, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(401);
    engine.delete("/v1/sandboxes/" + other);
    for (String bad : new String[] {"0", "65536", "x"}) {
      assertThat(engine.get("/v1/sandboxes/" + id + "/endpoints/" + bad).status()).isEqualTo(400);
    }
  }

  @Test
  void aPortWithoutServerIsNamed() {
    Answer answer = engine.get(path(9999, "/"));
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.message()).contains("9999");
  }

  @Test
  void webSocketsPass() throws Exception {
    CompletableFuture<String> echoed = new CompletableFuture<>();
    WebSocket socket =
        CLIENT
            .newWebSocketBuilder()
            .header("OPEN-SANDBOX-API-KEY", engine.key())
            .buildAsync(
                URI.create("ws://127.0.0.1:" + engine.port() + path(8080, "/ws")),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onText(WebSocket s, CharSequence data, boolean last) {
                    echoed.complete(data.toString());
                    return null;
                  }
                })
            .get(20, TimeUnit.SECONDS);
    socket.sendText("hello", true).get(20, TimeUnit.SECONDS);
    assertThat(echoed.get(20, TimeUnit.SECONDS)).isEqualTo("hello");
    socket.abort();
  }

  @Test
  void forwardsListenOnTheLoopbackInterface() throws IOException {
    String forwards = "/v1/x-sandglass/sandboxes/" + id + "/forwards";
    Answer opened = engine.post(forwards, "{\"port\":8080,\"listen\":0}");
    assertThat(opened.status()).isEqualTo(201);
    String address = opened.json().path("address").asText();
    assertThat(opened.json().path("url").asText()).isEqualTo("http://" + address);
    assertThat(engine.get(forwards).json()).hasSize(1);
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write("GET /f HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .contains("GET /f");
    }
    assertThat(engine.delete(forwards + "/8080").status()).isEqualTo(204);
    assertThat(engine.delete(forwards + "/8080").status()).isEqualTo(404);
    assertThat(catchThrowable(() -> new Socket("127.0.0.1", port).close()))
        .isInstanceOf(ConnectException.class);
  }
}
