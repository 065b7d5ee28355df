package dev.sandglass.telemetry.event;

/** Where random numbers come from. */
@FunctionalInterface
public interface RandomBytes {
  /** Returns so many unpredictable bytes. */
  byte[] next(int count);

  /** Returns the operating system's source. */
  static RandomBytes system() {
    return new SystemRandom();
  }
}
