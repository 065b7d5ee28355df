package dev.sandglass.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.ClientOptions;
import dev.sandglass.sandbox.ListFilter;
import dev.sandglass.sandbox.OperationObserver;
import dev.sandglass.sandbox.SandboxClient;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The same engine as any other OpenSandbox server: by the specification and nothing else. */
final class OpenSandboxClientIT extends ClientContract {
  @Override
  SandboxClient open(OwnEngine engine) throws IOException {
    return engine.asPlainServer();
  }

  @Test
  void refusesWhatItCannotDoBeforeAnythingIsSent() {
    var requests = new CopyOnWriteArrayList<String>();
    var options =
        ClientOptions.defaults()
            .withObservers(
                request -> {
                  requests.add(request.toString());
                  return outcome -> {};
                },
                OperationObserver.NONE);
    try (var nowhere =
        SandboxClient.openSandbox(URI.create("http://127.0.0.1:9"), Optional.empty(), options)) {
      var handle = nowhere.sandboxes().handle("abc");
      assertThat(nowhere.capabilities()).doesNotContain(Capability.STOP_START);
      List.<Runnable>of(
              () -> handle.stop(SOON),
              () -> handle.start(SOON),
              handle::details,
              () -> handle.processes().list(),
              () -> handle.ports().forwards(),
              () -> nowhere.volumes().list(),
              () -> nowhere.templates().list(),
              () -> nowhere.engine().status())
          .forEach(
              call ->
                  assertThatThrownBy(call::run)
                      .isInstanceOf(SandboxException.Unsupported.class)
                      .hasMessageStartingWith("The provider 'opensandbox' cannot "));
    }
    assertThat(requests).isEmpty();
  }

  @Test
  void saysThatTheKeyIsWrong() throws IOException {
    URI url = URI.create("http://127.0.0.1:" + engine.engineFile().path("port").asInt() + "/v1/");
    for (Optional<Secret> key :
        List.of(Optional.of(Secret.of("wrong")), Optional.<Secret>empty())) {
      try (var stranger = SandboxClient.openSandbox(url, key, ClientOptions.defaults())) {
        assertThatThrownBy(() -> stranger.sandboxes().list(ListFilter.ALL).toList())
            .isInstanceOf(SandboxException.Unauthorized.class);
      }
    }
  }
}
