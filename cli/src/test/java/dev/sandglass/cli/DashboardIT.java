package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.cli.SandWorld.Ended;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Links to the dashboard. */
final class DashboardIT {
  private static SandWorld world;

  @BeforeAll
  static void start() throws IOException {
    world = new SandWorld();
  }

  @AfterAll
  static void end() throws IOException {
    world.close();
  }

  @Test
  void aLinkOpensTheDashboardOnce() throws IOException {
    Ended ended = world.run("dashboard", "-o", "json");
    assertThat(ended.exitCode()).as(ended.errText()).isZero();
    JsonNode link = ended.json();
    assertThat(link.get("expiresInSeconds").asInt()).isEqualTo(60);
    String url = link.get("url").asText();
    assertThat(url).matches("http://127\\.0\\.0\\.1:[0-9]+/dashboard/open\\?token=[\\w-]{43}");
    assertThat(status(url)).isEqualTo(303);
    assertThat(status(url)).isEqualTo(401);
    String plain = world.run("dashboard").outText().strip();
    assertThat(status(plain)).isEqualTo(303);
    assertThat(world.run("dashboard", "-o", "yaml").outText()).contains("url: \"http://127.");
  }

  private static int status(String url) throws IOException {
    var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  @Test
  void theBrowserIsOpenedOnlyForSomebodyWhoSeesIt() throws IOException {
    Path opened = world.root().resolve("opened");
    Path bin = Files.createDirectory(world.root().resolve("bin"));
    Path browser =
        Files.writeString(
            bin.resolve("xdg-open"), "#!/bin/sh\necho \"$1\" >>'" + opened + "'\nexit 3\n");
    Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwxr-xr-x"));
    String path = "PATH=" + bin + ":$PATH ";
    world.shell(path + "DISPLAY=:7 $SAND dashboard");
    world.terminal(path + "DISPLAY= WAYLAND_DISPLAY= $SAND dashboard");
    world.terminal(path + "DISPLAY=:7 $SAND dashboard --no-open");
    world.terminal(path + "DISPLAY=:7 $SAND dashboard -o json");
    assertThat(opened).doesNotExist();
    Ended seen = world.terminal(path + "DISPLAY=:7 $SAND dashboard");
    assertThat(seen.outText()).contains("/dashboard/open?token=");
    assertThat(seen.exitCode()).isZero();
    if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      // Everybody can read a browser's command line, and root's engine lets everybody in who can.
      assertThat(opened).doesNotExist();
    } else {
      assertThat(seen.outText()).contains("xdg-open could not open");
      assertThat(opened).content().contains("/dashboard/open?token=");
    }
  }

  @Test
  void otherProvidersHaveNone() throws IOException {
    ProcessBuilder sand = world.sand("dashboard", "-o", "json");
    sand.environment().put("SANDGLASS_PROVIDER", "opensandbox");
    sand.environment().put("SANDGLASS_URL", "http://127.0.0.1:1");
    Ended ended = world.end(world.start(sand), new byte[0]);
    assertThat(ended.exitCode()).isEqualTo(125);
    assertThat(ended.error().get("kind").asText()).isEqualTo("unsupported");
    assertThat(ended.error().get("message").asText())
        .contains(
            "provider 'opensandbox' cannot show what was recorded of sandboxes; the local engine can");
  }
}
