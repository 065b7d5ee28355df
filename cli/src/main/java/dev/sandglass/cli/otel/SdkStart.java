package dev.sandglass.cli.otel;

import dev.sandglass.cli.CommandException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** The SDK of one run while it is being set up, which goes on beside the reading of the command. */
final class SdkStart {
  private final OtlpSettings settings;
  private final FutureTask<Sdk> task;

  /** Begins. */
  SdkStart(OtlpSettings settings, Consumer<String> console) {
    this.settings = settings;
    this.task = new FutureTask<>(() -> Sdk.of(settings, Map.of(), console));
    Thread thread = new Thread(task, "sand-otel-start");
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns what it is set up by. */
  OtlpSettings settings() {
    return settings;
  }

  /**
   * Waits for it.
   *
   * @throws CommandException if a variable makes no sense; it is named
   */
  Sdk await() {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while OpenTelemetry was set up", e);
    }
  }
}
