package dev.sandglass.telemetry.spool;

import static dev.sandglass.telemetry.spool.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.scrubber.GitRemote;
import dev.sandglass.scrubber.ImageReference;
import dev.sandglass.telemetry.event.EventId;
import dev.sandglass.telemetry.spool.Candidates.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CandidatesTest {
  static final Names NAMES =
      new Names(
          ImageReference.parse("ghcr.io/example/thing:1.2"),
          GitRemote.parse("https://github.com/example/thing"));

  @TempDir Path temporary;
  private StateDirectory directory;
  private Candidates candidates;

  @BeforeEach
  void open() {
    directory = new StateDirectory(temporary.resolve("telemetry"));
    candidates = new Candidates(directory);
  }

  @Test
  void keepsNamesUntilTheyAreRemoved() throws IOException {
    EventId event = Events.at(NOW).id();
    candidates.keep(event, NAMES);
    assertThat(candidates.of(event)).isEqualTo(NAMES);
    assertThat(candidates.of(Events.at(NOW).id())).isEqualTo(Names.NONE);
    candidates.remove(event);
    candidates.remove(event);
    assertThat(candidates.of(event)).isEqualTo(Names.NONE);
  }

  @Test
  void keepsEitherNameAlone() {
    for (Names names :
        List.of(
            new Names(NAMES.image(), Optional.empty()),
            new Names(Optional.empty(), NAMES.repository()))) {
      EventId event = Events.at(NOW).id();
      candidates.keep(event, names);
      assertThat(candidates.of(event)).isEqualTo(names);
    }
  }

  @Test
  void makesRoomForTheLatest() {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 102; i++) {
      EventId event = Events.at(NOW.plusSeconds(i)).id();
      events.add(event.toString());
      candidates.keep(event, NAMES);
    }
    assertThat(PrivateFiles.names(directory.candidates()))
        .containsExactlyElementsOf(events.subList(2, 102));
  }

  @Test
  void readsNoLinkAndNothingDamaged() throws IOException {
    EventId event = Events.at(NOW).id();
    candidates.keep(event, NAMES);
    Path file = directory.candidates().resolve(event.toString());
    Path elsewhere = Files.copy(file, temporary.resolve("elsewhere"));
    Files.delete(file);
    Files.createSymbolicLink(file, elsewhere);
    assertThat(candidates.of(event)).isEqualTo(Names.NONE);
    Files.delete(file);
    for (byte[] damage : List.of(new byte[0], new byte[] {-1, -2, 10}, new byte[10_000])) {
      Files.write(file, damage);
      assertThat(candidates.of(event)).isEqualTo(Names.NONE);
    }
  }

  @Test
  void keepsNothingWhereNothingCanBeMade() throws IOException {
    Files.createFile(directory.path());
    EventId event = Events.at(NOW).id();
    candidates.keep(event, NAMES);
    assertThat(candidates.of(event)).isEqualTo(Names.NONE);
  }
}
