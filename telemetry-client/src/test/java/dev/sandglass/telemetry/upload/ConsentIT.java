package dev.sandglass.telemetry.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.telemetry.event.CliId;
import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.spool.UploadState;
import dev.sandglass.telemetry.upload.LoopbackServer.Script;
import dev.sandglass.telemetry.upload.UploadReport.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Off means off, at once. */
class ConsentIT {
  private static final CliId OTHER_ID =
      CliId.of("11111111-2222-4333-8444-555555555555").orElseThrow();

  @TempDir private Path home;

  @ParameterizedTest
  @CsvSource({
    "DO_NOT_TRACK, 1",
    "DEMO_TELEMETRY, off",
    "DEMO_TELEMETRY, log",
    "DEMO_TELEMETRY, maybe"
  })
  void nothingIsTouchedWhenTheEnvironmentSaysNo(String variable, String value) throws IOException {
    try (LoopbackServer server = LoopbackServer.plain((r, c) -> c.answer(200))) {
      Demo demo = new Demo(home, server.uri());
      demo.recordCommands(2);
      demo.environment.put(variable, value);
      assertThat(demo.upload().outcome()).isEqualTo(Outcome.OFF);
      assertThat(server.requests()).isEmpty();
      assertThat(demo.files("queue")).hasSize(2);
      assertThat(demo.state.path().resolve("upload.lock")).doesNotExist();
    }
  }

  @Test
  void settingsThatCannotBeReadMeanOff() throws IOException {
    try (LoopbackServer server = LoopbackServer.plain((r, c) -> c.answer(200))) {
      Demo demo = new Demo(home, server.uri());
      demo.recordCommands(2);
      Path settings = Path.of(demo.settings.location());
      Files.delete(settings);
      Files.createDirectory(settings);
      assertThat(demo.upload().outcome()).isEqualTo(Outcome.OFF);
      // Nor is anything thrown away: nobody knows whose it is.
      demo.environment.put("DEMO_TELEMETRY", "on");
      assertThat(demo.upload().outcome()).isEqualTo(Outcome.OFF);
      assertThat(server.requests()).isEmpty();
      assertThat(demo.files("queue")).hasSize(2);
    }
  }

  /** What a user can do while an upload is going on. */
  private enum ChangeOfMind {
    DISABLE,
    RESET,
    ONLY_THE_SETTING,
    ONLY_THE_ID;

    void happen(Demo demo) throws IOException {
      if (this == DISABLE || this == ONLY_THE_SETTING) {
        demo.settings.enable(false);
      }
      if (this == RESET || this == ONLY_THE_ID) {
        demo.settings.removeId();
        demo.settings.idOrElseStore(OTHER_ID);
      }
      if (this == DISABLE || this == RESET) {
        demo.installation().spool().erase();
      }
    }

    boolean erases() {
      return this == DISABLE || this == RESET;
    }
  }

  @ParameterizedTest
  @EnumSource
  void consentIsAskedForBeforeEachRequest(ChangeOfMind change) throws IOException {
    AtomicReference<Demo> user = new AtomicReference<>();
    Script script =
        (r, c) -> {
          change.happen(user.get());
          c.answer(200);
        };
    try (LoopbackServer server = LoopbackServer.plain(script)) {
      Demo demo = new Demo(home, server.uri());
      user.set(demo);
      List<Event> events =
          Stream.generate(() -> demo.event(Demo.command(), Demo.ID)).limit(150).toList();
      demo.record(events.toArray(Event[]::new));

      UploadReport report = demo.upload();

      assertThat(report.outcome()).isEqualTo(Outcome.WITHDRAWN);
      assertThat(report.sent()).isEqualTo(100);
      assertThat(server.requests()).hasSize(1);
      assertThat(demo.queued()).hasSize(change.erases() ? 0 : 50);
      if (change.erases()) {
        assertThat(UploadState.read(demo.state)).isEqualTo(UploadState.NEVER);
      }
    }
  }

  @Test
  void eventsOfAnotherIdAreDropped() throws IOException {
    try (LoopbackServer server = LoopbackServer.plain((r, c) -> c.answer(200))) {
      Demo demo = new Demo(home, server.uri());
      Event mine = demo.event(Demo.command(), Demo.ID);
      demo.record(demo.event(Demo.command(), OTHER_ID), mine);
      demo.record(demo.event(Demo.command(), OTHER_ID));

      UploadReport report = demo.upload();

      assertThat(report.sent()).isEqualTo(1);
      assertThat(report.dropped()).isEqualTo(2);
      assertThat(demo.installation().spool().dropped()).isEqualTo(2);
      assertThat(server.receivedIds()).containsExactly(mine.id().toString());
      assertThat(demo.files("queue")).isEmpty();
      assertThat(demo.dead()).isEmpty();
    }
  }

  @Test
  void nothingIsSentWithoutAKey() throws IOException {
    Demo demo = new Demo(home, java.net.URI.create("http://127.0.0.1:9"));
    demo.recordCommands(1);
    UploadPlan plan = demo.plan(Effort.FOREGROUND);
    for (String host : List.of("http://127.0.0.1:9", "http://elsewhere.example")) {
      demo.environment.put("DEMO_TELEMETRY_HOST", host);
      Destination destination = Destination.of(demo.environment, "DEMO_TELEMETRY", "");
      var without =
          new UploadPlan(
              plan.installation(),
              plan.vocabulary(),
              plan.schema(),
              destination,
              Effort.FOREGROUND);
      Outcome expected = host.contains("127") ? Outcome.NO_KEY : Outcome.UNUSABLE_HOST;
      assertThat(Uploader.run(without).outcome()).isEqualTo(expected);
      assertThat(demo.files("queue")).hasSize(1);
    }
  }

  @Test
  void onlyTheBackgroundWaitsAfterAFailure() throws IOException {
    try (LoopbackServer server = LoopbackServer.plain((r, c) -> c.answer(503))) {
      Demo demo = new Demo(home, server.uri());
      demo.clock = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
      demo.recordCommands(1);
      UploadReport first = demo.upload();
      var background =
          new Uploader(
              demo.plan(Effort.BACKGROUND), demo.hosts, Duration.ofSeconds(5), Steps.UNWATCHED);
      UploadReport second = background.upload();
      assertThat(second.outcome()).isEqualTo(Outcome.NOT_DUE);
      assertThat(second.notBefore()).isEqualTo(first.notBefore()).isPresent();
      assertThat(server.requests()).hasSize(1);
      assertThat(demo.upload().outcome()).isEqualTo(Outcome.UNAVAILABLE);
      assertThat(UploadState.read(demo.state).failures()).isEqualTo(2);
    }
  }

  @Test
  void oneUploadAtATime() throws IOException {
    AtomicReference<UploadReport> second = new AtomicReference<>();
    AtomicReference<Demo> other = new AtomicReference<>();
    Script script =
        (r, c) -> {
          second.compareAndSet(null, other.get().upload());
          c.answer(200);
        };
    try (LoopbackServer server = LoopbackServer.plain(script)) {
      Demo demo = new Demo(home, server.uri());
      other.set(demo);
      demo.recordCommands(3);
      assertThat(demo.upload().sent()).isEqualTo(3);
      assertThat(second.get().outcome()).isEqualTo(Outcome.BUSY);
      assertThat(server.requests()).hasSize(1);
    }
  }
}
