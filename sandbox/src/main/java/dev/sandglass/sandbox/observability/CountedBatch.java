package dev.sandglass.sandbox.observability;

import dev.sandglass.sandbox.Batch;
import dev.sandglass.sandbox.Operation;
import io.opentelemetry.api.common.Attributes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts work on many sandboxes. */
final class CountedBatch implements Batch, UnderWay.Open {
  private final Meters meters;
  private final UnderWay underWay;
  private final Attributes attributes;
  private final AtomicInteger left;

  CountedBatch(Meters meters, UnderWay underWay, Operation operation, String provider, int size) {
    this.meters = meters;
    this.underWay = underWay;
    this.attributes =
        Attributes.of(
            SpanAttribute.OPERATION.text(),
            operation.operationName(),
            SpanAttribute.SANDBOX_PROVIDER.text(),
            provider);
    this.left = new AtomicInteger(size);
    meters.tasksActive().add(size, attributes);
    underWay.began(this);
  }

  @Override
  public void done(Optional<? extends Throwable> failure) {
    if (left.getAndUpdate(count -> Math.max(0, count - 1)) == 0) {
      return; // closed, or told once too often
    }
    meters.tasksActive().add(-1, attributes);
    if (failure.isEmpty()) {
      meters.tasksCompleted().add(1, attributes);
      return;
    }
    var recorded = new RecordedFailure(failure.get());
    if (recorded.isCancellation()) {
      meters.tasksCancelled().add(1, attributes);
    } else {
      meters
          .tasksFailed()
          .add(
              1,
              attributes.toBuilder().put(SpanAttribute.ERROR_TYPE.text(), recorded.type()).build());
    }
  }

  @Override
  public void cancel() {
    close();
  }

  @Override
  public void close() {
    underWay.ended(this);
    int unfinished = left.getAndSet(0);
    if (unfinished > 0) {
      meters.tasksActive().add(-unfinished, attributes);
      meters.tasksCancelled().add(unfinished, attributes);
    }
  }
}
