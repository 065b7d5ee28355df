package dev.sandglass.telemetry.spool;

import static dev.sandglass.telemetry.spool.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.telemetry.event.EventId;
import dev.sandglass.telemetry.spool.DeadLetters.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of events that are no longer in the queue. */
class RecordsTest {
  @TempDir Path temporary;
  private StateDirectory directory;

  @BeforeEach
  void open() {
    directory = new StateDirectory(temporary.resolve("telemetry"));
  }

  @Test
  void keepsTheLast500EventsThatWereSent() throws IOException {
    SentLog log = new SentLog(directory);
    assertThat(log.read()).isEmpty();
    List<String> all = new ArrayList<>();
    for (int batch = 0; batch < 6; batch++) {
      List<String> events = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        events.add("{\"batch\":" + batch + ",\"event\":" + i + "}");
      }
      log.add(events);
      all.addAll(events);
    }
    assertThat(log.read()).isEqualTo(all.subList(100, 600));
  }

  @Test
  void listsAnEventThatWasSentAgainOnce() throws IOException {
    SentLog log = new SentLog(directory);
    log.add(List.of("{\"a\":1}", "{\"b\":2}"));
    log.add(List.of("{\"a\":1}", "{\"c\":3}"));
    assertThat(log.read()).containsExactly("{\"b\":2}", "{\"a\":1}", "{\"c\":3}");
  }

  @Test
  void goesOnWithADamagedLog() throws IOException {
    SentLog log = new SentLog(directory);
    log.add(List.of("{\"a\":1}"));
    Files.write(directory.sent(), new byte[] {'x', (byte) 0xff, 0, 'y'});
    log.add(List.of("{\"b\":2}"));
    assertThat(log.read()).last().isEqualTo("{\"b\":2}");
  }

  @Test
  void keepsTheLast100DeadLetters() throws IOException {
    DeadLetters letters = new DeadLetters(directory);
    assertThat(letters.count()).isZero();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 102; i++) {
      EventId id = Events.at(NOW.plusSeconds(i)).id();
      letters.add(id, Reason.TOO_BIG, "{}");
      names.add(id + ".too-big.json");
    }
    assertThat(letters.count()).isEqualTo(100);
    assertThat(PrivateFiles.names(directory.dead()))
        .containsExactlyElementsOf(names.subList(2, 102));
  }

  @Test
  void countsADeadLetterThatIsAddedAgainOnce() throws IOException {
    DeadLetters letters = new DeadLetters(directory);
    EventId id = Events.at(NOW).id();
    letters.add(id, Reason.DISCLOSES, "{\"a\":1}");
    letters.add(id, Reason.DISCLOSES, "{\"a\":1}");
    assertThat(letters.count()).isEqualTo(1);
    assertThat(directory.dead().resolve(id + ".discloses.json")).hasContent("{\"a\":1}");
  }
}
