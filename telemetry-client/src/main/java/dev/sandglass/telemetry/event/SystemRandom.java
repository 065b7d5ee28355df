package dev.sandglass.telemetry.event;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The operating system's random numbers: the same as {@link SecureRandom}'s, without the provider
 * machinery that a command would wait for. They are read for several events at once.
 */
final class SystemRandom implements RandomBytes {
  private final byte[] bytes = new byte[64];
  private int used = bytes.length;

  @Override
  public synchronized byte[] next(int count) {
    if (count > bytes.length) {
      return bySecureRandom(count);
    }
    if (used + count > bytes.length) {
      if (!fill()) {
        return bySecureRandom(count);
      }
      used = 0;
    }
    byte[] next = Arrays.copyOfRange(bytes, used, used + count);
    Arrays.fill(bytes, used, used + count, (byte) 0);
    used += count;
    return next;
  }

  private boolean fill() {
    try (InputStream source = new FileInputStream("/dev/urandom")) {
      // The device gives so few bytes in one piece, or not at all.
      return source.read(bytes) == bytes.length;
    } catch (IOException e) {
      return false; // no such device: the provider knows where to look on this system
    }
  }

  private static byte[] bySecureRandom(int count) {
    byte[] bytes = new byte[count];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
