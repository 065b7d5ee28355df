package dev.sandglass.telemetry.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.scrubber.GitRemote;
import dev.sandglass.scrubber.ImageReference;
import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.event.SandboxChanged;
import dev.sandglass.telemetry.spool.Candidates;
import dev.sandglass.telemetry.upload.LoopbackServer.Script;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names leave when they are proven public and say nothing of the user, else never. */
class DisclosureIT {
  private static final Script PUBLIC =
      (r, c) -> {
        if (r.target().contains("git-upload-pack")) {
          c.answer(200, "Content-Type: application/x-git-upload-pack-advertisement");
        } else {
          c.answerText(200, "{\"token\":\"anybody\"}", "Content-Type: application/json");
        }
      };

  @TempDir private Path home;

  @Test
  void sendsNamesThatProveToBePublic() throws IOException {
    try (LoopbackServer server = LoopbackServer.plain((r, c) -> c.answer(200));
        LoopbackServer world = LoopbackServer.plain(PUBLIC)) {
      Demo demo = new Demo(home, server.uri());
      demo.ask(world);
      recordSandbox(demo, "ghcr.io/acme/tool:1.2", "https://github.com/acme/tool");

      Preview preview = demo.preview();
      assertThat(preview.unproven()).containsExactly("ghcr.io/acme/tool", "github.com/acme/tool");
      assertThat(preview.bodies().get(0)).doesNotContain("acme");
      assertThat(world.requests()).as("a preview asks nobody").isEmpty();

      assertThat(demo.upload().sent()).isEqualTo(1);
      JsonNode properties = properties(server);
      assertThat(properties.path("image").asText()).isEqualTo("ghcr.io/acme/tool:1.2");
      assertThat(properties.path("repository").asText()).isEqualTo("github.com/acme/tool");
      assertThat(world.requests()).hasSize(3);
      assertThat(demo.files("candidates")).isEmpty();

      recordSandbox(demo, "ghcr.io/acme/tool", "https://github.com/acme/tool");
      assertThat(demo.preview().unproven()).as("known by now").isEmpty();
      assertThat(demo.preview().bodies().get(0)).contains("ghcr.io/acme/tool");
      demo.upload();
      assertThat(world.requests()).hasSize(3);
    }
  }

  @Test
  void keepsNamesThatDoNot() throws IOException {
    try (LoopbackServer server = LoopbackServer.plain((r, c) -> c.answer(200));
        LoopbackServer world = LoopbackServer.plain((r, c) -> c.answer(404))) {
      Demo demo = new Demo(home, server.uri());
      demo.ask(world);
      recordSandbox(demo, "ghcr.io/acme/secret-plan", "https://github.com/acme/secret-plan");
      demo.upload();
      JsonNode properties = properties(server);
      assertThat(properties.path("image").asText()).isEqualTo("private-or-unknown");
      assertThat(properties.path("repository").asText()).isEqualTo("private-or-unknown");
      assertThat(demo.files("candidates")).isEmpty();
      for (Path file : demo.files("")) {
        assertThat(Files.readString(file)).doesNotContain("secret-plan");
      }
    }
  }

  @Test
  void putsAwayWhatMaySayWhoTheUserIs() throws IOException {
    try (LoopbackServer server = LoopbackServer.plain((r, c) -> c.answer(200));
        LoopbackServer world = LoopbackServer.plain(PUBLIC)) {
      Demo demo = new Demo(home, server.uri());
      demo.ask(world);
      demo.environment.put("USER", "adalove");
      Event event = recordSandbox(demo, "ghcr.io/adalove/tool", "https://github.com/acme/tool");
      demo.recordCommands(1);

      UploadReport report = demo.upload();

      assertThat(report.dead()).isEqualTo(1);
      assertThat(report.sent()).isEqualTo(1);
      assertThat(demo.dead()).containsExactly(event.id() + ".discloses");
      assertThat(server.requests()).hasSize(1);
      assertThat(server.requests().get(0).json()).doesNotContain("adalove");
      assertThat(String.join("\n", demo.sent())).doesNotContain(event.id().toString());
      assertThat(demo.traced).contains("put away " + event.id() + ": it may hold a user name");
      assertThat(demo.queued()).isEmpty();
    }
  }

  @Test
  void asksNobodyForEventsOfAnotherId() throws IOException {
    try (LoopbackServer world = LoopbackServer.plain(PUBLIC)) {
      Demo demo = new Demo(home, URI.create("http://127.0.0.1:9"));
      demo.ask(world);
      recordSandbox(demo, "ghcr.io/acme/tool", "https://github.com/acme/tool");
      demo.settings.removeId();
      demo.settings.idOrElseStore(
          dev.sandglass.telemetry.event.CliId.of("11111111-2222-4333-8444-555555555555")
              .orElseThrow());
      assertThat(demo.upload().dropped()).isEqualTo(1);
      assertThat(world.requests()).isEmpty();
      assertThat(demo.files("candidates")).isEmpty();
    }
  }

  @Test
  void asksNobodyOnceTheUserHasSaidNo() throws IOException {
    AtomicReference<Demo> user = new AtomicReference<>();
    Script changeOfMind =
        (r, c) -> {
          user.get().settings.enable(false);
          PUBLIC.serve(r, c);
        };
    try (LoopbackServer server = LoopbackServer.plain((r, c) -> c.answer(200));
        LoopbackServer world = LoopbackServer.plain(changeOfMind)) {
      Demo demo = new Demo(home, server.uri());
      user.set(demo);
      demo.ask(world);
      recordSandbox(demo, "ghcr.io/acme/one", "https://github.com/acme/one");
      recordSandbox(demo, "ghcr.io/acme/two", "https://github.com/acme/two");
      assertThat(demo.upload().outcome()).isEqualTo(UploadReport.Outcome.WITHDRAWN);
      assertThat(world.requests()).hasSize(1);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void previewsExactlyWhatIsSent() throws IOException {
    try (LoopbackServer server = LoopbackServer.plain((r, c) -> c.answer(200))) {
      Demo demo = new Demo(home, server.uri());
      demo.recordCommands(130);
      List<Path> files = demo.files("");
      Preview preview = demo.preview();
      assertThat(demo.files("")).as("untouched").isEqualTo(files);
      demo.upload();
      assertThat(server.requests().stream().map(LoopbackServer.Request::json))
          .containsExactlyElementsOf(preview.bodies());
      assertThat(preview.bodies()).hasSize(2);
    }
  }

  private static Event recordSandbox(Demo demo, String image, String remote) {
    Event event =
        demo.event(
            SandboxChanged.undisclosed(SandboxChanged.Change.CREATED, SandboxChanged.Origin.IMAGE),
            Demo.ID);
    demo.record(event);
    new Candidates(demo.state)
        .keep(
            event.id(), new Candidates.Names(ImageReference.parse(image), GitRemote.parse(remote)));
    return event;
  }

  private static JsonNode properties(LoopbackServer server) {
    return Demo.json(server.requests().get(0).json()).path("batch").path(0).path("properties");
  }
}
