package dev.sandglass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine where no user namespaces can be made. */
@Timeout(120)
class NoNamespacesIT {
  private static final String FORBIDDEN =
      "echo 0 >/proc/sys/user/max_user_namespaces || exit 99; exec \"$@\"";

  @TempDir private Path directory;

  @Test
  void doesNotStartAndSaysHowToMendIt() throws Exception {
    Process engine = start();
    String text = new String(engine.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = engine.waitFor();
    assumeTrue(exitCode != 99, "they cannot be forbidden here");
    assertThat(text)
        .contains("this machine does not let you make sandboxes")
        .contains("user.max_user_namespaces=");
    assertThat(exitCode).isEqualTo(1);
    assertThat(directory.resolve("run/sandglass/engine.json")).doesNotExist();
  }

  private Process start() throws IOException {
    Files.createDirectory(directory.resolve("run"));
    var builder = new ProcessBuilder("unshare", "--user", "--map-root-user", "sh", "-c", FORBIDDEN);
    builder
        .command()
        .addAll(
            List.of(
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                RunningEngine.classPath(),
                EngineMain.class.getName()));
    builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
    builder.environment().put("XDG_RUNTIME_DIR", directory.resolve("run").toString());
    builder.environment().put("XDG_CONFIG_HOME", directory.resolve("config").toString());
    return builder.redirectErrorStream(true).start();
  }
}
