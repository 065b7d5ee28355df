package dev.sandglass.telemetry.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.telemetry.event.EventId;
import dev.sandglass.telemetry.spool.UploadState;
import dev.sandglass.telemetry.upload.LoopbackServer.Script;
import dev.sandglass.telemetry.upload.UploadReport.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the network does, no event is lost that should be kept, and none counts twice. */
class FaultMatrixIT {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Script ACCEPT = (request, connection) -> connection.answer(200);

  @TempDir private Path home;

  /** A server that once does something else than to accept. */
  private record Fault(Script script, UploadProblem problem, Optional<Integer> status) {}

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("never answers", (r, c) -> c.fallSilent(), UploadProblem.TIMED_OUT, 0),
        fault("closes the connection", (r, c) -> c.close(), UploadProblem.CONNECTION_LOST, 0),
        fault(
            "half-closes and stays",
            (r, c) -> {
              c.socket().shutdownOutput();
              c.fallSilent();
            },
            UploadProblem.CONNECTION_LOST,
            0),
        fault(
            "breaks off within the head",
            (r, c) -> {
              c.send("HTTP/1.1 200 O");
              c.close();
            },
            UploadProblem.CONNECTION_LOST,
            0),
        fault("speaks no HTTP", (r, c) -> c.send("220 mail\r\n\r\n"), null, 0),
        fault("403", (r, c) -> c.answer(403), UploadProblem.ANSWER, 403),
        fault("404", (r, c) -> c.answer(404), UploadProblem.ANSWER, 404),
        fault("407", (r, c) -> c.answer(407), UploadProblem.PROXY, 407),
        fault("408", (r, c) -> c.answer(408), UploadProblem.ANSWER, 408),
        fault("429", (r, c) -> c.answer(429), UploadProblem.ANSWER, 429),
        fault("500", (r, c) -> c.answer(500), UploadProblem.ANSWER, 500),
        fault("502", (r, c) -> c.answer(502), UploadProblem.ANSWER, 502),
        fault("503", (r, c) -> c.answer(503), UploadProblem.ANSWER, 503));
  }

  private static Arguments fault(String name, Script script, UploadProblem problem, int status) {
    Optional<Integer> expected = status == 0 ? Optional.empty() : Optional.of(status);
    return Arguments.of(name, script, Optional.ofNullable(problem), expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void keepsAllEventsAndSendsThemLater(
      String name, Script script, Optional<UploadProblem> problem, Optional<Integer> status)
      throws IOException {
    AtomicInteger number = new AtomicInteger();
    Script once = (r, c) -> (number.getAndIncrement() == 0 ? script : ACCEPT).serve(r, c);
    try (LoopbackServer server = LoopbackServer.plain(once)) {
      Demo demo = new Demo(home, server.uri());
      List<String> ids = strings(demo.recordCommands(3));

      UploadReport failed = demo.upload(SHORT, Steps.UNWATCHED);

      assertThat(failed.outcome()).isEqualTo(Outcome.UNAVAILABLE);
      problem.ifPresent(p -> assertThat(failed.problem()).contains(p));
      assertThat(failed.status()).isEqualTo(status);
      assertThat(failed.kept()).isEqualTo(3);
      assertThat(demo.queued()).containsExactlyInAnyOrderElementsOf(ids);
      assertThat(demo.sent()).isEmpty();
      assertThat(demo.dead()).isEmpty();
      assertThat(waitAfter(demo)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(11));

      UploadReport later = demo.upload();
      assertThat(later.outcome()).isEqualTo(Outcome.SENT);
      assertThat(demo.sent()).containsExactlyInAnyOrderElementsOf(ids);
      assertThat(demo.queued()).isEmpty();
      assertThat(demo.files("claimed")).isEmpty();
      List<LoopbackServer.Request> requests = server.requests();
      // The same bytes, so that the server can tell a repetition.
      assertThat(requests.get(requests.size() - 1).json()).isEqualTo(requests.get(0).json());
    }
  }

  @Test
  void keepsAllEventsWhenTheConnectionIsRefused() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Demo demo = new Demo(home, URI.create("http://127.0.0.1:" + port));
    assertKeepsAll(demo, UploadProblem.NO_CONNECTION);
  }

  @Test
  void keepsAllEventsWhenTheNameIsUnknown() {
    Demo demo = new Demo(home, URI.create("https://telemetry.invalid"));
    assertKeepsAll(demo, UploadProblem.UNKNOWN_HOST);
  }

  @Test
  void keepsAllEventsWhenTheServerCannotProveWhoItIs()
      throws IOException, GeneralSecurityException {
    Certificates certificates = Certificates.selfSigned(home);
    try (LoopbackServer server = LoopbackServer.secure(certificates.server(), ACCEPT)) {
      Demo demo = new Demo(home, server.uri());
      assertKeepsAll(demo, UploadProblem.TLS);
      assertThat(server.requests()).isEmpty();

      demo.environment.put("SSL_CERT_FILE", certificates.pem().toString());
      assertThat(demo.upload().outcome()).isEqualTo(Outcome.SENT);
      assertThat(server.receivedIds()).hasSize(2);
    }
  }

  @Test
  void neverFollowsARedirect() throws IOException {
    try (LoopbackServer elsewhere = LoopbackServer.plain(ACCEPT)) {
      for (int status : new int[] {301, 302, 303, 307, 308}) {
        Script redirect = (r, c) -> c.answer(status, "Location: " + elsewhere.uri());
        try (LoopbackServer server = LoopbackServer.plain(redirect)) {
          Demo demo = new Demo(home.resolve(String.valueOf(status)), server.uri());
          demo.recordCommands(2);
          UploadReport report = demo.upload();
          assertThat(report.outcome()).isEqualTo(Outcome.UNAVAILABLE);
          assertThat(report.status()).contains(status);
          assertThat(demo.queued()).hasSize(2);
          assertThat(server.requests()).hasSize(1);
        }
      }
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void countsAnAnswerWhoseBodyNeverEnds() throws IOException {
    Script endless =
        (r, c) -> {
          c.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{");
          c.fallSilent();
        };
    try (LoopbackServer server = LoopbackServer.plain(endless)) {
      Demo demo = new Demo(home, server.uri());
      demo.recordCommands(2);
      assertThat(demo.upload(SHORT, Steps.UNWATCHED).sent()).isEqualTo(2);
      assertThat(demo.upload().outcome()).isEqualTo(Outcome.NOTHING_TO_SEND);
      assertThat(server.receivedIds()).hasSize(2);
    }
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void findsTheEventThatSpoilsABatch(int status, String reason) throws IOException {
    String[] bad = new String[1];
    Script picky = (r, c) -> c.answer(r.ids().contains(bad[0]) ? status : 200);
    try (LoopbackServer server = LoopbackServer.plain(picky)) {
      Demo demo = new Demo(home, server.uri());
      List<String> ids = new java.util.ArrayList<>(strings(demo.recordCommands(40)));
      bad[0] = ids.remove(17);

      UploadReport report = demo.upload();

      assertThat(report.outcome()).isEqualTo(Outcome.SENT);
      assertThat(report.sent()).isEqualTo(39);
      assertThat(report.dead()).isEqualTo(1);
      assertThat(demo.dead()).containsExactly(bad[0] + "." + reason);
      assertThat(demo.sent()).containsExactlyInAnyOrderElementsOf(ids);
      assertThat(demo.queued()).isEmpty();
      assertThat(server.requests()).hasSizeLessThan(16);
    }
  }

  static Stream<Arguments> refusals() {
    return Stream.of(Arguments.of(400, "refused"), Arguments.of(413, "too-big"));
  }

  @Test
  void keepsWhatIsNotYetSentOfADividedFile() throws IOException {
    AtomicInteger number = new AtomicInteger();
    Script script = (r, c) -> c.answer(new int[] {400, 200, 503}[number.getAndIncrement()]);
    try (LoopbackServer server = LoopbackServer.plain(script)) {
      Demo demo = new Demo(home, server.uri());
      var events = Stream.generate(() -> demo.event(Demo.command(), Demo.ID)).limit(4).toList();
      demo.record(events.toArray(dev.sandglass.telemetry.event.Event[]::new));
      List<String> ids = events.stream().map(event -> event.id().toString()).toList();

      UploadReport report = demo.upload();

      assertThat(report.outcome()).isEqualTo(Outcome.UNAVAILABLE);
      assertThat(report.sent()).isEqualTo(2);
      assertThat(report.kept()).isEqualTo(2);
      assertThat(demo.sent()).isEqualTo(ids.subList(0, 2));
      assertThat(demo.queued()).isEqualTo(ids.subList(2, 4));
      assertThat(demo.installation().spool().size().events()).isEqualTo(2);
    }
  }

  @Test
  void stopsForADayWhenTheKeyIsRefused() throws IOException {
    try (LoopbackServer server = LoopbackServer.plain((r, c) -> c.answer(401))) {
      Demo demo = new Demo(home, server.uri());
      Instant noon = Instant.parse("2026-03-01T12:00:00Z");
      demo.clock = Clock.fixed(noon, ZoneOffset.UTC);
      demo.recordCommands(60);

      UploadReport report = demo.upload();

      assertThat(report.outcome()).isEqualTo(Outcome.KEY_REFUSED);
      assertThat(report.notBefore()).contains(noon.plus(Duration.ofHours(24)));
      assertThat(demo.queued()).hasSize(60);
      assertThat(server.requests()).hasSize(1);
      var spool = demo.installation().spool();
      assertThat(spool.isUploadDue(spool.size(), noon.plus(Duration.ofHours(23)))).isFalse();
      assertThat(spool.isUploadDue(spool.size(), noon.plus(Duration.ofHours(24)))).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("waits")
  void waitsAsLongAsTheServerAsks(String header, Duration expected) throws IOException {
    try (LoopbackServer server =
        LoopbackServer.plain((r, c) -> c.answer(429, "Retry-After: " + header))) {
      Demo demo = new Demo(home, server.uri());
      Instant noon = Instant.parse("2026-03-01T12:00:00Z");
      demo.clock = Clock.fixed(noon, ZoneOffset.UTC);
      demo.recordCommands(1);
      assertThat(demo.upload().notBefore()).contains(noon.plus(expected));
      assertThat(demo.queued()).hasSize(1);
    }
  }

  static Stream<Arguments> waits() {
    return Stream.of(
        Arguments.of("7200", Duration.ofHours(2)),
        Arguments.of("Sun, 01 Mar 2026 15:00:00 GMT", Duration.ofHours(3)),
        Arguments.of("99999999999999999999999", Duration.ofHours(24)));
  }

  private static void assertKeepsAll(Demo demo, UploadProblem problem) {
    List<String> ids = strings(demo.recordCommands(2));
    UploadReport report = demo.upload();
    assertThat(report.outcome()).isEqualTo(Outcome.UNAVAILABLE);
    assertThat(report.problem()).contains(problem);
    assertThat(report.status()).isEmpty();
    assertThat(demo.queued()).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(UploadState.read(demo.state).lastResult()).isEqualTo(UploadState.Result.UNREACHABLE);
  }

  private static Duration waitAfter(Demo demo) {
    Instant notBefore = UploadState.read(demo.state).notBefore().orElseThrow();
    return Duration.between(Instant.now(), notBefore);
  }

  private static List<String> strings(List<EventId> ids) {
    return ids.stream().map(EventId::toString).toList();
  }
}
