package dev.sandglass.telemetry.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The uploader's process has nothing of the process that started it. */
class UploaderProcessIT {
  private static final Map<String, String> NEEDED =
      Map.ofEntries(
          Map.entry("PATH", "/usr/bin:/bin"),
          Map.entry("HOME", "/home/ada"),
          Map.entry("LANG", "C"),
          Map.entry("LC_ALL", "C.UTF-8"),
          Map.entry("XDG_STATE_HOME", "/state"),
          Map.entry("XDG_CONFIG_HOME", "/config"),
          Map.entry("SANDGLASS_TELEMETRY", "on"),
          Map.entry("SANDGLASS_TELEMETRY_HOST", "https://telemetry.example"),
          Map.entry("SANDGLASS_TELEMETRY_KEY", "phc_own"),
          Map.entry("SANDGLASS_CLI_ID", "id"),
          Map.entry("DO_NOT_TRACK", "0"),
          Map.entry("HTTPS_PROXY", "http://a:1"),
          Map.entry("https_proxy", "http://b:1"),
          Map.entry("NO_PROXY", "c"),
          Map.entry("no_proxy", "d"),
          Map.entry("SSL_CERT_FILE", "/certificates.pem"));

  @TempDir private Path home;

  @Test
  void hasOnlyWhatItNeeds() throws Exception {
    Map<String, String> environment = new TreeMap<>(NEEDED);
    environment.put("AWS_SECRET_ACCESS_KEY", "secret");
    environment.put("SSH_AUTH_SOCK", "/agent");
    environment.put("LD_PRELOAD", "/tmp/evil.so");
    environment.put("JAVA_TOOL_OPTIONS", "-javaagent:evil.jar");
    environment.put("SANDGLASS_API_KEY", "secret");
    environment.put("PWD", "/home/ada/project");

    Map<String, String> found = probe("env", environment);

    // The shells in between add these.
    found.keySet().removeAll(List.of("_", "SHLVL", "PWD", "OLDPWD"));
    Map<String, String> expected = new TreeMap<>(NEEDED);
    expected.put("SANDGLASS_TELEMETRY_UPLOADER", "1");
    assertThat(found).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  void isDetached() throws Exception {
    Map<String, String> found =
        probe(
            "for i in 0 1 2; do echo fd$i=$(readlink /proc/$$/fd/$i); done; echo cwd=$(pwd -P);"
                + " echo pid=$$; echo session=$(cut -d' ' -f6 /proc/$$/stat)",
            NEEDED);
    assertThat(found)
        .containsEntry("fd0", "/dev/null")
        .containsEntry("fd1", "/dev/null")
        .containsEntry("fd2", "/dev/null")
        .containsEntry("cwd", "/");
    assertThat(found.get("session")).isEqualTo(found.get("pid"));
  }

  @Test
  void isStartedWithoutSetsidToo() throws Exception {
    Path bin = Files.createDirectory(home.resolve("bin"));
    Path env = bin.resolve("env");
    Files.writeString(env, "#!/bin/sh\nexec /usr/bin/env\n");
    assertThat(env.toFile().setExecutable(true)).isTrue();
    Map<String, String> environment = new TreeMap<>(NEEDED);
    environment.put("PATH", bin.toString());
    assertThat(probe("env", environment)).containsEntry("HOME", "/home/ada");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SANDGLASS_TELEMETRY_UPLOADER", "CI", "GITHUB_ACTIONS", "JENKINS_URL"})
  void isNotStartedByAnUploaderNorInContinuousIntegration(String variable) {
    Path file = home.resolve("started");
    Map<String, String> environment = new TreeMap<>(NEEDED);
    environment.put(variable, "1");
    assertThat(UploaderProcess.start(List.of("touch", file.toString()), environment)).isFalse();
    assertThat(file).doesNotExist();
  }

  @Test
  void doesNotNeedTheCommandToExist() {
    assertThat(UploaderProcess.start(List.of("/no/such/command"), NEEDED)).isTrue();
  }

  @Test
  void leavesArgumentsAsTheyAre() throws Exception {
    Path fifo = fifo();
    String script = "{ for a in \"$@\"; do echo \"$a=\"; done; } > '" + fifo + "'";
    List<String> command =
        List.of("/bin/sh", "-c", script, "sh", "$HOME", "`id`", "a b", "*", "\"'", ";ls");
    assertThat(UploaderProcess.start(command, NEEDED)).isTrue();
    assertThat(Files.readAllLines(fifo))
        .containsExactly("$HOME=", "`id`=", "a b=", "*=", "\"'=", ";ls=");
  }

  @Test
  void startsWithoutLoadingWhatUploadingNeeds() throws Exception {
    List<String> command = new ArrayList<>(UploadingMain.command(StartingMain.class));
    command.add(1, "-Xlog:class+load");
    command.addAll(List.of("PATH=/usr/bin:/bin", "--", "true"));
    Process process = new ProcessBuilder(command).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(output.lines()).contains("true");
    assertThat(output)
        .contains("UploaderProcess")
        .doesNotContain(
            "java.net.http",
            "javax.net.ssl",
            "com.posthog",
            "com.fasterxml",
            "networknt",
            "com.google.re2j",
            "java.util.regex.Pattern$",
            "sun.nio.ch.SocketChannelImpl");
  }

  @Test
  void isDeadAfterTenSecondsEvenIfEverythingHangs() throws Exception {
    Path number = home.resolve("number");
    long start = System.nanoTime();
    Process process =
        UploadingMain.start(
            BackgroundMain.class, home.toString(), "http://127.0.0.1:9", number.toString(), "hang");
    try {
      assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
      // It did hang: it ended by the watchdog and not by itself.
      assertThat(System.nanoTime() - start).isGreaterThan(Effort.HARD_LIMIT.toNanos());
    } finally {
      process.destroyForcibly();
    }
  }

  /** Runs a script as the uploader and returns the NAME=VALUE lines that it prints. */
  private Map<String, String> probe(String script, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path fifo = fifo();
    // The script's own standard output stays what it is; what it finds goes to the pipe.
    String whole = "found=$(" + script + "); printf '%s\\n' \"$found\" > '" + fifo + "'";
    assertThat(UploaderProcess.start(List.of("/bin/sh", "-c", whole), environment)).isTrue();
    Map<String, String> found = new TreeMap<>();
    for (String line : Files.readAllLines(fifo)) {
      int equals = line.indexOf('=');
      found.put(line.substring(0, equals), line.substring(equals + 1));
    }
    return found;
  }

  private Path fifo() throws IOException, InterruptedException {
    Path fifo = home.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    return fifo;
  }
}
