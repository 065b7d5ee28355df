package dev.sandglass.engine.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;

/**
 * Names of files are bytes, text of the API is Unicode. Bytes that are not UTF-8 stand in text as
 * the lone surrogates U+DC80 to U+DCFF, as Python has it, so that every name survives the way to a
 * client and back. "Raw" strings here have one character for each byte.
 */
final class ByteText {
  private static final int ESCAPE = 0xdc00;

  private ByteText() {}

  /**
   * The bytes of a text.
   *
   * @throws IllegalArgumentException if it holds half a surrogate pair that stands for no byte
   */
  static String raw(String text) {
    StringBuilder raw = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      if (point < 0x80) {
        raw.append((char) point);
      } else if (point >= ESCAPE + 0x80 && point <= ESCAPE + 0xff) {
        raw.append((char) (point - ESCAPE));
      } else if (point >= 0xd800 && point <= 0xdfff) {
        throw new IllegalArgumentException("half a surrogate pair is no text");
      } else {
        raw.append(new String(Character.toString(point).getBytes(UTF_8), ISO_8859_1));
      }
    }
    return raw.toString();
  }

  /** The text of bytes. */
  static String text(String raw) {
    if (raw.chars().allMatch(c -> c < 0x80)) {
      return raw;
    }
    var decoder = UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(raw.getBytes(ISO_8859_1));
    CharBuffer text = CharBuffer.allocate(raw.length());
    while (true) {
      var result = decoder.decode(bytes, text, true);
      if (!result.isError()) {
        break;
      }
      for (int i = 0; i < result.length(); i++) {
        text.put((char) (ESCAPE + (bytes.get() & 0xff)));
      }
      decoder.reset();
    }
    return text.flip().toString();
  }

  /** The text with what is not UTF-8 replaced, for messages. */
  static String display(String raw) {
    return new String(raw.getBytes(ISO_8859_1), UTF_8);
  }
}
