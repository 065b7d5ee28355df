package dev.sandglass.engine.lifecycle;

import dev.sandglass.engine.isolation.Isolation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Counts who uses each read-only layer, and deletes those that nobody uses any more. Templates,
 * snapshots and sandboxes each hold every layer they consist of, so any of them can go while the
 * others stay. Thread-safe.
 */
final class Layers {
  private static final System.Logger LOG = System.getLogger(Layers.class.getName());

  private final Path directory;
  private final Isolation isolation;
  private final Executor executor;
  private final Map<String, Integer> users = new HashMap<>();

  Layers(Path directory, Isolation isolation, Executor executor) {
    this.directory = directory;
    this.isolation = isolation;
    this.executor = executor;
  }

  /** Counts a new user of layers that it has just made, or read from its record. */
  synchronized void hold(Collection<String> layers) {
    layers.forEach(layer -> users.merge(layer, 1, Integer::sum));
  }

  /**
   * Counts a new user of layers that somebody else holds.
   *
   * @return false, with nothing counted, if one of them is on its way out
   */
  synchronized boolean share(Collection<String> layers) {
    if (!users.keySet().containsAll(layers)) {
      return false;
    }
    hold(layers);
    return true;
  }

  /** Counts a user less; layers without any are deleted soon. */
  void release(Collection<String> layers) {
    for (String layer : layers) {
      if (unused(layer)) {
        executor.execute(() -> delete(layer));
      }
    }
  }

  private synchronized boolean unused(String layer) {
    return users.computeIfPresent(layer, (name, count) -> count > 1 ? count - 1 : null) == null;
  }

  /** Deletes every layer that nobody holds; at the engine's start, once all records are read. */
  void collect() {
    List<String> names;
    try (Stream<Path> entries = Files.list(directory)) {
      names = entries.map(entry -> entry.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
    for (String name : names) {
      boolean held;
      synchronized (this) {
        held = users.containsKey(name);
      }
      if (!held) {
        executor.execute(() -> delete(name));
      }
    }
  }

  private void delete(String layer) {
    try {
      isolation.deleteTree(directory.resolve(layer));
    } catch (RuntimeException e) {
      // It is collected at the next start.
      LOG.log(System.Logger.Level.WARNING, "cannot delete layer {0}: {1}", layer, e.getMessage());
    }
  }
}
