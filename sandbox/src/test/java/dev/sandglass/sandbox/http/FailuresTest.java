package dev.sandglass.sandbox.http;

import static dev.sandglass.sandbox.http.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sandglass.sandbox.SandboxException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
final class FailuresTest {
  private static Transport transport() {
    Duration limit = Duration.ofSeconds(10);
    return new Transport(
        limit, limit, RetryPolicy.standard(), RequestObserver.NONE, ExchangeObserver.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "cannot pull https://jane:hunter2@registry.example/x, cannot pull https://[redacted]@registry.example/x",
    "GET https://api.example/x?api_key=hunter2&page=1 failed, GET https://api.example/x?api_key=[redacted]&page=1 failed",
    "clone git:hunter2@host.example:x/y, clone [redacted]@host.example:x/y",
    "key: must not be empty, key: must not be empty",
    "no image python:3.12@sha256:abc, no image python:3.12@sha256:abc"
  })
  void takesCredentialsOutOfWhatAServerSays(String said, String shown) throws IOException {
    String body = "{\"code\":\"X\",\"message\":\"" + said + "\"}";
    try (var server = new ScriptedServer(answer(400, "", body));
        var transport = transport()) {
      var failure =
          catchThrowableOfType(
              SandboxException.InvalidRequest.class,
              () -> transport.send(server.address(), RouteCall.to(Route.SANDBOXES_LIST)));
      assertThat(failure).hasMessage(shown);
    }
  }

  @Test
  void showsNoPartOfASecretAtTheCut() {
    String said = "x".repeat(270) + " https://jane:hunter2hunter2hunter2@host.example/";
    assertThat(Failures.printable(said)).endsWith(" https://[redacted]@host.exam…").hasSize(300);
  }

  @Test
  void namesServersWithoutTheirUsers() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    Server server =
        new Server(URI.create("http://jane:hunter2@127.0.0.1:" + free + "/v1"), Map.of());
    try (var transport = transport()) {
      var failure =
          catchThrowableOfType(
              SandboxException.ProviderUnreachable.class,
              () -> transport.send(server, RouteCall.to(Route.SANDBOXES_CREATE)));
      assertThat(failure).hasMessageStartingWith("Nothing answers at http://127.0.0.1:" + free);
    }
  }
}
