package dev.sandglass.cli.otel.http2;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The code that texts in heads may be packed with (RFC 7541, appendix B). It is canonical: the
 * lengths of its words say all, as words of one length follow each other in the order of symbols.
 */
final class Huffman {
  /** How long the word for each byte and for the end is: {@code A} stands for 5 bits. */
  private static final String LENGTHS =
      "ISXXXXXXXTZXXZXXXXXXXXZXXXXXXXXXBFFHIBDGFFDGDBBBAAABBBBBBBCDKBHF"
          + "IBCCCCCCCCCCCCCCCCCCCCCCDCDIOIJBKABABABBBACCBBBABCBAABCCCCCKGJIX"
          + "PRPPRRRSRSSSSSTSTTRSTSSSSQRSRSSTRQPRRSSQSRRTQRSSQQRQSRSSPRRRSRRS"
          + "VVPORSRUVVVWWVTUOQVWWVWTQQVVXWWWPTPQRQQSRRUUTTVSVWVVWWWWWXWWWWWV"
          + "Z";

  private static final int SHORTEST = 5;
  private static final int LONGEST = 30;
  private static final int END = 256;

  private final int[] symbols = new int[END + 1];
  private final int[] counts = new int[LONGEST + 1];

  Huffman() {
    int next = 0;
    for (int length = SHORTEST; length <= LONGEST; length++) {
      for (int symbol = 0; symbol <= END; symbol++) {
        if (LENGTHS.charAt(symbol) - 'A' + SHORTEST == length) {
          symbols[next++] = symbol;
          counts[length]++;
        }
      }
    }
  }

  /** Unpacks a text, of which each character is one byte. */
  String decode(byte[] packed) throws IOException {
    var text = new ByteArrayOutputStream(packed.length * 2);
    int word = 0; // bits of the word that is being read
    int length = 0;
    int first = 0; // the first word of that length
    int index = 0; // where its symbol stands
    for (int bit = 0; bit < packed.length * Byte.SIZE; bit++) {
      word = word << 1 | packed[bit / Byte.SIZE] >> Byte.SIZE - 1 - bit % Byte.SIZE & 1;
      first = first << 1;
      length++;
      if (length > LONGEST) {
        throw new IOException("A text in a head is packed wrongly");
      }
      if (word - first < counts[length]) {
        int symbol = symbols[index + word - first];
        if (symbol == END) {
          throw new IOException("A text in a head goes on behind its end");
        }
        text.write(symbol);
        word = length = first = index = 0;
      } else {
        index += counts[length];
        first += counts[length];
      }
    }
    if (length >= Byte.SIZE || word != (1 << length) - 1) {
      throw new IOException("A text in a head ends in the middle of a character");
    }
    return text.toString(StandardCharsets.ISO_8859_1);
  }
}
