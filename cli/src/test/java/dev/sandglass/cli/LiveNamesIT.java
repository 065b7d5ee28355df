package dev.sandglass.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sandglass.cli.SandWorld.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What shells ask {@code sand} while somebody types: quick, silent, and without any trace. */
@ExtendWith(SandWorldParameter.class)
final class LiveNamesIT {
  private static final int RUNS = 5;

  /** 300 ms, and some for a machine that does other things too. */
  private static final int BOUND_MILLIS = 450;

  /** What an engine that nobody should trust calls its sandboxes. */
  private static final List<String> OFFERED = List.of("good", "$(touch pwned)", "a b; touch pwned");

  private static final List<String> REFUSED = List.of("--all", "\u001b[2Jgone", "two\nlines", "");

  @TempDir private Path home;
  private SandWorld world;

  @BeforeEach
  void take(SandWorld shared) {
    world = shared;
  }

  static Stream<String> shells() {
    return CompletionIT.shells();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sandbox", "snapshot", "volume", "template", "path", "nonsense", ""})
  void withoutAnEngineThereIsNothingAndNoneIsStarted(String kind) throws IOException {
    Ended ended = world.end(world.start(asked(kind, "sandbox=box", "word=/")), new byte[0]);
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.outText() + ended.errText()).isEmpty();
    try (Stream<Path> files = Files.walk(home)) {
      assertThat(files).as("what it left behind").containsExactly(home);
    }
  }

  @Test
  void aBrokenConfigurationIsSilentToo() throws IOException {
    Path file = Files.createDirectories(home.resolve("sandglass")).resolve("config.yaml");
    Files.writeString(file, "provider: [\n");
    Ended ended = world.end(world.start(asked("sandbox")), new byte[0]);
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.outText() + ended.errText()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEngineThatDoesNotAnswerIsNotWaitedFor(boolean drips) throws Exception {
    FakeEngine.Behaviour behaviour = drips ? FakeEngine::drip : FakeEngine::stall;
    try (FakeEngine engine = new FakeEngine(home, behaviour)) {
      // The quickest of several: what else this machine does is not to be measured.
      Duration start = fastest(world.sand("version"));
      Duration asking = fastest(asked("sandbox"));
      assertThat(engine.requests()).isNotEmpty();
      assertThat(asking.minus(start)).isLessThan(Duration.ofMillis(BOUND_MILLIS));
    }
  }

  private Duration fastest(ProcessBuilder command) {
    Duration fastest = Duration.ofMinutes(1);
    for (int i = 0; i < RUNS; i++) {
      long begin = System.nanoTime();
      Ended ended = world.end(world.start(command), new byte[0]);
      Duration time = Duration.ofNanos(System.nanoTime() - begin);
      assertThat(ended.exitCode()).isZero();
      fastest = time.compareTo(fastest) < 0 ? time : fastest;
    }
    return fastest;
  }

  @ParameterizedTest
  @MethodSource("shells")
  void whatAnEngineSaysIsNeitherRunNorObeyed(String name) throws Exception {
    List<String> names = new ArrayList<>(OFFERED);
    names.addAll(REFUSED);
    byte[] answer = answer(names);
    try (FakeEngine engine =
            new FakeEngine(home, socket -> socket.getOutputStream().write(answer));
        CompletingShell shell =
            new CompletingShell(
                world, name, home.resolve("shell"), Map.of("XDG_RUNTIME_DIR", home.toString()))) {
      CompletionIT.expect(shell, "sand rm ", OFFERED.toArray(String[]::new));
      assertThat(engine.requests()).isNotEmpty();
      assertThat(shell.work()).isEmptyDirectory();
      assertThat(shell.shown()).doesNotContain("\u001b[2Jgone").doesNotContain("--all");
    }
  }

  /** Whoever types the path of some other sand must not have it run by a TAB. */
  @ParameterizedTest
  @MethodSource("shells")
  void onlyTheSandOfThePathIsAsked(String name) throws Exception {
    try (CompletingShell shell = new CompletingShell(world, name, home, Map.of())) {
      Path evil = Files.writeString(shell.work().resolve("sand"), "#!/bin/sh\ntouch pwned\n");
      Files.setPosixFilePermissions(evil, PosixFilePermissions.fromString("rwxr-xr-x"));
      shell.complete("./sand rm ");
      assertThat(shell.work().resolve("pwned")).doesNotExist();
      assertThat(shell.calls()).isNotEmptyFile();
    }
  }

  @Test
  void nobodyIsToldThatItWasAsked() throws Exception {
    try (ServerSocket backend = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        FakeEngine engine =
            new FakeEngine(
                home, socket -> socket.getOutputStream().write(answer(List.of("box"))))) {
      UsageFiles usage = new UsageFiles(home.resolve("state"), home);
      usage.consent();
      ProcessBuilder asked = asked("sandbox");
      asked.environment().put("XDG_STATE_HOME", usage.state().toString());
      asked.environment().put("SANDGLASS_TELEMETRY", "on");
      String endpoint = "http://127.0.0.1:" + backend.getLocalPort();
      asked.environment().put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
      SandWorld.until(
          "a name", () -> world.end(world.start(asked), new byte[0]).outText().equals("box\n"));
      assertThat(usage.state()).doesNotExist();
      assertThat(engine.requests())
          .isNotEmpty()
          .allSatisfy(
              request ->
                  assertThat(request)
                      .contains("X-Sandglass-Telemetry: off")
                      .doesNotContain("traceparent"));
      backend.setSoTimeout(1);
      assertThatThrownBy(backend::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  private ProcessBuilder asked(String... what) {
    List<String> words = new ArrayList<>(List.of("__complete"));
    Collections.addAll(words, what);
    ProcessBuilder builder = world.sand(words.toArray(String[]::new));
    for (String name : List.of("XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_CONFIG_HOME")) {
      builder.environment().put(name, home.toString());
    }
    return builder;
  }

  private static byte[] answer(List<String> names) {
    ArrayNode items = new ObjectMapper().createArrayNode();
    for (String name : names) {
      var item = items.addObject().put("id", "");
      item.putObject("metadata").put("name", name);
    }
    String body = "{\"items\":" + items + "}";
    String head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: ";
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return (head + length + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8);
  }
}
