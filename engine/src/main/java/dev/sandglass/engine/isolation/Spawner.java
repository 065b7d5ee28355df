package dev.sandglass.engine.isolation;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts processes, all from one thread that lives as long as the engine: the kernel delivers "your
 * parent died" when the <em>thread</em> that started a process ends, and bubblewrap asks for it.
 */
final class Spawner {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            var spawner = new Thread(work, "isolation-spawner");
            spawner.setDaemon(true);
            return spawner;
          });

  /**
   * Starts a process.
   *
   * @throws IsolationException if it cannot be started
   */
  Process start(ProcessBuilder builder) {
    try {
      return thread.submit(builder::start).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IsolationException("interrupted while starting a process", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw new IsolationException("the engine cannot start processes: " + io.getMessage(), io);
      }
      throw new IsolationException("the engine cannot start processes", e);
    }
  }
}
