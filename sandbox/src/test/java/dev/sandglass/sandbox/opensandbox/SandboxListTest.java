package dev.sandglass.sandbox.opensandbox;

import static dev.sandglass.sandbox.http.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandglass.sandbox.ClientOptions;
import dev.sandglass.sandbox.CreateRequest;
import dev.sandglass.sandbox.ListFilter;
import dev.sandglass.sandbox.SandboxClient;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxInfo;
import dev.sandglass.sandbox.http.ScriptedServer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SandboxListTest {
  private static String sandbox(String id, String state) {
    return "{\"id\":\"%s\",\"status\":{\"state\":\"%s\"},\"entrypoint\":[\"x\"],"
            .formatted(id, state)
        + "\"createdAt\":\"2026-01-01T00:00:00Z\",\"metadata\":{\"name\":\"n\"}}";
  }

  private static String page(boolean more, String... items) {
    return "{\"items\":["
        + String.join(",", items)
        + "],\"pagination\":{\"hasNextPage\":"
        + more
        + "}}";
  }

  private static SandboxClient client(ScriptedServer server) {
    return SandboxClient.openSandbox(
        server.address().base(), Optional.empty(), ClientOptions.defaults());
  }

  private static List<String> paths(ScriptedServer server) {
    return server.requests().stream()
        .map(line -> line.replaceAll(" HTTP/1.1$", "").replaceAll("\\?.*page=", " page "))
        .map(line -> line.replaceAll("&.*", ""))
        .toList();
  }

  @Test
  void fetchesAPageWhenItIsAskedFor() throws IOException {
    try (var server =
            new ScriptedServer(
                answer(200, "", page(true, sandbox("a", "Running"), sandbox("b", "Odd"))),
                answer(200, "", page(false, sandbox("c", "Running"))));
        var client = client(server)) {
      var sandboxes = client.sandboxes().list(ListFilter.ALL).iterator();
      assertThat(server.requests()).isEmpty();
      assertThat(sandboxes.next().id()).isEqualTo("a");
      assertThat(sandboxes.next().state().name()).isEqualTo("Odd");
      assertThat(server.requests()).hasSize(1);
      assertThat(sandboxes.next().id()).isEqualTo("c");
      assertThat(sandboxes.hasNext()).isFalse();
      assertThat(paths(server))
          .containsExactly("GET /v1/sandboxes page 1", "GET /v1/sandboxes page 2");
    }
  }

  @Test
  void doesNotAskForeverForPagesThatStayEmpty() throws IOException {
    try (var server = new ScriptedServer(answer(200, "", page(true)));
        var client = client(server)) {
      assertThat(client.sandboxes().list(ListFilter.ALL).toList()).isEmpty();
    }
  }

  @Test
  void doesNotTakeAnotherForTheOneNamed() throws IOException {
    try (var server = new ScriptedServer(answer(200, "", page(false, sandbox("a", "Running"))));
        var client = client(server)) {
      assertThatThrownBy(() -> client.sandboxes().resolve("other"))
          .isInstanceOf(SandboxException.class);
      assertThat(client.sandboxes().resolve("n").id()).isEqualTo("a");
    }
  }

  @Test
  void saysWhatIsMissingInAnAnswer() throws IOException {
    try (var server = new ScriptedServer(answer(200, "", page(false, "{\"id\":7}")));
        var client = client(server)) {
      assertThatThrownBy(
              () -> client.sandboxes().list(ListFilter.ALL).stream().map(SandboxInfo::id).toList())
          .isInstanceOf(SandboxException.ServerFault.class)
          .hasMessageContaining("'id'");
    }
  }

  @Test
  void deletesWhatDidNotComeUp() throws IOException {
    try (var server =
            new ScriptedServer(
                answer(202, "", sandbox("a", "Pending")),
                answer(200, "", sandbox("a", "Failed")),
                answer(204, "", ""));
        var client = client(server)) {
      assertThatThrownBy(() -> client.sandboxes().create(CreateRequest.image("x").build()))
          .isInstanceOf(SandboxException.WrongState.class)
          .hasMessageContaining("Failed");
      assertThat(paths(server)).last().isEqualTo("DELETE /v1/sandboxes/a");
    }
  }

  @Test
  void deletesWhatAnInterruptedCreatorHadAskedFor() throws Exception {
    var reached = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    ScriptedServer.Step slow =
        (in, out) -> {
          reached.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          answer(202, "", sandbox("a", "Running")).serve(in, out);
        };
    try (var server = new ScriptedServer(slow, answer(204, "", ""));
        var client = client(server)) {
      var failure = new CompletableFuture<Throwable>();
      Thread creator =
          new Thread(
              () -> {
                try {
                  client.sandboxes().create(CreateRequest.image("x").build());
                } catch (RuntimeException e) {
                  failure.complete(e);
                }
              });
      creator.start();
      assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
      creator.interrupt();
      goOn.countDown();
      assertThat(failure.get(10, TimeUnit.SECONDS))
          .isInstanceOf(SandboxException.Interrupted.class);
      assertThat(paths(server)).containsExactly("POST /v1/sandboxes", "DELETE /v1/sandboxes/a");
    }
  }
}
