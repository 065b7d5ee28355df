package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.cli.otel.OtlpReceiver;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own shows: which classes it loads, and what a signal does to it. */
final class OtelProcessTest {
  @TempDir private Path home;

  private ProcessBuilder sand(Map<String, String> variables, String... arguments) {
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:class+load"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.sandglass.cli.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("HOME", home.toString());
    builder.environment().put("DO_NOT_TRACK", "1");
    builder.environment().putAll(variables);
    return builder;
  }

  /** A provider that cannot be reached: the client is made and used all the same. */
  private String classesLoaded(Map<String, String> variables) throws Exception {
    ProcessBuilder builder = sand(variables, "--provider", "opensandbox", "ls");
    builder.environment().put("SANDGLASS_URL", "http://localhost:1");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(ExitCode.CANNOT.code());
    assertThat(output).contains("dev.sandglass.sandbox.SandboxClient");
    return output;
  }

  @Test
  void notOneClassIsLoadedWhileItIsOff() throws Exception {
    assertThat(classesLoaded(Map.of()).lines())
        .noneMatch(
            line ->
                line.contains(" io.opentelemetry.")
                    || line.contains(" okhttp3.")
                    || line.contains(" dev.sandglass.cli.otel.TracedInvocation"));
    assertThat(
            classesLoaded(Map.of("OTEL_TRACES_EXPORTER", "none", "SANDGLASS_OTEL_ENABLED", "true")))
        .contains(" io.opentelemetry.");
  }

  @Test
  void interruptedCommandsAreDelivered() throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ProcessBuilder builder =
          sand(
              Map.of(
                  "OTEL_EXPORTER_OTLP_ENDPOINT",
                  receiver.url(),
                  "SANDGLASS_OTEL_FLUSH_TIMEOUT",
                  "20s",
                  "SANDGLASS_URL",
                  "http://localhost:" + silent.getLocalPort()),
              "--provider",
              "opensandbox",
              "ls");
      Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      try (Socket asked = silent.accept()) {
        assertThat(asked.getInputStream().read()).isPositive();
        interrupt(process);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED.code());
      assertThat(receiver.spans()).extracting(Span::getName).contains("sand ls");
      Span root =
          receiver.spans().stream()
              .filter(s -> s.getName().equals("sand ls"))
              .findAny()
              .orElseThrow();
      assertThat(root.toString()).contains("interrupted");
    }
  }

  private static void interrupt(Process process) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
