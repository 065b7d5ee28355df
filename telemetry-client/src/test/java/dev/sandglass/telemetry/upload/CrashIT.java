package dev.sandglass.telemetry.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.upload.LoopbackServer.Script;
import dev.sandglass.telemetry.upload.Steps.Step;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An uploader that is killed with SIGKILL at any step loses nothing and counts nothing twice. */
class CrashIT {
  @TempDir private Path home;

  private interface Kill {
    /** Returns the step at which the uploader was killed; empty if it came to its end. */
    String at(int step, Path home) throws IOException, InterruptedException;
  }

  @Test
  void everyEventIsThereOnceAfterAKillAtAnyStep() throws Exception {
    assertThat(killAtEveryStep(CrashIT::killBesideAnEventThatIsRefused))
        .containsAll(EnumSet.complementOf(EnumSet.of(Step.CLAIM_PUT_BACK)));
  }

  @Test
  void everyEventIsThereOnceAfterAKillWhenSomeCannotBeSent() throws Exception {
    assertThat(killAtEveryStep(CrashIT::killBesideAFailure)).contains(Step.CLAIM_PUT_BACK);
  }

  private Set<Step> killAtEveryStep(Kill kill) throws IOException, InterruptedException {
    Set<Step> killedAt = EnumSet.noneOf(Step.class);
    for (int step = 1; ; step++) {
      String stoppedAt = kill.at(step, home.resolve("run" + step));
      if (stoppedAt.isEmpty()) {
        return killedAt;
      }
      killedAt.add(Step.valueOf(stoppedAt));
    }
  }

  private static String killBesideAnEventThatIsRefused(int step, Path home)
      throws IOException, InterruptedException {
    Set<String> bad = new ConcurrentSkipListSet<>();
    Script picky = (r, c) -> c.answer(r.ids().stream().anyMatch(bad::contains) ? 400 : 200);
    try (LoopbackServer server = LoopbackServer.plain(picky)) {
      Demo demo = new Demo(home, server.uri());
      List<String> ids = record(demo);
      bad.add(ids.get(2));

      String stoppedAt = uploadAndKill(demo, server, step);

      assertNothingIsMissing(demo, ids);
      uploadTheRest(demo, server);
      assertThat(demo.queued()).isEmpty();
      assertThat(demo.files("claimed")).isEmpty();
      assertThat(demo.dead()).containsExactly(ids.get(2) + ".refused");
      assertThat(demo.sent())
          .containsExactlyInAnyOrder(ids.get(0), ids.get(1), ids.get(3), ids.get(4));
      assertRepetitionsAreEqual(server);
      return stoppedAt;
    }
  }

  private static String killBesideAFailure(int step, Path home)
      throws IOException, InterruptedException {
    Set<String> failing = new ConcurrentSkipListSet<>();
    Script script =
        (r, c) -> {
          boolean fails = r.ids().stream().anyMatch(failing::contains);
          c.answer(fails ? r.ids().size() == 1 ? 503 : 400 : 200);
        };
    try (LoopbackServer server = LoopbackServer.plain(script)) {
      Demo demo = new Demo(home, server.uri());
      List<String> ids = record(demo);
      failing.add(ids.get(1));

      String stoppedAt = uploadAndKill(demo, server, step);

      assertNothingIsMissing(demo, ids);
      failing.clear();
      uploadTheRest(demo, server);
      assertThat(demo.queued()).isEmpty();
      assertThat(demo.sent()).containsExactlyInAnyOrderElementsOf(ids);
      assertThat(demo.dead()).isEmpty();
      assertRepetitionsAreEqual(server);
      return stoppedAt;
    }
  }

  /** Records five events: two in one file, one, and two in a file with a line that is none. */
  private static List<String> record(Demo demo) throws IOException {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      // Their order in the queue, and so the order of steps, must be the same each time.
      demo.clock = Clock.offset(Clock.systemUTC(), Duration.ofMillis(i));
      events.add(demo.event(Demo.command(), Demo.ID));
    }
    demo.record(events.get(0), events.get(1));
    demo.record(events.get(2));
    demo.record(events.get(3), events.get(4));
    Path last = demo.files("queue").get(2);
    Files.writeString(last, Files.readString(last) + "{\"schema\":1,\"ev");
    return events.stream().map(event -> event.id().toString()).toList();
  }

  private static String uploadAndKill(Demo demo, LoopbackServer server, int step)
      throws IOException, InterruptedException {
    Process process =
        UploadingMain.start(
            UploadingMain.class,
            demo.home.toString(),
            server.uri().toString(),
            String.valueOf(step));
    try (BufferedReader output = process.inputReader()) {
      String line = output.readLine();
      assertThat(line).isNotNull();
      return line.startsWith(UploadingMain.STOPPED)
          ? line.substring(UploadingMain.STOPPED.length())
          : "";
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Uploads again, and makes sure that nothing is sent that is known to have arrived or died. */
  private static void uploadTheRest(Demo demo, LoopbackServer server) {
    List<String> settled = new ArrayList<>(demo.sent());
    demo.dead().forEach(name -> settled.add(name.substring(0, name.indexOf('.'))));
    int before = server.receivedIds().size();
    demo.upload();
    List<String> received = server.receivedIds();
    assertThat(received.subList(before, received.size())).noneMatch(settled::contains);
  }

  private static void assertNothingIsMissing(Demo demo, List<String> ids) {
    Set<String> all = new TreeSet<>(demo.queued());
    all.addAll(demo.sent());
    demo.dead().forEach(name -> all.add(name.substring(0, name.indexOf('.'))));
    assertThat(all).containsAll(ids);
  }

  /** What PostHog folds: the same identity, name, time and person. Here all of it is the same. */
  private static void assertRepetitionsAreEqual(LoopbackServer server) {
    Map<String, JsonNode> known = new HashMap<>();
    for (LoopbackServer.Request request : server.requests()) {
      for (JsonNode event : Demo.json(request.json()).path("batch")) {
        JsonNode before = known.putIfAbsent(event.path("uuid").asText(), event);
        assertThat(before == null ? event : before).isEqualTo(event);
      }
    }
  }
}
