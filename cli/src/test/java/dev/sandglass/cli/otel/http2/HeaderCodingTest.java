package dev.sandglass.cli.otel.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads as another implementation packs and unpacks them, and as the specification shows them. */
final class HeaderCodingTest {
  private static final int MOST = 1 << 20;

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static List<Header> list(Http2Headers headers) {
    List<Header> list = new ArrayList<>();
    headers.forEach(
        entry -> list.add(new Header(entry.getKey().toString(), entry.getValue().toString())));
    return list;
  }

  /** The answers of RFC 7541, appendix C.6: packed texts, and a table that forgets. */
  @Test
  void theExamplesOfTheSpecificationAreRead() throws IOException {
    var reader = new HeaderReader(MOST);
    reader.read(bytes("3f e1 01")); // a table of 256 bytes
    assertThat(
            reader.read(
                bytes(
                    """
                    4882 6402 5885 aec3 771a 4b61 96d0 7abe
                    9410 54d4 44a8 2005 9504 0b81 66e0 82a6
                    2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8
                    e9ae 82ae 43d3
                    """
                        .replace("\n", ""))))
        .containsExactly(
            new Header(":status", "302"),
            new Header("cache-control", "private"),
            new Header("date", "Mon, 21 Oct 2013 20:13:21 GMT"),
            new Header("location", "https://www.example.com"));
    assertThat(reader.read(bytes("4883 640e ffc1 c0bf")))
        .extracting(Header::value)
        .containsExactly(
            "307", "private", "Mon, 21 Oct 2013 20:13:21 GMT", "https://www.example.com");
  }

  /** All characters, repeated lines, lines that are kept and others that are pushed out. */
  @ParameterizedTest
  @ValueSource(ints = {0, 100, 4096})
  void whatAnotherImplementationPacksIsRead(int table) throws Exception {
    Random random = new Random(table);
    var encoder = new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE);
    encoder.configuration().maxHeaderTableSize(table);
    var reader = new HeaderReader(MOST);
    for (int block = 0; block < 300; block++) {
      Http2Headers headers = new DefaultHttp2Headers(false).status("200");
      for (int line = 0; line < 5; line++) {
        headers.add("name-" + random.nextInt(9), text(random, line));
      }
      headers.add("grpc-status", "0");
      ByteBuf packed = Unpooled.buffer();
      encoder.encodeHeaders(1, headers, packed);
      assertThat(reader.read(ByteBufUtil.getBytes(packed))).isEqualTo(list(headers));
    }
  }

  private static String text(Random random, int kind) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(kind == 0 ? 700 : 20);
    for (int i = 0; i < length; i++) {
      text.append((char) (kind == 1 ? random.nextInt(256) : ' ' + random.nextInt(95)));
    }
    return text.toString();
  }

  @Test
  void anotherImplementationReadsWhatIsWritten() throws Exception {
    List<Header> headers = new ArrayList<>(List.of(new Header(":method", "POST")));
    for (int length : new int[] {0, 1, 126, 127, 128, 254, 255, 256, 20_000}) {
      headers.add(new Header("length-" + length, "k".repeat(length)));
    }
    ByteBuf packed = Unpooled.wrappedBuffer(HeaderWriter.write(headers));
    var decoder = new DefaultHttp2HeadersDecoder(true, MOST);
    assertThat(list(decoder.decodeHeaders(1, packed))).isEqualTo(headers);
  }

  @ParameterizedTest
  @CsvSource({
    "80, has the number 0",
    "be, has the number 62",
    "ffffffffffff7f, too large",
    "3fe2ff7f, never offered",
    "00 01, ends in the middle",
    "00 05 6162, ends in the middle",
    "40, ends in the middle",
    "00 81 00 00, middle of a character",
    "00 84 ffffffff 00, goes on behind its end",
  })
  void whatIsPackedWronglyIsRefused(String hex, String reason) {
    assertThatIOException()
        .isThrownBy(() -> new HeaderReader(MOST).read(bytes(hex)))
        .withMessageContaining(reason);
  }

  @Test
  void headsHaveABound() {
    byte[] long100 = HeaderWriter.write(List.of(new Header("a", "x".repeat(100))));
    assertThatIOException()
        .isThrownBy(() -> new HeaderReader(100).read(long100))
        .withMessageContaining("longer than 100");
  }

  /** Whatever comes, it ends, and with nothing but what callers expect. */
  @Test
  void noiseDoesNoHarm() {
    Random random = new Random(5);
    for (int i = 0; i < 50_000; i++) {
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      try {
        assertThat(new HeaderReader(MOST).read(noise)).hasSizeLessThanOrEqualTo(40);
      } catch (IOException e) {
        assertThat(e).hasMessageMatching("(A|No) .*");
      }
    }
  }
}
