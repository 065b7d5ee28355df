package dev.sandglass.cli.command.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandglass.sandbox.signals.TraceSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaterfallTest {
  private static final Instant BEGIN = Instant.parse("2030-01-31T12:00:00Z");

  private static TraceSpan span(String id, String parent, long from, long millis) {
    return new TraceSpan(
        "t",
        id,
        Optional.of(parent).filter(text -> !text.isEmpty()),
        "name-" + id,
        "INTERNAL",
        BEGIN.plusMillis(from),
        Duration.ofMillis(millis),
        "service",
        Map.of(),
        Map.of(),
        "UNSET",
        "",
        List.of());
  }

  private static List<String> names(List<TraceSpan> spans) {
    return Waterfall.of(spans).stream().map(Waterfall.Line::indented).toList();
  }

  @Test
  void childrenStandBelowTheirParents() {
    List<TraceSpan> spans =
        List.of(
            span("a", "from-elsewhere", 0, 100),
            span("b", "a", 10, 20),
            span("c", "a", 50, 50),
            span("d", "b", 60, 10));
    assertThat(names(spans)).containsExactly("name-a", "  name-b", "    name-d", "  name-c");
  }

  @Test
  void barsShowWhen() {
    List<Waterfall.Line> lines =
        Waterfall.of(
            List.of(span("a", "", 0, 100), span("b", "a", 50, 25), span("c", "a", 100, 0)));
    assertThat(lines)
        .extracting(Waterfall.Line::bar)
        .containsExactly(
            "█".repeat(40), "·".repeat(20) + "█".repeat(10) + "·".repeat(10), "·".repeat(39) + "█");
  }

  @Test
  void spansThatAreTheirOwnDescendantsAreShownOnce() {
    List<TraceSpan> spans =
        List.of(
            span("a", "b", 0, 1),
            span("b", "a", 0, 1),
            span("c", "c", 0, 1),
            span("d", "", 0, 1),
            span("d", "", 0, 1),
            span("e", "d", 0, 1));
    assertThat(Waterfall.of(spans)).hasSize(6);
    assertThat(names(spans)).contains("name-a", "  name-b", "name-c", "name-d");
  }

  @Test
  void depthAndLengthHaveNoLimits() {
    List<TraceSpan> spans = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      spans.add(span("s" + i, i == 0 ? "" : "s" + (i - 1), i, Long.MAX_VALUE / 1_000_000 - 5_000));
    }
    assertThat(Waterfall.of(spans)).hasSize(5_000);
    assertThat(names(spans).get(4_999)).hasSizeLessThan(100);
    assertThat(Waterfall.of(List.of())).isEmpty();
  }
}
