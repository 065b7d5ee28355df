package dev.sandglass.engine.observability.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LineAssemblerTest {
  private final List<String> lines = new ArrayList<>();
  private long dropped;
  private long now;
  private final Allowance allowance = new Allowance(() -> now);
  private final LineAssembler assembler =
      new LineAssembler(
          allowance,
          new LineAssembler.Lines() {
            @Override
            public void line(String text, long cut) {
              lines.add(cut > 0 ? text.length() + "+" + cut : text);
            }

            @Override
            public void dropped(long bytes) {
              dropped += bytes;
            }
          });

  private void write(String text) {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(byte[] bytes) {
    int covered = allowance.take(bytes.length);
    assembler.accept(bytes, 0, covered, bytes.length - covered);
  }

  @Test
  void linesAreWholeHoweverTheyCome() {
    write("on");
    write("e\ntw");
    write("o\r\n\n\nthree");
    assertThat(lines).containsExactly("one", "two");
    assertThat(assembler.begin()).isEqualTo("one\ntwo\r\n\n\n".length());
    assembler.finish();
    assertThat(lines).containsExactly("one", "two", "three");
    assertThat(assembler.begin()).isEqualTo(assembler.position());
  }

  @Test
  void aHugeLineIsCutAndSaysByHowMuch() {
    write("x".repeat(3_000_000) + "\nnext\n");
    int most = LineAssembler.MAX_LINE_BYTES;
    assertThat(lines).containsExactly(most + "+" + (3_000_000 - most), "next");
  }

  @Test
  void bytesThatAreNoTextAreReplaced() {
    write(new byte[] {'a', (byte) 0xff, (byte) 0xc3, '\n'});
    assertThat(lines).containsExactly("a\ufffd\ufffd");
  }

  @Test
  void whatIsTooMuchIsDroppedAndCountedAndLaterItGoesOn() {
    byte[] flood = "y".repeat(99).concat("\n").repeat(100_000).getBytes(StandardCharsets.UTF_8);
    write(flood);
    assertThat(dropped).isEqualTo(flood.length - Allowance.BURST);
    int recorded = lines.size();
    write("lost\n");
    assertThat(lines).hasSize(recorded);
    assertThat(dropped).isEqualTo(flood.length - Allowance.BURST + 5);
    // Every line costs something beyond its bytes: it takes a while until that is paid back.
    now += TimeUnit.SECONDS.toNanos(60);
    write("back\n");
    assertThat(lines).last().isEqualTo("back");
  }

  @Test
  void manyShortLinesCostMoreThanTheirBytes() {
    for (int i = 0; i < 100; i++) {
      write("\n.".repeat(10_000) + "\n");
    }
    assertThat(lines).hasSizeLessThan(100_000);
    assertThat(dropped).isPositive();
  }

  @Test
  void theAllowanceGrowsWithTimeUpToItsBurst() {
    assertThat(allowance.take(Integer.MAX_VALUE)).isEqualTo((int) Allowance.BURST);
    assertThat(allowance.take(1)).isZero();
    now += TimeUnit.MILLISECONDS.toNanos(500);
    assertThat(allowance.take(Integer.MAX_VALUE)).isEqualTo((int) (Allowance.RATE / 2));
    now += TimeUnit.HOURS.toNanos(1);
    assertThat(allowance.available()).isEqualTo((int) Allowance.BURST);
  }
}
