import dev.sandglass.sandbox.ClientOptions;
import dev.sandglass.sandbox.CreateRequest;
import dev.sandglass.sandbox.Sandbox;
import dev.sandglass.sandbox.SandboxClient;
import dev.sandglass.sandbox.files.Permissions;
import dev.sandglass.sandbox.process.ExecRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

public final class Example {
  public static void main(String[] arguments) {
    try (SandboxClient client = SandboxClient.local(ClientOptions.defaults())) {
      Sandbox sandbox =
          client.sandboxes().create(CreateRequest.image("host").limit("memory", "256Mi").build());
      try {
        byte[] script = "read name; echo \"hello $name\"\n".getBytes(StandardCharsets.UTF_8);
        sandbox
            .files()
            .write(
                "/workspace/hello.sh", new ByteArrayInputStream(script), Permissions.mode(0755));
        var result =
            sandbox.processes().run(ExecRequest.of("sh", "-c", "echo sand | sh hello.sh"));
        System.out.print(result.stdoutText());
      } finally {
        sandbox.delete();
      }
    }
  }
}
