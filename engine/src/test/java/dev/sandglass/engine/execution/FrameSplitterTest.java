package dev.sandglass.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameSplitterTest {
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final List<String> messages = new ArrayList<>();

  private void split(String text, int step) throws IOException {
    output.reset();
    messages.clear();
    var splitter =
        new FrameSplitter(
            "abcd",
            new FrameSplitter.Receiver() {
              @Override
              public void output(byte[] bytes, int offset, int length) {
                output.write(bytes, offset, length);
              }

              @Override
              public void message(byte[] bytes) {
                messages.add(new String(bytes, StandardCharsets.US_ASCII));
              }
            });
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    for (int offset = 0; offset < bytes.length; offset += step) {
      int end = Math.min(bytes.length, offset + step);
      splitter.add(Arrays.copyOfRange(bytes, offset, end), end - offset);
    }
    splitter.finish();
  }

  @Test
  void tellsMessagesFromOutputWhereverTheBytesAreCut() throws Exception {
    String text = "out\0abcdE0003one no\0newline\0abc\0abcdC0002tw\0abcdE0001o\0abcdE0000end\0ab";
    for (int step = 1; step <= text.length(); step++) {
      split(text, step);
      assertThat(messages).containsExactly("one", "two", "");
      assertThat(output.toString(StandardCharsets.US_ASCII))
          .isEqualTo("out no\0newline\0abcend\0ab");
    }
  }

  @Test
  void whatLooksLikeAnotherNonceIsOutput() throws Exception {
    split("\0abceE0003one", 5);
    assertThat(messages).isEmpty();
    assertThat(output.toString(StandardCharsets.US_ASCII)).isEqualTo("\0abceE0003one");
  }
}
