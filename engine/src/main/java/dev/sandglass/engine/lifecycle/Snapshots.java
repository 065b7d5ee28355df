package dev.sandglass.engine.lifecycle;

import dev.sandglass.engine.server.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The snapshots of this engine. Thread-safe. */
public final class Snapshots {
  private final Path directory;
  private final Layers layers;
  private final Clock clock;
  private final Map<String, SnapshotRecord> snapshots = new ConcurrentHashMap<>();

  Snapshots(Path directory, Layers layers, Clock clock) {
    this.directory = directory;
    this.layers = layers;
    this.clock = clock;
  }

  /** Reads the records; a capture that was interrupted has failed. */
  void load() {
    try (Stream<Path> files = Files.list(directory)) {
      files
          .filter(file -> file.getFileName().toString().endsWith(".json"))
          .flatMap(file -> JsonFiles.read(file).stream())
          .map(SnapshotRecord::from)
          .forEach(this::restore);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }

  private void restore(SnapshotRecord snapshot) {
    if (snapshot.status().state().equals(SnapshotRecord.CREATING)) {
      SnapshotRecord failed =
          snapshot.with(
              SnapshotRecord.FAILED,
              "engine_restart",
              "the engine ended while the snapshot was being made: take another",
              clock.instant());
      JsonFiles.write(file(failed.id()), failed.toFile());
      snapshots.put(failed.id(), failed);
      return;
    }
    if (snapshot.status().state().equals(SnapshotRecord.READY)) {
      layers.hold(snapshot.layers());
    }
    snapshots.put(snapshot.id(), snapshot);
  }

  /** All of them, the newest first. */
  public List<SnapshotRecord> list() {
    return snapshots.values().stream()
        .sorted(
            Comparator.comparing(SnapshotRecord::createdAt)
                .reversed()
                .thenComparing(SnapshotRecord::id))
        .toList();
  }

  /** The snapshot of this id. */
  public SnapshotRecord get(String id) {
    SnapshotRecord snapshot = snapshots.get(id);
    if (snapshot == null) {
      throw new ApiException(
          404, "SNAPSHOT::NOT_FOUND", "there is no snapshot " + Invalid.quoted(id));
    }
    return snapshot;
  }

  /** Deletes a snapshot; sandboxes made from it keep its layers. */
  public void delete(String id) {
    SnapshotRecord snapshot = get(id);
    if (snapshot.status().state().equals(SnapshotRecord.CREATING)) {
      throw new ApiException(
          409, "SNAPSHOT::INVALID_STATE", "snapshot " + id + " is still being made");
    }
    if (snapshots.remove(id, snapshot)) {
      try {
        Files.deleteIfExists(file(id));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot delete the snapshot's record", e);
      }
      if (snapshot.status().state().equals(SnapshotRecord.READY)) {
        layers.release(snapshot.layers());
      }
    }
  }

  /** A snapshot that a sandbox can be made from; its layers are counted as used. */
  SnapshotRecord use(String id) {
    SnapshotRecord snapshot = snapshots.get(id);
    if (snapshot == null) {
      throw gone(id);
    }
    if (!snapshot.status().state().equals(SnapshotRecord.READY)) {
      throw new ApiException(
          409,
          "SNAPSHOT::INVALID_STATE",
          "snapshot " + id + " is not ready but " + snapshot.status().state());
    }
    if (!layers.share(snapshot.layers())) {
      throw gone(id);
    }
    return snapshot;
  }

  private static ApiException gone(String id) {
    return new ApiException(
        400, "SNAPSHOT::NOT_FOUND", "there is no snapshot " + Invalid.quoted(id));
  }

  /** Keeps a snapshot that is being made. */
  void put(SnapshotRecord snapshot) {
    JsonFiles.write(file(snapshot.id()), snapshot.toFile());
    snapshots.put(snapshot.id(), snapshot);
  }

  private Path file(String id) {
    return directory.resolve(id + ".json");
  }
}
