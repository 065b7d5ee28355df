package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.cli.otel.OtlpReceiver;
import dev.sandglass.cli.otel.Protocol;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What only a process of its own shows: which classes it loads, and what a signal does to it. */
final class OtelProcessTest {
  @TempDir private Path home;

  private ProcessBuilder sand(Map<String, String> variables, String... arguments) {
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.sandglass.cli.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
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
    builder.command().add(1, "-Xlog:class+load");
    builder.redirectErrorStream(true);
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
                    || line.contains(" dev.sandglass.cli.otel.http2.")
                    || line.contains(" io.netty.")
                    || line.contains(" dev.sandglass.cli.otel.TracedInvocation"));
    assertThat(
            classesLoaded(Map.of("OTEL_TRACES_EXPORTER", "none", "SANDGLASS_OTEL_ENABLED", "true")))
        .contains(" io.opentelemetry.")
        .doesNotContain(" io.netty."); // which is for gRPC
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aDeadBackendCostsOneLineOnStandardError(Protocol protocol) throws Exception {
    String out = written(Map.of(), List.of());
    assertThat(out).contains("local");
    List<String> errors = new ArrayList<>();
    Map<String, String> dead =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "http://localhost:1",
            "OTEL_EXPORTER_OTLP_PROTOCOL",
            protocol.text());
    assertThat(written(dead, errors)).isEqualTo(out);
    assertThat(errors).singleElement().asString().contains("connection refused by localhost:1");
    Map<String, String> debugged = new HashMap<>(dead);
    debugged.put("LOG_LEVEL", "debug");
    errors.clear();
    assertThat(written(debugged, errors)).isEqualTo(out);
    assertThat(errors).anyMatch(line -> line.contains("Failed to export"));
  }

  @Test
  void theConsoleExporterLeavesStandardOutputAlone() throws Exception {
    List<String> errors = new ArrayList<>();
    Map<String, String> console =
        Map.of(
            "SANDGLASS_OTEL_ENABLED", "true",
            "OTEL_TRACES_EXPORTER", "console",
            "OTEL_METRICS_EXPORTER", "console",
            "OTEL_LOGS_EXPORTER", "console");
    assertThat(written(console, errors)).isEqualTo(written(Map.of(), List.of()));
    assertThat(errors).singleElement().asString().startsWith("span ");
  }

  /** Returns what a command that ends well writes to standard output; collects its errors. */
  private String written(Map<String, String> variables, List<String> errors) throws Exception {
    Path file = home.resolve("errors");
    Process process = sand(variables, "provider", "ls").redirectError(file.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    List<String> lines = Files.readAllLines(file);
    if (errors.isEmpty() && !variables.isEmpty()) {
      errors.addAll(lines);
    } else {
      assertThat(lines).isEmpty();
    }
    return out;
  }

  @Test
  void interruptedCommandsAreDelivered() throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      assertThat(interrupted(receiver, "20s")).isEqualTo(ExitCode.INTERRUPTED.code());
      assertThat(receiver.spans()).extracting(Span::getName).contains("sand ls");
      Span root =
          receiver.spans().stream()
              .filter(s -> s.getName().equals("sand ls"))
              .findAny()
              .orElseThrow();
      assertThat(root.toString()).contains("interrupted");
    }
  }

  @Test
  void interruptedCommandsDoNotWaitForABackendThatSaysNothing() throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      receiver.reply(new OtlpReceiver.Reply.Silence());
      assertThat(interrupted(receiver, "300ms")).isEqualTo(ExitCode.INTERRUPTED.code());
    }
  }

  /** Returns how a command ends that is interrupted while its provider says nothing. */
  private int interrupted(OtlpReceiver receiver, String patience) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      silent.setSoTimeout(500);
      Map<String, String> variables =
          Map.of(
              "OTEL_EXPORTER_OTLP_ENDPOINT",
              receiver.url(),
              "SANDGLASS_OTEL_FLUSH_TIMEOUT",
              patience,
              "SANDGLASS_URL",
              "http://localhost:" + silent.getLocalPort());
      Path said = home.resolve("said");
      Process process =
          sand(variables, "--provider", "opensandbox", "ls")
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      try (Socket asked = accept(silent, process, said)) {
        assertThat(asked.getInputStream().read()).isPositive();
        interrupt(process);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(Files.readString(said)).isTrue();
      } finally {
        process.destroyForcibly();
      }
      return process.exitValue();
    }
  }

  /** Waits for as long as there is somebody to wait for. */
  private static Socket accept(ServerSocket server, Process client, Path said) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (client.isAlive() && System.nanoTime() < end) {
      try {
        return server.accept();
      } catch (SocketTimeoutException e) {
        // It may still come.
      }
    }
    throw new AssertionError("Nobody asked: " + Files.readString(said));
  }

  private static void interrupt(Process process) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
