package dev.sandglass.sandbox.observability;

import static dev.sandglass.sandbox.http.ScriptedServer.answer;

import dev.sandglass.sandbox.ClientOptions;
import dev.sandglass.sandbox.SandboxClient;
import dev.sandglass.sandbox.http.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Answers of a server by the OpenSandbox specification, and a client that records. */
final class ServerScript {
  /** A sandbox that runs. */
  static final String SANDBOX =
      "{\"id\":\"a\",\"status\":{\"state\":\"Running\"},\"entrypoint\":[\"x\"],"
          + "\"createdAt\":\"2026-01-01T00:00:00Z\",\"metadata\":{\"name\":\"n\"}}";

  private ServerScript() {}

  static SandboxClient client(ScriptedServer server, InMemoryTelemetry telemetry) {
    return SandboxClient.openSandbox(
        server.address().base(),
        Optional.empty(),
        ClientOptions.defaults().withOpenTelemetry(telemetry.sdk(), Duration.ZERO));
  }

  static ScriptedServer.Step sandbox(String state) {
    return answer(200, "", SANDBOX.replace("Running", state));
  }

  /** Answers with the server itself as the sandbox's daemon. */
  static ScriptedServer.Step endpoint(AtomicReference<ScriptedServer> server) {
    return (in, out) ->
        answer(
                200,
                "",
                "{\"endpoint\":\"%s\"}".formatted(server.get().address().base().getRawAuthority()))
            .serve(in, out);
  }

  /** Starts a server whose first answer says that it is the sandbox's daemon itself. */
  static ScriptedServer daemon(ScriptedServer.Step... steps) throws IOException {
    var self = new AtomicReference<ScriptedServer>();
    ScriptedServer.Step[] all = new ScriptedServer.Step[steps.length + 1];
    all[0] = endpoint(self);
    System.arraycopy(steps, 0, all, 1, steps.length);
    self.set(new ScriptedServer(all));
    return self.get();
  }

  /** Reads a chunked body to its end and answers 200 with nothing. */
  static ScriptedServer.Step takingBody() {
    return (in, out) -> {
      StringBuilder end = new StringBuilder();
      while (end.indexOf("\r\n0\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("The body has no end");
        }
        end.append((char) next);
        if (end.length() > 1000) {
          end.delete(0, 900);
        }
      }
      answer(200, "", "").serve(in, out);
    };
  }
}
