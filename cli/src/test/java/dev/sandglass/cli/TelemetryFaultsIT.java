package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.cli.SandWorld.Ended;
import dev.sandglass.telemetry.spool.StateDirectory;
import dev.sandglass.telemetry.spool.UploadState;
import dev.sandglass.telemetry.spool.UploadState.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with the network or the disk, the command does not notice. */
final class TelemetryFaultsIT {
  private static SandWorld world;

  @BeforeAll
  static void makeWorld() throws IOException {
    world = new SandWorld();
    world.usage().consent();
  }

  @AfterAll
  static void removeWorld() throws IOException {
    SandWorld.until("the end of all uploaders", () -> !isAnyUploaderLeft());
    world.close();
  }

  /** No engine is started here: whoever has this world's environment uploads. */
  private static boolean isAnyUploaderLeft() {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes.anyMatch(TelemetryFaultsIT::isOfThisWorld);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOfThisWorld(Path process) {
    try {
      return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1)
          .contains(world.root().toString());
    } catch (IOException e) {
      return false; // no process, one of somebody else, or one that has just ended
    }
  }

  static Stream<Integer> statuses() {
    return Stream.of(301, 400, 401, 413, 429, 500, 503);
  }

  /** Runs commands that succeed and that fail, the first of them with an upload that is due. */
  private void sameAsWithout(String host) throws IOException {
    for (String line : new String[] {"-o table version", "-o json no-such-command"}) {
      makeUploadDue();
      Ended with = run(host, "on", line);
      Ended without = run(host, "off", line);
      assertThat(with.exitCode()).isEqualTo(without.exitCode());
      assertThat(with.outText()).isEqualTo(without.outText());
      assertThat(with.errText()).isEqualTo(without.errText());
    }
  }

  private static Ended run(String host, String mode, String line) {
    ProcessBuilder sand = world.sand(line.split(" "));
    sand.environment().put("SANDGLASS_TELEMETRY", mode);
    sand.environment().put("SANDGLASS_TELEMETRY_HOST", host);
    sand.environment().put("SANDGLASS_TELEMETRY_KEY", "phc_test");
    return world.end(world.start(sand), new byte[0]);
  }

  /** As after a day without one: the last attempt was long ago, and no failure asks to wait. */
  private static void makeUploadDue() throws IOException {
    world.run("-o", "table", "version");
    Instant longAgo = Instant.parse("2020-01-01T00:00:00Z");
    new UploadState(Optional.of(longAgo), Result.SENT, Optional.empty(), Optional.empty(), 0)
        .write(new StateDirectory(world.usage().telemetry()));
    Files.deleteIfExists(world.usage().telemetry().resolve("upload.starting"));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void anAnswerChangesNothing(int status) throws IOException {
    // One to another collector would keep this one's away, or tell when to try again.
    SandWorld.until("the end of earlier uploaders", () -> !isAnyUploaderLeft());
    try (Collector collector = new Collector(status)) {
      sameAsWithout(collector.url());
      SandWorld.until("an upload", () -> !collector.bodies().isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:9",
        "https://no-such-host.invalid",
        "https://127.0.0.1:9",
        "http://example.com",
        "not a URL"
      })
  void aHostThatCannotBeReachedChangesNothing(String host) throws IOException {
    sameAsWithout(host);
  }

  @Test
  void aHostThatNeverAnswersChangesNothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      sameAsWithout("http://127.0.0.1:" + silent.getLocalPort());
      sameAsWithout("https://127.0.0.1:" + silent.getLocalPort());
    }
  }

  /** Runs a script in a mount namespace of its own, in which {@code $D} is a small disk. */
  private static Ended onSmallDisk(String script) {
    String mount =
        "D=$(mktemp -d) && mount -t tmpfs -o size=64k tmpfs $D && export D && mkdir $D/state && "
            + script;
    return world.end(world.start(world.command("unshare", "-rm", "sh", "-c", mount)), new byte[0]);
  }

  @Test
  void aFullDiskChangesNothing() {
    Assumptions.assumeTrue(
        onSmallDisk("echo ok").outText().equals("ok\n"), "no mount namespaces here");
    Ended full =
        onSmallDisk(
            "cat /dev/zero >$D/full 2>/dev/null;"
                + " SANDGLASS_TELEMETRY=on XDG_STATE_HOME=$D/state $SAND -o table version");
    Ended without = world.shell("SANDGLASS_TELEMETRY=off $SAND -o table version");
    assertThat(full.errText()).isEqualTo(without.errText());
    assertThat(full.outText()).isEqualTo(without.outText());
    assertThat(full.exitCode()).isZero();
  }

  @Test
  void aHomeThatCannotBeWrittenChangesNothing() {
    Assumptions.assumeTrue(
        onSmallDisk("echo ok").outText().equals("ok\n"), "no mount namespaces here");
    Ended readOnly =
        onSmallDisk(
            // Mounted anew, as an ordinary user's namespace may not remount.
            "mount -t tmpfs -o ro tmpfs $D && SANDGLASS_TELEMETRY=on HOME=$D"
                + " XDG_STATE_HOME=$D/state XDG_CONFIG_HOME=$D/config"
                + " $SAND -o table version; echo $?");
    Ended without = world.shell("SANDGLASS_TELEMETRY=off $SAND -o table version; echo $?");
    assertThat(readOnly.errText()).isEqualTo(without.errText());
    assertThat(readOnly.outText()).isEqualTo(without.outText());
  }

  @Test
  void aDirectoryInTheWayChangesNothing() throws IOException {
    Path state = Files.createDirectory(world.root().resolve("odd"));
    Files.createDirectories(state.resolve("sandglass"));
    Files.write(state.resolve("sandglass/telemetry"), "a file".getBytes(StandardCharsets.UTF_8));
    Ended run = world.shell("XDG_STATE_HOME=" + state + " $SAND -o table version");
    assertThat(run.exitCode()).isZero();
    assertThat(run.errText()).isEmpty();
    assertThat(state.resolve("sandglass/telemetry")).hasContent("a file");
  }
}
