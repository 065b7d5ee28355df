package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.cli.SandWorld.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What recording makes a command do: hardly more than write one small file. */
final class TelemetryCostIT {
  /** What only an uploader needs, and what a command would wait for. */
  private static final List<String> NOT_FOR_COMMANDS =
      List.of(
          "java.net.http.",
          "jdk.internal.net.http.",
          "java.net.Socket",
          "java.net.InetAddress",
          "javax.net.",
          "sun.security.",
          "java.security.SecureRandom",
          "java.util.logging.",
          "com.posthog.",
          "com.fasterxml.",
          "com.networknt.",
          "com.google.re2j.");

  private static final Pattern LOADED = Pattern.compile("\\] (\\S+) source: ");

  /** A socket that goes anywhere, in either direction. */
  private static final Pattern REACHING_OUT =
      Pattern.compile("(?:connect|bind|send(?:to|msg|mmsg))\\([^\\n]*AF_INET");

  private static SandWorld world;

  @TempDir private Path directory;

  @BeforeAll
  static void makeWorld() throws IOException {
    world = new SandWorld();
    world.usage().consent();
  }

  @AfterAll
  static void removeWorld() throws IOException {
    world.close();
  }

  private Set<String> classes(String name, String mode) throws IOException {
    Path log = directory.resolve(name);
    ProcessBuilder sand = world.sand("version");
    sand.environment().put("SANDGLASS_TELEMETRY", mode);
    sand.environment().put("JAVA_TOOL_OPTIONS", "-Xlog:class+load=info:file=" + log);
    assertThat(world.end(world.start(sand), new byte[0]).exitCode()).isZero();
    Set<String> classes = new TreeSet<>();
    Matcher loaded = LOADED.matcher(Files.readString(log));
    while (loaded.find()) {
      classes.add(loaded.group(1));
    }
    return classes;
  }

  @Test
  void noClassOfTheUploaderIsLoaded() throws IOException {
    Assumptions.assumeTrue(world.isOnJvm(), "a native binary loads no classes");
    Set<String> off = classes("off", "off");
    int before = world.usage().waiting().size();
    Set<String> on = classes("on", "on");
    assertThat(world.usage().waiting()).hasSize(before + 1);
    assertThat(off).hasSizeGreaterThan(400);
    Set<String> added = new TreeSet<>(on);
    added.removeAll(off);
    assertThat(added).contains("dev.sandglass.telemetry.event.EventWriter");
    assertThat(added)
        .noneMatch(name -> NOT_FOR_COMMANDS.stream().anyMatch(name::startsWith))
        .noneMatch(name -> name.startsWith("dev.sandglass.telemetry.upload."));
  }

  private String systemCalls(String... command) throws IOException {
    Path log = directory.resolve("calls");
    ProcessBuilder traced =
        world.command("strace", "-f", "-qq", "-e", "trace=%network,execve", "-o", "" + log);
    // Only the command itself: an answer of one's own keeps it from making an archive of classes.
    traced.environment().put("JDK_JAVA_OPTIONS", "-Xshare:auto");
    traced.command().addAll(List.of(command));
    Ended run = world.end(world.start(traced), new byte[0]);
    Assumptions.assumeTrue(
        Files.exists(log) && Files.size(log) > 0, "strace cannot trace here: " + run.errText());
    return Files.readString(log);
  }

  /** The network calls without process numbers, descriptors and addresses of memory. */
  private static List<String> networkCalls(String calls) {
    return calls
        .lines()
        .filter(line -> !line.contains("execve(") && !line.contains("--- SIG"))
        .map(line -> line.replaceFirst("^\\d+ +", "").replaceAll("0x[0-9a-f]+|\\b\\d+\\b", "_"))
        .toList();
  }

  @Test
  void noConnectionIsMade() throws IOException {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is missing");
    int before = world.usage().waiting().size();
    String sand = world.launcher().toString();
    String on = systemCalls("env", "SANDGLASS_TELEMETRY=on", sand, "version");
    assertThat(world.usage().waiting()).hasSize(before + 1);
    String off = systemCalls("env", "SANDGLASS_TELEMETRY=off", sand, "version");
    assertThat(world.usage().waiting()).hasSize(before + 1);
    // Java tries out which sockets there are when it first opens a file's channel, which the
    // command
    // does to read its configuration: telemetry adds nothing to that.
    assertThat(networkCalls(on)).isEqualTo(networkCalls(off));
    assertThat(on).doesNotContainPattern(REACHING_OUT).doesNotContain("setsid");
    // The trace shows a connection when there is one.
    String ls =
        systemCalls(
            "env", "SANDGLASS_URL=http://127.0.0.1:9", sand, "ls", "--provider", "opensandbox");
    assertThat(ls).containsPattern(REACHING_OUT);
  }
}
