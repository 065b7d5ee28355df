package dev.sandglass.sandbox.observability;

import dev.sandglass.sandbox.ClientOptions;
import dev.sandglass.sandbox.SandboxClient;
import dev.sandglass.sandbox.http.ScriptedServer;
import java.io.IOException;
import java.util.Optional;

/** A program that wants no spans, to see which classes that takes. */
public final class QuietMain {
  private QuietMain() {}

  public static void main(String[] arguments) throws IOException {
    var options = ClientOptions.defaults();
    try (var server = new ScriptedServer(ScriptedServer.answer(200, "", ServerScript.SANDBOX));
        var client =
            SandboxClient.openSandbox(
                server.address().base(),
                Optional.empty(),
                arguments.length > 0 ? options : options.withoutOpenTelemetry())) {
      System.out.println("id=" + client.sandboxes().get("a").id());
    }
  }
}
