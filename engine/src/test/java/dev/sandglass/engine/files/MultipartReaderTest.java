package dev.sandglass.engine.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandglass.engine.server.ApiException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultipartReaderTest {
  private static final String TYPE = "multipart/form-data; boundary=\"B\"";

  /** Gives between one and so many bytes at a time. */
  private static InputStream trickle(byte[] bytes, int most) {
    Random random = new Random(7);
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, 1 + random.nextInt(most)));
      }
    };
  }

  private static List<String> parts(String body, int most) throws IOException {
    var reader = new MultipartReader(TYPE, trickle(body.getBytes(ISO_8859_1), most));
    List<String> parts = new ArrayList<>();
    for (Optional<String> name = reader.next(); name.isPresent(); name = reader.next()) {
      parts.add(name.get() + "=" + new String(reader.content().readAllBytes(), ISO_8859_1));
    }
    return parts;
  }

  private static String part(String name, String content) {
    return "--B\r\ncontent-disposition: form-data; filename=\"x; name=no\"; name=\""
        + name
        + "\"\r\nX: y\r\n\r\n"
        + content
        + "\r\n";
  }

  @Test
  void readsPartsInOrderHoweverTheyArrive() throws IOException {
    String nearly = "\r\n--\r\n--b\r\n-\r\n--\r--B--\r\n\r\n";
    String large = "\r\n--".repeat(100_000);
    String body =
        "preamble\r\n" + part("a", nearly) + part("b", "") + part("a", large) + "--B--\r\nend";
    for (int most : new int[] {1, 3, 1000, 1_000_000}) {
      assertThat(parts(body, most)).containsExactly("a=" + nearly, "b=", "a=" + large);
    }
    assertThat(parts("--B--", 9)).isEmpty();
  }

  @Test
  void passesOverWhatNobodyReads() throws IOException {
    String body = part("a", "x".repeat(500_000)) + part("b", "y") + "--B--";
    var reader = new MultipartReader(TYPE, trickle(body.getBytes(ISO_8859_1), 70_000));
    assertThat(reader.next()).contains("a");
    assertThat(reader.content().read()).isEqualTo('x');
    assertThat(reader.next()).contains("b");
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void refusesWhatIsMalformed() {
    assertThatThrownBy(() -> parts(part("a", "x"), 9)).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> parts("", 9)).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> parts("--Bad\r\n\r\n", 9)).isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> parts("--B\r\nX: " + "y".repeat(200_000), 90_000))
        .isInstanceOf(ApiException.class);
    for (String type :
        List.of("", "text/plain", "multipart/form-data", "multipart/mixed; boundary=B")) {
      assertThatThrownBy(() -> new MultipartReader(type, InputStream.nullInputStream()))
          .isInstanceOf(ApiException.class);
    }
  }
}
