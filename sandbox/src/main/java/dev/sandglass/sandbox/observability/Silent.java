package dev.sandglass.sandbox.observability;

import dev.sandglass.sandbox.Batch;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.OperationObserver;
import dev.sandglass.sandbox.http.ExchangeObserver;

/** Nothing is recorded, and no class of OpenTelemetry needed. */
record Silent(OperationObserver operations) implements Instrumentation {
  @Override
  public ExchangeObserver exchanges() {
    return ExchangeObserver.NONE;
  }

  @Override
  public Batch batch(Operation operation, int size) {
    return Batch.UNOBSERVED;
  }

  @Override
  public void close() {
    // nothing was recorded
  }
}
