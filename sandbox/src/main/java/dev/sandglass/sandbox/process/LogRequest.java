package dev.sandglass.sandbox.process;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What of a background command's output to show.
 *
 * @param follow whether to go on until the command ends
 * @param tail how many lines to begin before the end; empty means from the beginning
 * @param channel only this one; empty means both
 */
public record LogRequest(boolean follow, OptionalInt tail, Optional<OutputChannel> channel) {
  /** Everything there is so far. */
  public static final LogRequest ALL = new LogRequest(false, OptionalInt.empty(), Optional.empty());

  /** Everything, until the command ends. */
  public static final LogRequest FOLLOW =
      new LogRequest(true, OptionalInt.empty(), Optional.empty());
}
