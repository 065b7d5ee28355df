package dev.sandglass.telemetry.event;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;

/** Where random numbers come from. */
@FunctionalInterface
public interface RandomBytes {
  /** Returns so many unpredictable bytes. */
  byte[] next(int count);

  /** Returns the operating system's source. */
  static RandomBytes system() {
    return count -> {
      // The same bytes as SecureRandom's, without the provider machinery that a command would wait
      // for.
      try (InputStream source = new FileInputStream("/dev/urandom")) {
        byte[] bytes = source.readNBytes(count);
        if (bytes.length == count) {
          return bytes;
        }
      } catch (IOException e) {
        // No such device: the provider knows where to look on this system.
      }
      byte[] bytes = new byte[count];
      new SecureRandom().nextBytes(bytes);
      return bytes;
    };
  }
}
