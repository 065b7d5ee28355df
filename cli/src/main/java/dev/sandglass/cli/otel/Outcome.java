package dev.sandglass.cli.otel;

/**
 * How one delivery ended.
 *
 * @param kind what to think of it
 * @param what what came back, in one line without secrets
 * @param advice what to try; empty when nothing need be done
 */
public record Outcome(Kind kind, String what, String advice) {
  /** What to think of a delivery. */
  public enum Kind {
    DELIVERED,
    PARTLY,
    FAILED,
    SKIPPED
  }

  static Outcome delivered(String what) {
    return new Outcome(Kind.DELIVERED, what, "");
  }

  static Outcome failed(String what, String advice) {
    return new Outcome(Kind.FAILED, what, advice);
  }

  /** Returns whether something got lost. */
  public boolean isLoss() {
    return kind == Kind.PARTLY || kind == Kind.FAILED;
  }
}
