package dev.sandglass.telemetry.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.scrubber.GitHost;
import dev.sandglass.scrubber.GitRemote;
import dev.sandglass.scrubber.ImageReference;
import dev.sandglass.telemetry.upload.LoopbackServer.Request;
import dev.sandglass.telemetry.upload.LoopbackServer.Script;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Only a clear yes of the host itself proves that a name is public. */
class PublicChecksIT {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final GitRemote REMOTE =
      GitRemote.parse("https://github.com/acme/tool").orElseThrow();
  private static final ImageReference IMAGE =
      ImageReference.parse("ghcr.io/acme/tool:1").orElseThrow();
  private static final String GIT = "Content-Type: application/x-git-upload-pack-advertisement";
  private static final String JSON = "Content-Type: application/json";

  @TempDir private Path home;
  private Demo demo;
  private Duration allowance = Duration.ofSeconds(20);

  @BeforeEach
  void createState() throws IOException {
    demo = new Demo(home, URI.create("http://127.0.0.1:9"));
    demo.clock = Clock.fixed(NOON, ZoneOffset.UTC);
    Files.createDirectories(demo.state.path());
  }

  @Test
  void asksAGitHostLikeGitDoes() throws IOException {
    try (LoopbackServer host = LoopbackServer.plain((r, c) -> c.answer(200, GIT))) {
      assertThat(checks(host).isPublic(REMOTE)).isTrue();
      assertThat(host.requests()).hasSize(1);
      Request request = host.requests().get(0);
      assertThat(request.line())
          .isEqualTo("GET /acme/tool.git/info/refs?service=git-upload-pack HTTP/1.1");
      // Java 17 sends a length with every request.
      assertThat(request.headers().keySet())
          .isSubsetOf("content-length", "git-protocol", "host", "user-agent");
    }
  }

  static Stream<Arguments> noProofs() {
    return Stream.of(
        no("401", (r, c) -> c.answer(401, GIT)),
        no("403", (r, c) -> c.answer(403, GIT)),
        no("404", (r, c) -> c.answer(404, GIT)),
        no("500", (r, c) -> c.answer(500, GIT)),
        no("204", (r, c) -> c.answer(204, GIT)),
        no("a page for people", (r, c) -> c.answer(200, "Content-Type: text/html")),
        no("no type", (r, c) -> c.answer(200)),
        no("a longer type", (r, c) -> c.answer(200, GIT + "s")),
        no("closed connection", (r, c) -> c.close()),
        no("silence", (r, c) -> c.fallSilent()));
  }

