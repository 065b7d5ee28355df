package dev.sandglass.engine.observability;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where all signals of all sandboxes pass through: each is stamped with the resource of its
 * sandbox, whatever it claims itself, and then handed to every sink. Thread-safe; never blocks.
 */
public final class Signals implements SignalSink {
  private final ResourceStamp stamp;
  private final List<SignalSink> sinks = new CopyOnWriteArrayList<>();

  /** Begins without sinks. */
  public Signals(ResourceStamp stamp) {
    this.stamp = stamp;
  }

  /** Hands every batch from now on to this sink too. */
  public void add(SignalSink sink) {
    sinks.add(sink);
  }

  @Override
  public boolean wants() {
    return sinks.stream().anyMatch(SignalSink::wants);
  }

  @Override
  public void accept(SignalBatch batch) {
    SignalBatch stamped = batch.withResources(claimed -> stamp.resource(batch.origin(), claimed));
    sinks.forEach(sink -> sink.accept(stamped));
  }
}
