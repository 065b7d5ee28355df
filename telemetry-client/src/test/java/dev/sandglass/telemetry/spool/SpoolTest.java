package dev.sandglass.telemetry.spool;

import static dev.sandglass.telemetry.spool.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandglass.telemetry.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  @TempDir Path temporary;
  private final List<String> trace = new ArrayList<>();
  private StateDirectory directory;
  private Spool spool;

  @BeforeEach
  void open() {
    directory = new StateDirectory(temporary.resolve("state/demo/telemetry"));
    spool = Spool.in(directory, trace::add);
  }

  private List<String> queued() throws IOException {
    List<String> ids = new ArrayList<>();
    for (Queue.Claim claim : Queue.peek(directory)) {
      ids.addAll(Events.ids(claim.lines()));
    }
    return ids;
  }

  private long count(Counter counter) {
    return counter.value(directory);
  }

  @Test
  void keepsEventsInOneFileWhoseNameTellsAll() throws IOException {
    List<Event> events = Events.at(NOW, 3);
    assertThat(spool.write(events, NOW)).isPresent();
    assertThat(queued()).isEqualTo(Events.idsOf(events));
    String name = PrivateFiles.names(directory.queue())[0];
    long bytes = Files.size(directory.queue().resolve(name));
    assertThat(name).isEqualTo(events.get(0).id() + ".3." + bytes + ".jsonl");
    assertThat(spool.size())
        .isEqualTo(new QueueSize(1, 3, bytes, java.util.Optional.of(events.get(0).id().time())));
    assertThat(directory.unfinished()).isEmptyDirectory();
    assertThat(trace).containsExactly("recorded 3 events in " + name);
  }

  @Test
  void isForItsUserOnly() throws IOException {
    spool.write(Events.at(NOW, 1), NOW);
    spool.noticeWasShown(1);
    spool.winUploadStart(NOW);
    spool.countDropped(1);
    try (Stream<Path> paths = Files.walk(temporary.resolve("state"))) {
      assertThat(paths)
          .allSatisfy(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .as("%s", path)
                      .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
    }
  }

  @Test
  void takesAnEventOf64KibAndNoneThatIsBigger() throws IOException {
    Event largest = Events.ofBytes(NOW, 64 * 1024);
    Event tooLarge = Events.ofBytes(NOW, 64 * 1024 + 1);
    assertThat(spool.write(List.of(tooLarge), NOW)).isEmpty();
    assertThat(count(Counter.DROPPED)).isEqualTo(1);
    assertThat(spool.write(List.of(tooLarge, largest), NOW)).isPresent();
    assertThat(queued()).containsExactly(largest.id().toString());
    assertThat(count(Counter.DROPPED)).isEqualTo(2);
  }

  @Test
  void givesUpTheOldestBeyond500Files() throws IOException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 503; i++) {
      List<Event> events = Events.at(NOW.plusSeconds(i), 2);
      ids.addAll(Events.idsOf(events));
      spool.write(events, NOW.plusSeconds(i));
    }
    assertThat(spool.size().files()).isEqualTo(500);
    assertThat(queued()).isEqualTo(ids.subList(6, ids.size()));
    assertThat(count(Counter.DROPPED)).isEqualTo(6);
  }

  @Test
  void givesUpTheOldestBeyond1Mib() throws IOException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 18; i++) {
      Event event = Events.ofBytes(NOW.plusSeconds(i), 64 * 1024);
      ids.add(event.id().toString());
      spool.write(List.of(event), NOW.plusSeconds(i));
    }
    assertThat(spool.size().bytes()).isEqualTo(1024 * 1024);
    assertThat(queued()).isEqualTo(ids.subList(2, 18));
    assertThat(count(Counter.DROPPED)).isEqualTo(2);
  }

  @Test
  void givesUpTheOldestOfTooManyAtOnce() throws IOException {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 18; i++) {
      events.add(Events.ofBytes(NOW.plusMillis(i), 64 * 1024));
    }
    assertThat(spool.write(events, NOW)).isPresent();
    assertThat(queued()).isEqualTo(Events.idsOf(events.subList(2, 18)));
    assertThat(count(Counter.DROPPED)).isEqualTo(2);
  }

  @Test
  void givesUpWhatIsOlderThan30DaysOrAsFarAhead() throws IOException {
    spool.write(Events.at(NOW.minus(Duration.ofDays(30)).minusSeconds(1), 2), NOW.minusSeconds(9));
    spool.write(Events.at(NOW.plus(Duration.ofDays(30)).plusSeconds(1), 1), NOW.plusSeconds(9));
    List<Event> kept = new ArrayList<>(Events.at(NOW.minus(Duration.ofDays(30)), 1));
    spool.write(kept, NOW);
    assertThat(queued()).isEqualTo(Events.idsOf(kept));
    assertThat(count(Counter.DROPPED)).isEqualTo(3);
  }

  @Test
  void givesUpTheNamesOfAnEventWithIt() {
    Event old = Events.at(NOW);
    Event later = Events.at(NOW.plus(Duration.ofDays(31)));
    Candidates candidates = new Candidates(directory);
    candidates.keep(old.id(), CandidatesTest.NAMES);
    candidates.keep(later.id(), CandidatesTest.NAMES);
    spool.write(List.of(old), NOW);
    spool.write(List.of(later), NOW.plus(Duration.ofDays(31)));
    assertThat(PrivateFiles.names(directory.candidates())).containsExactly(later.id().toString());
  }

  @Test
  void doesNotCountForeignFilesAsEvents() throws IOException {
    spool.write(Events.at(NOW, 1), NOW);
    Files.writeString(directory.queue().resolve("notes.txt"), "mine");
    Files.writeString(directory.queue().resolve(Events.at(NOW).id() + ".01.5.jsonl"), "mine");
    assertThat(spool.size().files()).isEqualTo(1);
    assertThat(spool.size().events()).isEqualTo(1);
  }

  @Test
  void recordsNothingWhereNothingCanBeMade() throws IOException {
    Files.createFile(temporary.resolve("state"));
    assertThat(spool.write(Events.at(NOW, 1), NOW)).isEmpty();
    assertThat(spool.noticeWasShown(1)).isFalse();
    assertThat(spool.noticeShown(1)).isFalse();
    assertThat(spool.winUploadStart(NOW)).isFalse();
    assertThat(spool.isUploadDue(spool.size(), NOW)).isFalse();
    spool.countDropped(1);
    assertThat(trace).anyMatch(line -> line.startsWith("not recorded: "));
  }

  @Test
  void usesNoDirectoryThatOthersMayWriteInto() throws IOException {
    spool.write(Events.at(NOW, 1), NOW);
    for (Path part : List.of(directory.path(), directory.queue(), directory.unfinished())) {
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwx-w----"));
      assertThat(spool.write(Events.at(NOW, 1), NOW)).as("%s", part).isEmpty();
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwx------"));
    }
    assertThat(spool.size().files()).isEqualTo(1);
  }

  @Test
  void usesNoDirectoryOfAnotherUser() throws IOException {
    spool.write(Events.at(NOW, 1), NOW);
    Path other = Path.of("/");
    if (Files.getAttribute(other, "unix:uid").equals(Files.getAttribute(temporary, "unix:uid"))) {
      other = directory.path(); // root may give it away, and could still write into it
      Files.setAttribute(other, "unix:uid", 12345);
      assertThat(spool.write(Events.at(NOW, 1), NOW)).isEmpty();
      assertThatThrownBy(spool::erase).isInstanceOf(IOException.class);
      assertThat(spool.size().files()).isEqualTo(1);
    }
    Path foreign = other;
    assertThatThrownBy(() -> PrivateFiles.requireOwn(foreign)).isInstanceOf(IOException.class);
  }

  @Test
  void usesNoDirectoryThatIsALink() throws IOException {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.createDirectories(directory.path().getParent());
    Files.createSymbolicLink(directory.path(), elsewhere);
    assertThat(spool.write(Events.at(NOW, 1), NOW)).isEmpty();
    assertThat(spool.noticeWasShown(1)).isFalse();
    assertThat(spool.winUploadStart(NOW)).isFalse();
    Files.delete(directory.path());
    Files.createDirectory(directory.path());
    Files.createSymbolicLink(directory.queue(), elsewhere);
    assertThat(spool.write(Events.at(NOW, 1), NOW)).isEmpty();
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void writesThroughNoLink() throws IOException {
    Path precious = Files.writeString(temporary.resolve("precious"), "9");
    spool.write(Events.at(NOW, 1), NOW);
    for (Path file :
        List.of(
            directory.notice(),
            directory.uploadStarting(),
            Counter.DROPPED.path(directory),
            directory.uploadState())) {
      Files.deleteIfExists(file);
      Files.createSymbolicLink(file, precious);
    }
    assertThat(spool.noticeShown(1)).isFalse();
    assertThat(spool.winUploadStart(NOW)).isFalse();
    spool.countDropped(1);
    spool.noticeWasShown(1);
    UploadState.NEVER.write(directory);
    assertThat(precious).hasContent("9");
  }

  @Test
  void erasesAllThatWaits() throws IOException {
    Event event = Events.at(NOW);
    new Candidates(directory).keep(event.id(), CandidatesTest.NAMES);
    spool.write(List.of(event), NOW);
    try (Queue queue = Queue.tryOpen(directory, Trace.NONE).orElseThrow()) {
      List<Queue.Claim> claims = queue.claim();
      spool.write(Events.at(NOW, 1), NOW);
      Files.writeString(directory.unfinished().resolve("x.1-2"), "torn");
      spool.noticeWasShown(3);
      spool.erase();
      queue.giveBack(claims.get(0));
      queue.giveBack(claims.get(0), claims.get(0).lines());
      queue.finish(claims.get(0));
    }
    for (Path part : directory.directories()) {
      assertThat(part).isEmptyDirectory();
    }
    assertThat(spool.noticeShown(3)).isTrue();
  }

  @Test
  void erasesLinksAndNotWhatTheyLeadTo() throws IOException {
    spool.write(Events.at(NOW, 1), NOW);
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Path precious = Files.writeString(elsewhere.resolve("precious"), "precious");
    Files.createSymbolicLink(directory.queue().resolve("link"), precious);
    Files.createSymbolicLink(directory.claimed().resolve("1-1"), elsewhere);
    spool.erase();
    assertThat(precious).exists();
    assertThat(directory.queue()).isEmptyDirectory();
    assertThat(directory.claimed()).isEmptyDirectory();
  }

  @Test
  void erasesNothingWhereNothingIs() throws IOException {
    spool.erase();
    assertThat(directory.path()).doesNotExist();
  }

  @Test
  void saysWhenItCannotErase() throws IOException {
    Files.createDirectories(directory.path().getParent());
    Files.createSymbolicLink(directory.path(), temporary);
    assertThatThrownBy(spool::erase).isInstanceOf(IOException.class);
  }

  @Test
  void remembersTheLatestNoticeThatWasShown() throws IOException {
    assertThat(spool.noticeShown(1)).isFalse();
    assertThat(spool.noticeWasShown(2)).isTrue();
    assertThat(spool.noticeShown(1)).isTrue();
    assertThat(spool.noticeShown(2)).isTrue();
    assertThat(spool.noticeShown(3)).isFalse();
    for (String damage : List.of("", "two", "2".repeat(100), "-1")) {
      Files.writeString(directory.notice(), damage);
      assertThat(spool.noticeShown(1)).as("'%s'", damage).isFalse();
    }
  }

  @Test
  void countsNoFurtherThanAMebibyte() throws IOException {
    spool.write(Events.at(NOW, 1), NOW);
    for (int i = 0; i < 3; i++) {
      spool.countDropped(700_000);
    }
    assertThat(spool.dropped()).isEqualTo(1 << 20);
    assertThat(Files.size(Counter.DROPPED.path(directory))).isEqualTo(1 << 20);
  }

  @Test
  void letsOneProcessStartAnUploader() {
    assertThat(spool.winUploadStart(NOW)).isTrue();
    assertThat(spool.winUploadStart(NOW)).isFalse();
    assertThat(spool.winUploadStart(NOW.plusSeconds(59))).isFalse();
    assertThat(spool.winUploadStart(NOW.plusSeconds(60))).isTrue();
    Instant setBack = NOW.minus(Duration.ofDays(400));
    assertThat(spool.winUploadStart(setBack)).isTrue();
    assertThat(spool.winUploadStart(setBack)).isFalse();
  }
}
