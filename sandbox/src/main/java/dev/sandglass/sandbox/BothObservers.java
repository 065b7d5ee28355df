package dev.sandglass.sandbox;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Tells two observers. */
record BothObservers(OperationObserver first, OperationObserver second)
    implements OperationObserver {
  @Override
  public Observation started(ObservedOperation operation) {
    return new Both(first.started(operation), second.started(operation));
  }

  private record Both(Observation first, Observation second) implements Observation {
    @Override
    public Scope enter() {
      Scope outer = first.enter();
      Scope inner = second.enter();
      return () -> {
        inner.close();
        outer.close();
      };
    }

    @Override
    public Map<String, String> environment() {
      Map<String, String> all = new HashMap<>(first.environment());
      all.putAll(second.environment());
      return all;
    }

    @Override
    public void happened(OperationFact fact) {
      first.happened(fact);
      second.happened(fact);
    }

    @Override
    public void finished(Optional<? extends Throwable> failure) {
      first.finished(failure);
      second.finished(failure);
    }
  }
}
