package dev.sandglass.telemetry.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.telemetry.event.RandomBytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private final Backoff backoff = new Backoff(RandomBytes.system());

  @ParameterizedTest
  @CsvSource({"1, 10", "2, 20", "3, 40", "4, 80", "8, 1280", "9, 1440", "1000000, 1440"})
  void waitsFromFiveMinutesToALimitThatDoubles(int failures, int limitInMinutes) {
    List<Duration> waits =
        IntStream.range(0, 2000).mapToObj(i -> backoff.after(failures, Optional.empty())).toList();
    Duration limit = Duration.ofMinutes(limitInMinutes);
    assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofMinutes(5)) >= 0);
    assertThat(waits).allMatch(wait -> wait.compareTo(limit) <= 0);
    // All of the range is used: full jitter, not a little of it.
    Duration eighth = limit.minusMinutes(5).dividedBy(8);
    assertThat(waits).anyMatch(wait -> wait.compareTo(Duration.ofMinutes(5).plus(eighth)) < 0);
    assertThat(waits).anyMatch(wait -> wait.compareTo(limit.minus(eighth)) > 0);
  }

  @Test
  void usesEveryRandomNumber() {
    for (long number : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
      assertThat(new Backoff(count -> bytes).after(1, Optional.empty()))
          .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10));
    }
  }

  @Test
  void waitsAtLeastAsLongAsAskedButNoMoreThanADay() {
    assertThat(backoff.after(1, Optional.of(Duration.ofHours(5)))).isEqualTo(Duration.ofHours(5));
    assertThat(backoff.after(1, Optional.of(Duration.ofDays(5)))).isEqualTo(Duration.ofDays(1));
    assertThat(backoff.after(1, Optional.of(Duration.ZERO)))
        .isGreaterThanOrEqualTo(Duration.ofMinutes(5));
  }
}
