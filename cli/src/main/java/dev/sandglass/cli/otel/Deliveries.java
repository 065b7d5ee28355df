package dev.sandglass.cli.otel;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What became of everything sent. Thread-safe. */
final class Deliveries {
  private final Map<Signal, Outcome> outcomes = new EnumMap<>(Signal.class);

  /** Takes in an outcome; a loss is not made good by what is delivered later. */
  synchronized void add(Signal signal, Outcome outcome) {
    Outcome before = outcomes.get(signal);
    if (before == null || !before.isLoss()) {
      outcomes.put(signal, outcome);
    }
  }

  /** Returns what is known about a signal; empty when no answer has come yet. */
  synchronized Optional<Outcome> of(Signal signal) {
    return Optional.ofNullable(outcomes.get(signal));
  }

  /** Returns the signals of which something got lost, and how. */
  synchronized Map<Signal, Outcome> losses() {
    Map<Signal, Outcome> losses = new EnumMap<>(outcomes);
    losses.values().removeIf(outcome -> !outcome.isLoss());
    return losses;
  }
}
