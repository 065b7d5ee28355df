package dev.sandglass.telemetry.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.posthog.java.shaded.org.json.JSONObject;
import dev.sandglass.scrubber.HttpMethod;
import dev.sandglass.scrubber.ImageReference;
import dev.sandglass.scrubber.PublicImage;
import dev.sandglass.scrubber.ReportableQuery;
import dev.sandglass.scrubber.RouteTemplate;
import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.event.EventId;
import dev.sandglass.telemetry.event.HttpStatus;
import dev.sandglass.telemetry.event.Milliseconds;
import dev.sandglass.telemetry.event.RequestHandled;
import dev.sandglass.telemetry.event.SandboxChanged;
import dev.sandglass.telemetry.upload.LoopbackServer.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes that leave. */
class RequestIT {
  @TempDir private Path home;

  @Test
  void isByteForByteTheGoldenRequest() throws IOException {
    try (LoopbackServer server = LoopbackServer.plain((r, c) -> c.answer(200))) {
      Demo demo = new Demo(home, server.uri());
      BatchSender sender = sender(demo);
      List<JSONObject> events = samples().stream().map(PostHogEvent::of).toList();

      assertThat(sender.send(events)).isTrue();

      String text = text(server.requests().get(0)).replace(":" + server.port(), ":PORT");
      assertThat(text).isEqualTo(golden());
    }
  }

  @Test
  void isTheSameWhenItIsSentAgain() throws IOException {
    try (LoopbackServer server = LoopbackServer.plain((r, c) -> c.answer(200))) {
      BatchSender sender = sender(new Demo(home, server.uri()));
      List<Event> samples = samples();
      sender.send(samples.stream().map(PostHogEvent::of).toList());
      sender.send(samples.stream().map(PostHogEvent::of).toList());
      List<Request> requests = server.requests();
      assertThat(requests.get(1).json()).isEqualTo(requests.get(0).json());
    }
  }

  @Test
  void printsNothing() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    System.setOut(new PrintStream(printed, true));
    System.setErr(System.out);
    try (LoopbackServer server = LoopbackServer.plain((r, c) -> c.close())) {
      Demo demo = new Demo(home, server.uri());
      demo.recordCommands(1);
      assertThat(demo.upload().kept()).isEqualTo(1);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertThat(printed.toString()).isEmpty();
  }

  @Test
  void hasNoOtherPurpose() {
    Demo demo = new Demo(home, java.net.URI.create("http://127.0.0.1:9"));
    assertThatThrownBy(() -> sender(demo).post("/decide/", "somebody"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static BatchSender sender(Demo demo) {
    Destination destination = Destination.of(demo.environment, "DEMO_TELEMETRY", Demo.KEY);
    return new BatchSender(destination, new Requests(Map.of()), Clock.systemUTC());
  }

  private static List<Event> samples() {
    var request =
        new RequestHandled(
            RequestHandled.Side.SERVED,
            HttpMethod.POST,
            RouteTemplate.of("/sandboxes/:sandboxId"),
            ReportableQuery.of("page=2"),
            HttpStatus.of(404),
            new Milliseconds(3),
            RequestHandled.ProviderKind.LOCAL);
    var image = ImageReference.parse("python:3.12").flatMap(PublicImage::official);
    var sandbox =
        new SandboxChanged(
            SandboxChanged.Change.CREATED, SandboxChanged.Origin.IMAGE, image, Optional.empty());
    return List.of(event(0, Demo.command()), event(1, request), event(2, sandbox));
  }

  private static Event event(int number, Event.Body body) {
    EventId id = EventId.of("0195502c-9d57-7abc-8def-01234567890" + number).orElseThrow();
    Instant time = Instant.parse("2026-03-01T10:20:30.000Z").plusMillis(number);
    return new Event(id, time, Demo.ID, Demo.CLIENT, body);
  }

  private static String text(Request request) {
    StringBuilder text = new StringBuilder(request.line()).append('\n');
    request
        .headers()
        .forEach(
            (name, value) -> {
              // The size depends on the version of the compression library.
              text.append(name).append(": ");
              text.append(name.equals("content-length") ? "SIZE" : value).append('\n');
            });
    return text.append('\n').append(request.json()).append('\n').toString();
  }

  private static String golden() throws IOException {
    try (InputStream file = RequestIT.class.getResourceAsStream("request.http")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
