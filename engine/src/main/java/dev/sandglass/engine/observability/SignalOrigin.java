package dev.sandglass.engine.observability;

import java.util.Optional;

/**
 * Whose signals they are.
 *
 * @param sandbox the sandbox's id; empty for what is told about all of them together
 */
public record SignalOrigin(Optional<String> sandbox) {
  /** What is told about all sandboxes together. */
  public static final SignalOrigin ORGANIZATION = new SignalOrigin(Optional.empty());

  /** A sandbox. */
  public static SignalOrigin sandbox(String id) {
    return new SignalOrigin(Optional.of(id));
  }
}
