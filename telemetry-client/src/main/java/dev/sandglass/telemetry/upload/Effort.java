package dev.sandglass.telemetry.upload;

import java.time.Duration;

/** How much an upload may take upon itself. */
public enum Effort {
  /**
   * In a process of its own that nobody watches: only when no failure asks to wait, and the process
   * is dead after 10 seconds whatever happens.
   */
  BACKGROUND(Duration.ofSeconds(8)),
  /** A person waits: at once, and for at most 30 seconds. */
  FOREGROUND(Duration.ofSeconds(28));

  /** When the process of a background upload is ended, whatever it is doing. */
  static final Duration HARD_LIMIT = Duration.ofSeconds(10);

  private final Duration limit;

  Effort(Duration limit) {
    this.limit = limit;
  }

  /** Returns when no request is begun or waited for any more, so that there is time to tidy up. */
  Duration limit() {
    return limit;
  }
}
