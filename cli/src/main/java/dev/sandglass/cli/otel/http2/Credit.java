package dev.sandglass.cli.otel.http2;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;

/** How much the server lets us send (RFC 9113, section 5.2), on a connection with one stream. */
final class Credit {
  private static final int INITIAL_WINDOW = 4;
  private static final int INITIAL_BYTES = 65_535;
  private static final int SETTING_BYTES = 6;

  private long connection = INITIAL_BYTES;
  private long stream = INITIAL_BYTES;
  private long initial = INITIAL_BYTES;

  /** Returns how many bytes may follow now; perhaps none. */
  int available() {
    return (int) Math.max(0, Math.min(connection, stream));
  }

  void spend(int bytes) {
    connection -= bytes;
    stream -= bytes;
  }

  /** Takes in settings, of which only the one for new streams matters: ours is made with it. */
  void settings(Frame settings) throws IOException {
    if (settings.payload().length % SETTING_BYTES != 0) {
      throw new ProtocolException("Settings are cut off");
    }
    ByteBuffer numbers = settings.numbers(0);
    while (numbers.hasRemaining()) {
      int name = numbers.getShort();
      int value = numbers.getInt();
      if (name == INITIAL_WINDOW) {
        if (value < 0) {
          throw new ProtocolException("A window is too large");
        }
        stream += value - initial;
        initial = value;
      }
    }
  }

  /** Takes in more of it. */
  void more(Frame update) throws IOException {
    int bytes = update.numbers(Integer.BYTES).getInt() & Integer.MAX_VALUE;
    if (update.stream() == 0) {
      connection += bytes;
    } else {
      stream += bytes;
    }
    if (bytes == 0 || Math.max(connection, stream) > Integer.MAX_VALUE) {
      throw new ProtocolException("A window is too large, or is made larger by nothing");
    }
  }
}
