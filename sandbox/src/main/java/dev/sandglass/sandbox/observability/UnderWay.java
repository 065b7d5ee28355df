package dev.sandglass.sandbox.observability;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What clients have begun and not ended, so that a program which is being ended in the middle of it
 * can still tell of it. Thread-safe.
 */
public final class UnderWay {
  /** What {@code error.type} says of what a program did not live to see the end of. */
  static final String CANCELLED = "cancelled";

  private final Set<Open> open = new LinkedHashSet<>();

  /** Something that has begun. */
  interface Open {
    /** Tells its end, which is that it was given up. */
    void cancel();
  }

  /** Something begins; it is known by its identity. */
  synchronized void began(Open one) {
    open.add(one);
  }

  /** Returns whether something had not ended before. */
  synchronized boolean ended(Open one) {
    return open.remove(one);
  }

  /**
   * Ends all spans that are open, the latest first, as errors of the type {@code cancelled}, and
   * counts work on many sandboxes that is not done as cancelled. It stops nothing: this is for a
   * program that a signal ends, before it flushes.
   */
  public void cancel() {
    List<Open> latestFirst;
    synchronized (this) {
      latestFirst = new ArrayList<>(open);
    }
    Collections.reverse(latestFirst);
    latestFirst.forEach(Open::cancel);
  }
}
