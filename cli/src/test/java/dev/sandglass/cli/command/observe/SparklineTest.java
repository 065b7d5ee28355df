package dev.sandglass.cli.command.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandglass.cli.CommandException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SparklineTest {
  @Test
  void risesAndFallsWithTheValues() {
    assertThat(Sparkline.of(List.of(0.0, 50.0, 100.0, 0.0), 30)).isEqualTo("▁▅█▁");
  }

  @Test
  void whatDoesNotChangeIsFlat() {
    assertThat(Sparkline.of(List.of(7.0, 7.0, 7.0), 30)).isEqualTo("▁▁▁");
    assertThat(Sparkline.of(List.of(), 30)).isEmpty();
  }

  @Test
  void manyValuesAreDrawnAsTheMeansOfSteps() {
    List<Double> values = IntStream.range(0, 1_000).mapToObj(i -> i < 500 ? 0.0 : 9.0).toList();
    assertThat(Sparkline.of(values, 4)).isEqualTo("▁▁██");
  }

  @Test
  void sinceIsHowLongAgoOrATime() {
    Instant now = Instant.parse("2026-06-01T12:00:00Z");
    assertThat(SinceOption.time("1h30m", now)).isEqualTo(Instant.parse("2026-06-01T10:30:00Z"));
    assertThat(SinceOption.time("2026-06-01T10:00:00+02:00", now))
        .isEqualTo(Instant.parse("2026-06-01T08:00:00Z"));
    assertThatThrownBy(() -> SinceOption.time("noon", now))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("'noon'");
  }
}
