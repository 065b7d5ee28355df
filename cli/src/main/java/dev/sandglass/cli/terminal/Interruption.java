package dev.sandglass.cli.terminal;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What happens when {@code sand} is asked to end. At first the thread that began is interrupted, so
 * that what it waits for ends; later, signals can be passed on to somebody, or be ignored.
 */
public final class Interruption implements AutoCloseable {
  private final Thread thread = Thread.currentThread();
  private @Nullable HostSignals signals;
  private @Nullable Consumer<String> receiver;
  private @Nullable String waiting;

  private Interruption() {}

  /** Begins to watch for signals that ask to end, on behalf of the current thread. */
  public static Interruption begin() {
    Interruption interruption = new Interruption();
    interruption.signals = HostSignals.handle(HostSignals.ENDING, interruption::accept);
    return interruption;
  }

  /** Does work whose thread is interrupted when {@code sand} is asked to end. */
  public static <T> T interruptible(Supplier<T> work) {
    Interruption interruption = begin();
    try {
      return work.get();
    } finally {
      interruption.close();
    }
  }

  /** Passes signals on from now; one that came before is passed on at once. */
  public void passTo(Consumer<String> newReceiver) {
    Optional<String> early;
    synchronized (this) {
      receiver = newReceiver;
      early = Optional.ofNullable(waiting);
      waiting = null;
    }
    if (early.isPresent()) {
      Thread.interrupted();
      newReceiver.accept(early.get());
    }
  }

  /** Ignores signals from now, and forgets the one that came, for work that must be finished. */
  public void ignore() {
    passTo(name -> {});
    Thread.interrupted();
  }

  private void accept(String name) {
    Consumer<String> to;
    synchronized (this) {
      to = receiver;
      if (to == null) {
        waiting = name;
        thread.interrupt();
        return;
      }
    }
    to.accept(name);
  }

  /** Ends to watch for signals. */
  @Override
  public void close() {
    if (signals != null) {
      signals.close();
    }
  }
}
