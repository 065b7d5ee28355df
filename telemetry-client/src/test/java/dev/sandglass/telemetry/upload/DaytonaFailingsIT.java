package dev.sandglass.telemetry.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.scrubber.GitRemote;
import dev.sandglass.scrubber.HttpMethod;
import dev.sandglass.scrubber.ReportableQuery;
import dev.sandglass.scrubber.RouteTemplate;
import dev.sandglass.telemetry.Telemetry;
import dev.sandglass.telemetry.WatchedCommandLine;
import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.event.HttpStatus;
import dev.sandglass.telemetry.event.Milliseconds;
import dev.sandglass.telemetry.event.RequestHandled;
import dev.sandglass.telemetry.event.SandboxChanged;
import dev.sandglass.telemetry.spool.Candidates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The promises that the telemetry of the Daytona CLI made in 2024 and broke in code, one test each.
 */
class DaytonaFailingsIT {
  @TempDir private Path home;
  private LoopbackServer server;
  private Demo demo;

  @BeforeEach
  void startServer() throws IOException {
    server = LoopbackServer.plain((r, c) -> c.answer(200));
    demo = new Demo(home, server.uri());
  }

  @AfterEach
  void stopServer() throws IOException {
    server.close();
  }

  @Test
  void isPublicNeverSentItsRequestSoEverythingWasPublic() throws IOException {
    try (LoopbackServer world = LoopbackServer.plain((r, c) -> c.answer(404))) {
      demo.ask(world);
      Event event =
          demo.event(
              SandboxChanged.undisclosed(
                  SandboxChanged.Change.CREATED, SandboxChanged.Origin.IMAGE),
              Demo.ID);
      demo.record(event);
      var names =
          new Candidates.Names(
              Optional.empty(), GitRemote.parse("https://github.com/acme/secret-plan"));
      new Candidates(demo.state).keep(event.id(), names);

      demo.upload();

      assertThat(world.requests()).hasSize(1);
      assertThat(sent().path("properties").path("repository").asText())
          .isEqualTo("private-or-unknown");
      assertThat(server.requests().get(0).json()).doesNotContain("secret-plan");
    }
  }

  @Test
  void rawQueryStringsWereSent() {
    demo.record(
        demo.event(
            new RequestHandled(
                RequestHandled.Side.MADE,
                HttpMethod.GET,
                RouteTemplate.of("/sandboxes/:sandboxId"),
                ReportableQuery.of("page=2&name=ada&token=hunter2&page[]=x&state=/home/ada"),
                HttpStatus.of(200),
                new Milliseconds(1),
                RequestHandled.ProviderKind.LOCAL),
            Demo.ID));
    demo.upload();
    assertThat(sent().path("properties").path("query").toString()).isEqualTo("{\"page\":2}");
    assertThat(server.requests().get(0).json()).doesNotContain("ada", "hunter2");
  }

  @Test
  void textsOfErrorsWereSent() {
    assertThat(run("--api-key", "hunter2")).isNotZero();
    demo.upload();
    assertThat(sent().path("properties").path("outcome").asText()).isEqualTo("failed");
    assertThat(server.requests().get(0).json())
        .doesNotContain("ada", "hunter2", "Cannot", "IllegalState");
  }

  @Test
  void namesOfFlagsKeptWhatStoodBehindTheEqualsSign() {
    run("--api-key=hunter2");
    demo.upload();
    assertThat(sent().path("properties").path("options").toString()).isEqualTo("[\"--api-key\"]");
    assertThat(server.requests().get(0).json()).doesNotContain("hunter2");
  }

  @Test
  void optOutWasNotObeyedByTheOtherProcess() throws Exception {
    demo.recordCommands(2);
    Process process =
        UploadingMain.start(
            UploadingMain.class, home.toString(), server.uri().toString(), "0", "DO_NOT_TRACK=1");
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(output).contains("outcome=OFF");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void addressesWereNotSuppressed() {
    demo.recordCommands(1);
    demo.upload();
    JsonNode properties = sent().path("properties");
    assertThat(properties.has("$ip")).isTrue();
    assertThat(properties.path("$ip").isNull()).isTrue();
    assertThat(properties.path("$geoip_disable").asBoolean()).isTrue();
    assertThat(properties.path("$process_person_profile").asBoolean(true)).isFalse();
  }

  @Test
  @Timeout(60)
  void hostsThatSwallowEverythingHeldUpTheExitAndLostTheEvents() throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    try (LoopbackServer hole =
        LoopbackServer.plain(
            (r, c) -> {
              connected.countDown();
              c.fallSilent();
            })) {
      List<String> ids = demo.recordCommands(2).stream().map(id -> id.toString()).toList();
      Path number = home.resolve("number");
      List<String> arguments = new ArrayList<>(List.of("PATH=/usr/bin:/bin", "--"));
      arguments.addAll(
          UploadingMain.command(
              BackgroundMain.class, home.toString(), hole.uri().toString(), number.toString()));

      Process command = UploadingMain.start(StartingMain.class, arguments.toArray(String[]::new));

      assertThat(command.waitFor(30, TimeUnit.SECONDS)).isTrue();
      connected.await();
      // The command is over, and the upload is not.
      long uploader = Long.parseLong(Files.readString(number));
      assertThat(ProcessHandle.of(uploader).orElseThrow().isAlive()).isTrue();
      hole.hangUp();
      awaitEndOfUpload();
      assertThat(demo.queued()).containsExactlyInAnyOrderElementsOf(ids);
    }
    demo.environment.put("DEMO_TELEMETRY_HOST", server.uri().toString());
    assertThat(demo.upload().sent()).isEqualTo(2);
  }

  private void awaitEndOfUpload() throws IOException {
    Path lock = demo.state.path().resolve("upload.lock");
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      channel.lock().release();
    }
  }

  private int run(String... arguments) {
    CommandLine line = new CommandLine(new Demo.Program());
    line.setErr(new PrintWriter(Writer.nullWriter()));
    Telemetry telemetry = new Telemetry(demo.installation(), () -> {});
    return new WatchedCommandLine(line, telemetry, failure -> Demo.Failure.NOT_FOUND)
        .execute(false, message -> {}, arguments);
  }

  private JsonNode sent() {
    assertThat(server.requests()).hasSize(1);
    JsonNode batch = Demo.json(server.requests().get(0).json()).path("batch");
    assertThat(batch).hasSize(1);
    return batch.path(0);
  }
}