  private static Arguments no(String name, Script script) {
    return Arguments.of(name, script);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noProofs")
  void takesNothingElseForAProof(String name, Script script) throws IOException {
    try (LoopbackServer host = LoopbackServer.plain(script)) {
      PublicChecks checks = checks(host);
      assertThat(checks.isPublic(REMOTE)).isFalse();
      assertThat(checks.isPublic(IMAGE)).isFalse();
      int asked = host.requests().size();
      assertThat(asked).isPositive();
      // One answer is enough for a run, and what is not public is never written down.
      assertThat(checks.isPublic(REMOTE)).isFalse();
      assertThat(host.requests()).hasSize(asked);
      assertThat(demo.files("")).isEmpty();
    }
  }

  @Test
  void followsNoRedirect() throws IOException {
    try (LoopbackServer other = LoopbackServer.plain((r, c) -> c.answer(200, GIT));
        LoopbackServer host =
            LoopbackServer.plain((r, c) -> c.answer(301, "Location: " + other.uri()))) {
      assertThat(checks(host).isPublic(REMOTE)).isFalse();
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void keepsNoCookieAndReadsNoNetrc() throws IOException {
    Files.writeString(home.resolve(".netrc"), "machine localhost login ada password secret\n");
    Script script = (r, c) -> c.answer(200, GIT, "Set-Cookie: who=ada; Path=/");
    try (LoopbackServer host = LoopbackServer.plain(script)) {
      PublicChecks checks = checks(host);
      checks.isPublic(REMOTE);
      checks.isPublic(GitRemote.parse("https://github.com/acme/other").orElseThrow());
      assertThat(host.requests()).hasSize(2);
      assertThat(host.requests())
          .allSatisfy(r -> assertThat(r.headers()).doesNotContainKeys("cookie", "authorization"));
    }
  }

  @Test
  void asksARegistryForATokenThatAnybodyGets() throws IOException {
    Script script =
        (r, c) -> {
          if (r.target().startsWith("/token")) {
            c.answerText(200, "{\"token\":\"anybody\"}", JSON);
          } else {
            c.answerText(
                200, "{\"name\":\"acme/tool\",\"tags\":[\"1\"]}", JSON + "; charset=utf-8");
          }
        };
    try (LoopbackServer registry = LoopbackServer.plain(script)) {
      assertThat(checks(registry).isPublic(IMAGE)).isTrue();
      assertThat(registry.requests()).hasSize(2);
      assertThat(registry.requests().get(0).target())
          .isEqualTo("/token?service=registry&scope=repository:acme/tool:pull");
      assertThat(registry.requests().get(0).headers()).doesNotContainKey("authorization");
      assertThat(registry.requests().get(1).target()).isEqualTo("/v2/acme/tool/tags/list?n=1");
      assertThat(registry.requests().get(1).headers())
          .containsEntry("authorization", "Bearer anybody");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void stopsAtATokenThatIsNone(String body, int requests) throws IOException {
    Script script =
        (r, c) -> {
          if (r.target().startsWith("/token")) {
            c.answerText(200, body, JSON);
          } else {
            c.answer(401, JSON);
          }
        };
    try (LoopbackServer registry = LoopbackServer.plain(script)) {
      assertThat(checks(registry).isPublic(IMAGE)).isFalse();
      assertThat(registry.requests()).hasSize(requests);
    }
  }

  static Stream<Arguments> badTokens() {
    return Stream.of(
        Arguments.of("", 1),
        Arguments.of("no json", 1),
        Arguments.of("{}", 1),
        Arguments.of("{\"token\":\"a\\r\\nHost: b\"}", 1),
        Arguments.of("{\"token\":\"good for nothing\"}", 1),
        Arguments.of("{\"token\":\"refused\"}", 2));
  }

  @Test
  void remembersProofsForThirtyDays() throws IOException {
    try (LoopbackServer host = LoopbackServer.plain((r, c) -> c.answer(200, GIT))) {
      checks(host).isPublic(REMOTE);
      assertThat(Files.readString(demo.state.publicNames()))
          .isEqualTo("{\"name\":\"github.com/acme/tool\",\"proven\":\"2026-03-01T12:00:00Z\"}\n");
      assertThat(Files.getPosixFilePermissions(demo.state.publicNames())).hasSize(2);
      demo.clock = Clock.offset(demo.clock, Duration.ofDays(30).minusSeconds(1));
      assertThat(checks(host).isPublic(REMOTE)).isTrue();
      assertThat(host.requests()).hasSize(1);
      demo.clock = Clock.offset(demo.clock, Duration.ofSeconds(1));
      assertThat(checks(host).isPublic(REMOTE)).isTrue();
      assertThat(host.requests()).hasSize(2);
      demo.clock = Clock.fixed(NOON.minusSeconds(1), ZoneOffset.UTC);
      checks(host).isPublic(REMOTE);
      assertThat(host.requests()).as("clock set back").hasSize(3);
    }
  }

  @Test
  void remembersTheNewestProofs() {
    PublicNames names = new PublicNames(demo.state, demo.clock);
    for (int i = 0; i <= PublicNames.MAX_NAMES; i++) {
      names.add("github.com/acme/tool" + i);
    }
    assertThat(names.contain("github.com/acme/tool0")).isFalse();
    assertThat(names.contain("github.com/acme/tool1")).isTrue();
    assertThat(names.contain("github.com/acme/tool" + PublicNames.MAX_NAMES)).isTrue();
  }

  @Test
  void doesWithoutAFileThatIsTorn() throws IOException {
    Files.writeString(
        demo.state.publicNames(), "{\"name\":\"github.com/acme/tool\",\"pro\n\0\n[]\n");
    assertThat(new PublicNames(demo.state, demo.clock).contain("github.com/acme/tool")).isFalse();
  }

  @Test
  void asksNobodyWithoutTimeOrConsent() throws IOException {
    allowance = Duration.ZERO;
    try (LoopbackServer host = LoopbackServer.plain((r, c) -> c.answer(200, GIT))) {
      PublicChecks checks = checks(host);
      assertThat(checks.isPublic(REMOTE)).isFalse();
      assertThat(checks.isPublic(IMAGE)).isFalse();
      assertThat(host.requests()).isEmpty();
    }
  }

  @Test
  void knowsWhomToAsk() {
    PublicChecks.Hosts real = PublicChecks.Hosts.real();
    assertThat(real.gitHosts()).containsOnlyKeys(GitHost.values());
    assertThat(real.gitHosts().values()).allMatch(uri -> uri.getScheme().equals("https"));
    for (String domain : real.registries().keySet()) {
      var image = ImageReference.parse(domain + "/acme/tool").orElseThrow();
      assertThat(dev.sandglass.scrubber.PublicImage.canBeProven(image)).isTrue();
    }
  }

  private PublicChecks checks(LoopbackServer server) {
    demo.ask(server);
    return new PublicChecks(
        new Requests(demo.environment),
        demo.hosts,
        new PublicNames(demo.state, demo.clock),
        () -> allowance);
  }
}
