package dev.sandglass.engine.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReplacingInputTest {
  private static void check(String text, String wanted, String replacement) throws IOException {
    var in =
        new ReplacingInput(
            new ByteArrayInputStream(text.getBytes(ISO_8859_1)) {
              @Override
              public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, 7919));
              }
            },
            wanted.getBytes(ISO_8859_1),
            replacement.getBytes(ISO_8859_1));
    String result = new String(in.readAllBytes(), ISO_8859_1);
    assertThat(result).isEqualTo(text.replace(wanted, replacement));
    int removed = text.length() - text.replace(wanted, "").length();
    assertThat(in.count()).isEqualTo(removed / wanted.length());
  }

  @Test
  void replacesAsStringsDo() throws IOException {
    check("", "a", "b");
    check("aaaa", "aa", "b");
    check("aaaaa", "aa", "");
    check("xabcabcx", "abc", "abcabc");
    check("abcab", "abc", "y");
    check("ab".repeat(100_000) + "c", "abc", "longer than it was");
    check("x".repeat(65_536) + "ab" + "y".repeat(70_000) + "a", "ab", "");
    check("abcdefgh".repeat(50_000), "h" + "abcdefgh".repeat(12_000), "!");
    check("tail", "tail", "head");
  }
}
