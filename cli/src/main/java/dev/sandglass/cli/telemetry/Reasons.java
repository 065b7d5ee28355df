package dev.sandglass.cli.telemetry;

import dev.sandglass.telemetry.consent.Decision;

/** Says why usage telemetry is on or off, for people. */
public final class Reasons {
  private Reasons() {}

  /** Returns what decided, and where that stands. */
  public static String of(Decision decision) {
    return switch (decision.decidedBy()) {
      case DO_NOT_TRACK, VARIABLE -> "the environment variable " + decision.where();
      case SETTINGS -> "telemetry.enabled in " + decision.where();
      case SETTINGS_UNREADABLE -> decision.where() + " cannot be read";
      case CONTINUOUS_INTEGRATION ->
          "the environment variable " + decision.where() + ", a sign of continuous integration";
      case NOTICE_NOT_SHOWN -> "default, as long as nobody has been told about it";
      case DEFAULT -> "default, since you have been told about it";
    };
  }
}
