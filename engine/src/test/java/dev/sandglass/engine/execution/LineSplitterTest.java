package dev.sandglass.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
  private static List<String> split(byte[] bytes, int step) {
    var splitter = new LineSplitter();
    List<String> lines = new ArrayList<>();
    for (int offset = 0; offset < bytes.length; offset += step) {
      lines.addAll(splitter.add(bytes, offset, Math.min(step, bytes.length - offset)));
    }
    lines.addAll(splitter.finish());
    return lines;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void splitsWhereverTheBytesAreCut() {
    byte[] bytes = utf8("one\n\nzwölf €\nrest");
    for (int step = 1; step <= bytes.length; step++) {
      assertThat(split(bytes, step)).containsExactly("one", "\n", "zwölf €", "rest");
    }
  }

  @Test
  void cutsLongLinesBetweenCharacters() {
    String line = "€".repeat(LineSplitter.MAX_BYTES);
    List<String> pieces = split(utf8(line + "\nnext\n"), 1000);
    assertThat(String.join("", pieces)).isEqualTo(line + "next").doesNotContain("\uFFFD");
    assertThat(pieces).allMatch(piece -> utf8(piece).length <= LineSplitter.MAX_BYTES);
  }

  @Test
  void aLineOfExactlyTheLargestSizeIsNotFollowedByAnEmptyOne() {
    String line = "x".repeat(LineSplitter.MAX_BYTES);
    assertThat(split(utf8(line + "\n\nend"), 7_000)).containsExactly(line, "\n", "end");
  }

  @Test
  void replacesWhatIsNotText() {
    byte[] bytes = {'a', (byte) 0xff, 'b', '\n', (byte) 0xe2, (byte) 0x82};
    assertThat(split(bytes, 2)).containsExactly("a\uFFFDb", "\uFFFD");
  }
}
