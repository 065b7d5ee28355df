package dev.sandglass.telemetry.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills processes at every step that they take. */
@Timeout(300)
class KilledProcessIT {
  @TempDir Path temporary;

  /** Prepares a directory before each process, which is killed a step later than the one before. */
  @FunctionalInterface
  private interface Preparation {
    List<String> prepare(StateDirectory directory) throws IOException;
  }

  /** Returns the steps at which a process was killed, up to the one that it did not reach. */
  private List<String> killAtEachStep(String action, int number, Preparation preparation)
      throws Exception {
    List<String> steps = new ArrayList<>();
    for (int step = 1; ; step++) {
      StateDirectory directory = new StateDirectory(temporary.resolve(action + step));
      List<String> before = preparation.prepare(directory);
      try (Child child = Child.start(directory.path(), step, action, number)) {
        var halted = child.readTo("halted after ");
        if (halted.isEmpty()) {
          assertThat(child.end()).isZero();
          assertThat(child.said("halted")).isEmpty();
          return steps;
        }
        steps.add(halted.get().substring("halted after ".length()));
        child.kill();
        check(directory, child, before, "killed after " + steps);
      }
    }
  }

  private static void check(
      StateDirectory directory, Child child, List<String> before, String killed)
      throws IOException {
    List<String> after = recovered(directory);
    assertThat(after).as(killed).doesNotHaveDuplicates();
    Set<String> expected = new HashSet<>(before);
    expected.addAll(child.said("written"));
    expected.removeAll(child.said("sent"));
    assertThat(after).as(killed).containsAll(expected);
    Set<String> possible = new HashSet<>(before);
    possible.addAll(child.said("made"));
    assertThat(possible).as(killed).containsAll(after);
    assertThat(directory.unfinished()).as(killed).isEmptyDirectory();
    assertThat(directory.claimed()).as(killed).isEmptyDirectory();
    assertThat(Counter.DROPPED.value(directory)).isZero();
    assertThat(Counter.SKIPPED.value(directory)).isZero();
    assertThat(Spool.in(directory, Trace.NONE).size().events()).as(killed).isEqualTo(after.size());
  }

  private static List<String> recovered(StateDirectory directory) throws IOException {
    try (Queue queue = Queue.tryOpen(directory, Trace.NONE).orElseThrow()) {
      queue.recover(Instant.now());
    }
    List<String> ids = new ArrayList<>();
    for (Queue.Claim claim : Queue.peek(directory)) {
      ids.addAll(Events.ids(claim.lines()));
    }
    return ids;
  }

  private static List<String> fill(StateDirectory directory, int files) {
    Spool spool = Spool.in(directory, Trace.NONE);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      var events = Events.at(Instant.now(), 3);
      spool.write(events, Instant.now());
      ids.addAll(Events.idsOf(events));
    }
    return ids;
  }

  @Test
  void keepsWhatAKilledCommandHadWritten() throws Exception {
    assertThat(killAtEachStep("write", 2, directory -> List.of()))
        .containsSubsequence("prepared", "written", "queued", "pruned", "written", "queued");
  }

  @Test
  void keepsWhatAKilledUploaderHadNotSent() throws Exception {
    assertThat(killAtEachStep("take", 0, directory -> fill(directory, 3)))
        .contains(
            "claim directory made",
            "claimed",
            "finished",
            "rest written",
            "rest claimed",
            "claim shortened",
            "given back");
  }

  @Test
  void keepsWhatAKilledRecoveryHadNotRecovered() throws Exception {
    assertThat(killAtEachStep("recover", 0, KilledProcessIT::leaveAllKindsOfLeftovers))
        .contains("claim recovered", "claim superseded", "draft recovered");
  }

  private static List<String> leaveAllKindsOfLeftovers(StateDirectory directory)
      throws IOException {
    List<String> ids = new ArrayList<>(fill(directory, 3));
    String[] names = PrivateFiles.names(directory.queue());
    Path claimed = Files.createDirectory(directory.claimed().resolve("99999999-1"));
    Files.move(directory.queue().resolve(names[0]), claimed.resolve(names[0]));
    Path whole = Files.move(directory.queue().resolve(names[1]), claimed.resolve(names[1]));
    String rest = Files.readAllLines(whole).get(1) + "\n";
    Files.writeString(
        claimed.resolve(names[1].substring(0, 36) + ".1." + rest.length() + ".jsonl"), rest);
    ids.remove(3);
    ids.remove(4);
    Files.move(
        directory.queue().resolve(names[2]),
        directory.unfinished().resolve(names[2] + ".99999999-1"));
    return ids;
  }

  @Test
  void keepsWhatWasWrittenWheneverACommandIsKilled() throws Exception {
    for (int round = 0; round < 12; round++) {
      StateDirectory directory = new StateDirectory(temporary.resolve("any" + round));
      try (Child child = Child.start(directory.path(), 0, "write", 100)) {
        for (int line = 0; line < 1 + round * 23; line++) {
          assertThat(child.readTo("")).isPresent();
        }
        child.kill();
        List<String> after = recovered(directory);
        assertThat(after).doesNotHaveDuplicates().containsAll(child.said("written"));
        assertThat(child.said("made")).containsAll(after);
        assertThat(directory.unfinished()).isEmptyDirectory();
      }
    }
  }
}
