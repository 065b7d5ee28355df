package dev.sandglass.telemetry.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ManyProcessesIT {
  private static final int PROCESSES = 32;

  @TempDir Path temporary;

  @Test
  void loseNothingAndSendNothingTwice() throws Exception {
    StateDirectory directory = new StateDirectory(temporary.resolve("telemetry"));
    List<Child> writers = new ArrayList<>();
    List<Child> uploaders = new ArrayList<>();
    try {
      for (int i = 0; i < 2; i++) {
        uploaders.add(Child.start(directory.path(), 0, "take on", 0));
      }
      for (int i = 0; i < PROCESSES; i++) {
        writers.add(Child.start(directory.path(), 0, "write together", 6));
      }
      for (Child child : Stream.concat(uploaders.stream(), writers.stream()).toList()) {
        assertThat(child.readTo("ready")).isPresent();
      }
      for (Child writer : writers) {
        writer.goOn();
      }
      List<String> written = new ArrayList<>();
      HashSet<String> cliIds = new HashSet<>();
      for (Child writer : writers) {
        assertThat(writer.end()).isZero();
        written.addAll(writer.said("written"));
        cliIds.addAll(writer.said("id"));
      }
      List<String> after = new ArrayList<>();
      for (Child uploader : uploaders) {
        uploader.goOn();
        assertThat(uploader.end()).isZero();
        after.addAll(uploader.said("sent"));
      }
      assertThat(after).as("sent").isNotEmpty();
      for (Queue.Claim claim : Queue.peek(directory)) {
        after.addAll(Events.ids(claim.lines()));
      }
      assertThat(cliIds).hasSize(1);
      assertThat(written).hasSize(PROCESSES * 6 * 2);
      assertThat(after).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(written);
      Spool spool = Spool.in(directory, Trace.NONE);
      assertThat(spool.dropped()).isZero();
      assertThat(spool.skipped()).isZero();
      assertThat(directory.unfinished()).isEmptyDirectory();
    } finally {
      writers.forEach(Child::close);
      uploaders.forEach(Child::close);
    }
  }

  @Test
  void stayWithinTheLimitsAndCountWhatIsGivenUpOnce() throws Exception {
    StateDirectory directory = new StateDirectory(temporary.resolve("telemetry"));
    Spool spool = Spool.in(directory, Trace.NONE);
    for (int i = 0; i < Spool.MAX_FILES; i++) {
      spool.write(Events.at(Instant.now(), 1), Instant.now());
    }
    List<Child> writers = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        writers.add(Child.start(directory.path(), 0, "write", 20));
      }
      for (Child writer : writers) {
        assertThat(writer.end()).isZero();
        assertThat(writer.said("not written")).isEmpty();
      }
    } finally {
      writers.forEach(Child::close);
    }
    assertThat(spool.size().files()).isEqualTo(Spool.MAX_FILES);
    assertThat(spool.size().events() + spool.dropped()).isEqualTo(Spool.MAX_FILES + 8 * 20 * 2);
  }
}
