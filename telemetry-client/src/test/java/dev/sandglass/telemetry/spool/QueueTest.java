package dev.sandglass.telemetry.spool;

import static dev.sandglass.telemetry.spool.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.spool.Queue.Claim;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class QueueTest {
  /** No process has this name: ids of processes are smaller. */
  private static final String GONE = "99999999-1";

  @TempDir Path temporary;
  private StateDirectory directory;
  private Spool spool;

  @BeforeEach
  void open() {
    directory = new StateDirectory(temporary.resolve("telemetry"));
    spool = Spool.in(directory, Trace.NONE);
  }

  private Queue queue() throws IOException {
    return Queue.tryOpen(directory, Trace.NONE).orElseThrow();
  }

  private List<String> recovered() throws IOException {
    try (Queue queue = queue()) {
      queue.recover(NOW);
      return ids(queue.claim());
    }
  }

  private static List<String> ids(List<Claim> claims) {
    return claims.stream().flatMap(claim -> Events.ids(claim.lines()).stream()).toList();
  }

  private String onlyName() {
    assertThat(PrivateFiles.names(directory.queue())).hasSize(1);
    return PrivateFiles.names(directory.queue())[0];
  }

  private Path only() {
    return directory.queue().resolve(onlyName());
  }

  @Test
  void givesTheOldestFirst() throws IOException {
    List<Event> later = Events.at(NOW.plusSeconds(1), 2);
    List<Event> earlier = Events.at(NOW, 2);
    spool.write(later, NOW);
    spool.write(earlier, NOW);
    List<Event> all = new ArrayList<>(earlier);
    all.addAll(later);
    assertThat(ids(Queue.peek(directory))).isEqualTo(Events.idsOf(all));
    try (Queue queue = queue()) {
      assertThat(ids(queue.claim())).isEqualTo(Events.idsOf(all));
      assertThat(queue.claim()).isEmpty();
      assertThat(spool.size().files()).isZero();
    }
  }

  @Test
  void hasOneHolder() throws IOException {
    try (Queue queue = queue()) {
      assertThat(queue.claim()).isEmpty();
      assertThat(Queue.tryOpen(directory, Trace.NONE)).isEmpty();
    }
    queue().close();
  }

  @Test
  void deletesWhatIsFinishedAndPutsBackTheRest() throws IOException {
    List<Event> events = Events.at(NOW, 3);
    for (Event event : events) {
      new Candidates(directory).keep(event.id(), CandidatesTest.NAMES);
      spool.write(List.of(event), NOW);
    }
    try (Queue queue = queue()) {
      List<Claim> claims = queue.claim();
      queue.finish(claims.get(0));
      queue.giveBack(claims.get(1));
      assertThat(ids(Queue.peek(directory))).containsExactly(events.get(1).id().toString());
    }
    assertThat(ids(Queue.peek(directory))).isEqualTo(Events.idsOf(events.subList(1, 3)));
    assertThat(PrivateFiles.names(directory.candidates()))
        .containsExactlyElementsOf(Events.idsOf(events.subList(1, 3)));
    assertThat(directory.claimed()).isEmptyDirectory();
  }

  @Test
  void putsBackAPartOfAFile() throws IOException {
    List<Event> events = Events.at(NOW, 5);
    spool.write(events, NOW);
    try (Queue queue = queue()) {
      Claim claim = queue.claim().get(0);
      queue.giveBack(claim, List.of(claim.lines().get(1), claim.lines().get(3)));
    }
    assertThat(ids(Queue.peek(directory)))
        .containsExactly(events.get(1).id().toString(), events.get(3).id().toString());
    assertThat(spool.size().events()).isEqualTo(2);
    assertThat(spool.size().bytes()).isEqualTo(Files.size(only()));
    assertThat(directory.unfinished()).isEmptyDirectory();
    try (Queue queue = queue()) {
      queue.giveBack(queue.claim().get(0), List.of());
    }
    assertThat(spool.size().files()).isZero();
    assertThat(spool.skipped()).isZero();
  }

  @Test
  void recoversClaimsOfProcessesThatAreGone() throws IOException {
    List<Event> events = Events.at(NOW, 2);
    spool.write(events, NOW);
    Path claimed = Files.createDirectory(directory.claimed().resolve(GONE));
    Files.move(only(), claimed.resolve(onlyName()));
    assertThat(recovered()).isEqualTo(Events.idsOf(events));
    assertThat(directory.claimed()).isEmptyDirectory();
  }

  @Test
  void leavesTheClaimsOfAProcessThatRuns() throws Exception {
    spool.write(Events.at(NOW, 2), NOW);
    Process process = new ProcessBuilder("cat").start();
    try {
      String stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
      String start = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
      Path claimed =
          Files.createDirectory(directory.claimed().resolve(process.pid() + "-" + start));
      Files.move(only(), claimed.resolve(onlyName()));
      assertThat(recovered()).isEmpty();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(recovered()).hasSize(2);
  }

  @Test
  void countsTheShorterOfAFileAndItsRest() throws IOException {
    List<Event> events = Events.at(NOW, 12);
    spool.write(events, NOW);
    Path claimed = Files.createDirectory(directory.claimed().resolve(GONE));
    Path whole = Files.move(only(), claimed.resolve(onlyName()));
    String rest = Files.readAllLines(whole).get(7) + "\n";
    Files.writeString(claimed.resolve(events.get(0).id() + ".1." + rest.length() + ".jsonl"), rest);
    assertThat(recovered()).containsExactly(events.get(7).id().toString());
  }

  @Test
  void queuesAWholeDraftAndCountsATornOne() throws IOException {
    List<Event> events = Events.at(NOW, 3);
    spool.write(events, NOW);
    Path draft = directory.unfinished().resolve(onlyName() + "." + GONE);
    Files.move(only(), draft);
    Path torn = directory.unfinished().resolve(Events.at(NOW).id() + ".2.500.jsonl." + GONE);
    Files.writeString(torn, "{\"uuid\":");
    Files.writeString(directory.unfinished().resolve("upload.state." + GONE), "x");
    Path running =
        directory
            .unfinished()
            .resolve(Events.at(NOW).id() + ".2.500.jsonl." + ProcessName.current());
    Files.writeString(running, "{\"uuid\":");
    assertThat(recovered()).isEqualTo(Events.idsOf(events));
    assertThat(spool.skipped()).isEqualTo(2);
    assertThat(PrivateFiles.names(directory.unfinished()))
        .containsExactly(running.getFileName().toString());
  }

  @Test
  void isHelpedByCommandsWithOldDrafts() throws IOException {
    List<Event> old = Events.at(NOW.minus(Duration.ofHours(2)), 1);
    spool.write(old, NOW);
    Files.move(only(), directory.unfinished().resolve(onlyName() + "." + GONE));
    List<Event> fresh = Events.at(NOW, 1);
    spool.write(fresh, NOW);
    assertThat(ids(Queue.peek(directory)))
        .containsExactly(old.get(0).id().toString(), fresh.get(0).id().toString());
  }

  @Test
  void givesUpWhatBecameTooOld() throws IOException {
    spool.write(Events.at(NOW.minus(Duration.ofDays(31)), 2), NOW.minus(Duration.ofDays(31)));
    assertThat(recovered()).isEmpty();
    assertThat(spool.dropped()).isEqualTo(2);
  }

  @Test
  void countsOnceWhatATornFileLacks() throws IOException {
    List<Event> events = Events.at(NOW, 3);
    spool.write(events, NOW);
    byte[] content = Files.readAllBytes(only());
    String text = new String(content, StandardCharsets.UTF_8);
    Files.writeString(only(), text.substring(0, text.indexOf('\n') + 10));
    try (Queue queue = queue()) {
      Claim claim = queue.claim().get(0);
      assertThat(claim.lines()).hasSize(2); // the torn line is one that is no event
      queue.giveBack(claim);
    }
    assertThat(spool.skipped()).isEqualTo(1);
    assertThat(spool.size().bytes()).isEqualTo(Files.size(only()));
    try (Queue queue = queue()) {
      assertThat(queue.claim()).hasSize(1);
    }
    assertThat(spool.skipped()).isEqualTo(1);
    Files.write(only(), new byte[0]);
    assertThat(recovered()).isEmpty();
    assertThat(spool.skipped()).isEqualTo(3);
    assertThat(spool.size().files()).isZero();
  }

  @Test
  void readsNothingThatIsNoFileOfTheQueue() throws Exception {
    Path secret = Files.writeString(temporary.resolve("secret"), "{\"secret\":1}\n");
    spool.write(Events.at(NOW, 1), NOW);
    String id = Events.at(NOW).id().toString();
    Path queue = directory.queue();
    Files.createSymbolicLink(queue.resolve(id + ".1.13.jsonl"), secret);
    assertThat(new ProcessBuilder("mkfifo", queue + "/" + id + ".1.14.jsonl").start().waitFor())
        .isZero();
    Files.createDirectories(queue.resolve(id + ".1.15.jsonl/deep"));
    Files.createSymbolicLink(queue.resolve(id + ".1.16.jsonl"), temporary);
    Files.writeString(queue.resolve("notes.txt"), "{\"secret\":1}\n");
    Files.writeString(queue.resolve(id + ".1.17.jsonl"), "x".repeat(Spool.MAX_BYTES + 1));
    Files.writeString(queue.resolve(".nfs0001"), "the file system's own");
    assertThat(Queue.peek(directory)).hasSize(1);
    assertThat(recovered()).hasSize(1);
    assertThat(spool.skipped()).isEqualTo(6);
    assertThat(PrivateFiles.names(queue)).hasSize(2).contains(".nfs0001");
    assertThat(secret).hasContent("{\"secret\":1}");
  }

  @Test
  void isNotStoppedByForeignThingsAmongTheClaims() throws IOException {
    spool.write(Events.at(NOW, 1), NOW);
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
    Path file = Files.copy(only(), elsewhere.resolve(onlyName()));
    Files.writeString(directory.claimed().resolve("notes"), "x");
    Files.createDirectories(directory.claimed().resolve("dir/deep"));
    Files.createSymbolicLink(directory.claimed().resolve(GONE), elsewhere);
    Path claimed = Files.createDirectory(directory.claimed().resolve("99999999-2"));
    Files.writeString(claimed.resolve("notes"), "x");
    assertThat(recovered()).hasSize(1);
    assertThat(directory.claimed()).isEmptyDirectory();
    assertThat(file).exists();
  }

  @Test
  void readsWhatAnUmaskMadeUnreadable() throws IOException {
    spool.write(Events.at(NOW, 1), NOW);
    Files.setPosixFilePermissions(only(), PosixFilePermissions.fromString("---------"));
    assertThat(recovered()).hasSize(1);
  }

  @Test
  void takesLinesOfAnyBytes() throws IOException {
    spool.write(Events.at(NOW, 1), NOW);
    byte[] content = Files.readAllBytes(only());
    content[content.length / 2] = (byte) 0xff;
    Files.write(only(), content);
    try (Queue queue = queue()) {
      assertThat(queue.claim().get(0).lines()).hasSize(1);
    }
  }

  @Test
  void cannotBeOpenedWhereOthersMayWrite() throws IOException {
    spool.write(Events.at(NOW, 1), NOW);
    for (Path part : List.of(directory.path(), directory.claimed(), directory.dead())) {
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxrwxrwx"));
      assertThat(opened()).as("%s", part).isFalse();
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwx------"));
    }
    assertThat(opened()).isTrue();
  }

  private boolean opened() {
    try {
      Optional<Queue> queue = Queue.tryOpen(directory, Trace.NONE);
      queue.orElseThrow().close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
