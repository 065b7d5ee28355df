package dev.sandglass.sandbox.lookup;

import static dev.sandglass.sandbox.http.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandglass.sandbox.Secret;
import dev.sandglass.sandbox.http.ScriptedServer;
import dev.sandglass.sandbox.lookup.NameLookup.Found;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names of what a server has, from the answers that it gives. */
@Timeout(60)
final class NameLookupTest {
  private static final String SANDBOXES =
      """
      {"pagination":{"page":1},"items":[
        {"id":"sb-1","metadata":{"name":"web","team":{"x":[1]}},"status":{"state":"Running"}},
        {"id":"sb-2","metadata":{"name":"twin"},"status":{"state":"Paused","message":null}},
        {"id":"sb-3","metadata":{"name":"twin"},"status":{"state":"Stopped"}},
        {"id":"sb-4","status":{"state":"Failed"},"entrypoint":["a",{"name":"b"}]}]}
      """;

  @Test
  void sandboxesAreCalledWhatACommandUnderstands() throws IOException {
    try (ScriptedServer server = new ScriptedServer(answer(200, "", SANDBOXES))) {
      assertThat(lookup(server).sandboxes())
          .containsExactly(
              new Found("web", "Running"),
              new Found("sb-2", "Paused"),
              new Found("sb-3", "Stopped"),
              new Found("sb-4", "Failed"));
      assertThat(server.requests().get(0)).startsWith("GET /v1/sandboxes?");
      assertThat(server.heads().get(0))
          .contains("OPEN-SANDBOX-API-KEY: secret")
          .doesNotContain("X-Sandglass");
    }
  }

  @Test
  void filesElsewhereAreAskedOfTheDaemonThatTheServerNames() throws IOException {
    String files =
        """
        [{"path":"/a/dir","type":"directory"},{"path":"/a/file","type":"file"},
         {"path":"/a/link","type":"symlink"}]
        """;
    try (ScriptedServer daemon = new ScriptedServer(answer(200, "", files))) {
      String address = daemon.address().base().getRawAuthority();
      String endpoint = "{\"endpoint\":\"" + address + "\",\"headers\":{\"X-Token\":\"t\"}}";
      try (ScriptedServer server =
          new ScriptedServer(answer(200, "", SANDBOXES), answer(200, "", endpoint))) {
        assertThat(lookup(server).files("web", "/a/"))
            .extracting(Found::name)
            .containsExactly("dir/", "file", "link");
        assertThat(server.requests().get(1)).startsWith("GET /v1/sandboxes/sb-1/endpoints/44772");
        assertThat(daemon.requests().get(0))
            .startsWith("GET /directories/list?")
            .contains("path=%2Fa%2F");
        assertThat(daemon.heads().get(0)).contains("X-Token: t").doesNotContain("secret");
      }
    }
  }

  @Test
  void aSandboxThatIsNotOneHasNoFiles() throws IOException {
    try (ScriptedServer server = new ScriptedServer(answer(200, "", SANDBOXES))) {
      for (String sandbox : List.of("twin", "sb-", "none", "")) {
        assertThat(lookup(server).files(sandbox, "/")).as(sandbox).isEmpty();
      }
      assertThat(server.requests()).allMatch(line -> line.startsWith("GET /v1/sandboxes?"));
    }
  }

  @Test
  void whatIsNoListHasNoNames() throws IOException {
    for (String body : List.of("{}", "[]", "3", "{\"items\":null}", "[[\"a\"]]", "{\"a\":[1]}")) {
      try (ScriptedServer server = new ScriptedServer(answer(200, "", body))) {
        assertThat(lookup(server).sandboxes()).as(body).isEmpty();
      }
    }
  }

  @Test
  void errorsAndRedirectsAreNoAnswers() throws IOException {
    try (ScriptedServer target = new ScriptedServer(answer(200, "", SANDBOXES))) {
      String location = "Location: " + target.address().base() + "/sandboxes\r\n";
      for (int status : List.of(302, 401, 500)) {
        try (ScriptedServer server = new ScriptedServer(answer(status, location, SANDBOXES))) {
          assertThatThrownBy(() -> lookup(server).sandboxes()).isInstanceOf(IOException.class);
        }
      }
      assertThat(target.requests()).isEmpty();
    }
  }

  private static NameLookup lookup(ScriptedServer server) {
    return NameLookup.openSandbox(server.address().base(), Optional.of(Secret.of("secret")))
        .waiting(Duration.ofSeconds(30));
  }
}
