package dev.sandglass.telemetry.spool;

import static dev.sandglass.telemetry.spool.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.telemetry.spool.UploadState.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadDueTest {
  private static final Duration DAY = Duration.ofHours(24);

  @TempDir Path temporary;
  private StateDirectory directory;
  private Spool spool;

  @BeforeEach
  void open() {
    directory = new StateDirectory(temporary.resolve("telemetry"));
    spool = Spool.in(directory, Trace.NONE);
  }

  private void attempted(Instant last, Optional<Instant> notBefore) throws IOException {
    new UploadState(Optional.of(last), Result.REFUSED, Optional.of(503), notBefore, 2)
        .write(directory);
  }

  @Test
  void neverIsWithoutEvents() throws IOException {
    assertThat(spool.isUploadDue(spool.size(), NOW)).isFalse();
    attempted(NOW.minus(DAY), Optional.empty());
    assertThat(spool.isUploadDue(spool.size(), NOW)).isFalse();
  }

  @Test
  void isADayAfterTheOldestEventBeforeTheFirstAttempt() {
    spool.write(Events.at(NOW, 1), NOW);
    assertThat(spool.isUploadDue(spool.size(), NOW.plus(DAY).minusMillis(1))).isFalse();
    assertThat(spool.isUploadDue(spool.size(), NOW.plus(DAY))).isTrue();
  }

  @Test
  void isADayAfterTheLastAttempt() throws IOException {
    spool.write(Events.at(NOW.minus(DAY.multipliedBy(3)), 1), NOW);
    attempted(NOW, Optional.empty());
    assertThat(spool.isUploadDue(spool.size(), NOW.plus(DAY).minusMillis(1))).isFalse();
    assertThat(spool.isUploadDue(spool.size(), NOW.plus(DAY))).isTrue();
  }

  @Test
  void isWithFiftyEvents() throws IOException {
    attempted(NOW, Optional.empty());
    spool.write(Events.at(NOW, 49), NOW);
    assertThat(spool.isUploadDue(spool.size(), NOW.plusSeconds(1))).isFalse();
    spool.write(Events.at(NOW, 1), NOW);
    assertThat(spool.isUploadDue(spool.size(), NOW.plusSeconds(1))).isTrue();
  }

  @Test
  void isNotBeforeAFailureAllows() throws IOException {
    spool.write(Events.at(NOW, 50), NOW);
    attempted(NOW, Optional.of(NOW.plus(DAY)));
    assertThat(spool.isUploadDue(spool.size(), NOW)).isFalse();
    assertThat(spool.isUploadDue(spool.size(), NOW.plus(DAY).minusMillis(1))).isFalse();
    assertThat(spool.isUploadDue(spool.size(), NOW.plus(DAY))).isTrue();
  }

  @Test
  void isNotDelayedByMoreThanADayWhenTheClockIsSetBack() throws IOException {
    Instant setBack = NOW.minus(Duration.ofDays(10));
    spool.write(Events.at(NOW, 1), NOW);
    assertThat(spool.isUploadDue(spool.size(), setBack)).as("no attempt").isTrue();
    attempted(NOW, Optional.empty());
    assertThat(spool.isUploadDue(spool.size(), setBack)).as("an attempt ahead").isTrue();
    attempted(NOW, Optional.of(NOW.plus(DAY)));
    assertThat(spool.isUploadDue(spool.size(), setBack)).as("a failure ahead").isTrue();
    assertThat(spool.isUploadDue(spool.size(), NOW.minusMillis(1)))
        .as("further than any wait")
        .isTrue();
  }

  @Test
  void forgetsNothingOfWhatIsWritten() throws IOException {
    UploadState state =
        new UploadState(
            Optional.of(NOW), Result.KEY_REFUSED, Optional.of(401), Optional.of(NOW.plus(DAY)), 7);
    spool.noticeWasShown(1);
    state.write(directory);
    assertThat(UploadState.read(directory)).isEqualTo(state);
    UploadState.NEVER.write(directory);
    assertThat(UploadState.read(directory)).isEqualTo(UploadState.NEVER);
  }

  @Test
  void takesADamagedStateForNone() throws IOException {
    spool.write(Events.at(NOW, 1), NOW);
    for (String damage :
        List.of(
            "\0\0\0", "last-result=WHAT", "last-attempt=now", "failures=many", "x".repeat(9999))) {
      Files.writeString(directory.uploadState(), damage);
      assertThat(UploadState.read(directory)).as(damage).isEqualTo(UploadState.NEVER);
      assertThat(spool.isUploadDue(spool.size(), NOW.plus(DAY))).isTrue();
    }
  }
}
