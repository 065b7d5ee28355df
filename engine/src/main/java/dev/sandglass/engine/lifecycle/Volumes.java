package dev.sandglass.engine.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.engine.isolation.Isolation;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.server.ApiException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Named volumes: directories that outlive sandboxes and can be shared by them. Thread-safe. */
public final class Volumes {
  private static final System.Logger LOG = System.getLogger(Volumes.class.getName());
  private static final String SUFFIX = ".json";

  private record Volume(String name, Instant createdAt) {}

  private final Path directory;
  private final Isolation isolation;
  private final Clock clock;
  private final Map<String, Volume> volumes = new TreeMap<>();
  private final Map<String, Set<String>> users = new TreeMap<>();

  Volumes(Path directory, Isolation isolation, Clock clock) {
    this.directory = directory;
    this.isolation = isolation;
    this.clock = clock;
  }

  synchronized void load() {
    try (Stream<Path> files = Files.list(directory)) {
      files
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .flatMap(file -> JsonFiles.read(file).stream())
          .forEach(
              json ->
                  volumes.put(
                      json.path("name").asText(),
                      new Volume(
                          json.path("name").asText(),
                          Instant.parse(json.path("createdAt").asText()))));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }

  /** All of them, by name, as the API shows them. */
  public synchronized JsonNode list() {
    var list = Json.array();
    volumes.values().forEach(volume -> list.add(json(volume)));
    return list;
  }

  /** Creates a volume as the request's body names it. */
  public synchronized ObjectNode create(JsonNode body) {
    String name = VolumeRequest.volumeName(Fields.of(body).only("name").requiredText("name"));
    if (volumes.containsKey(name)) {
      throw new ApiException(409, "VOLUME::EXISTS", "there is a volume " + name + " already");
    }
    return json(make(name));
  }

  /** Deletes a volume with everything in it, unless a sandbox uses it. */
  public synchronized void delete(String name) {
    if (!volumes.containsKey(name)) {
      throw new ApiException(
          404, "VOLUME::NOT_FOUND", "there is no volume " + Invalid.quoted(name));
    }
    Set<String> ids = users.getOrDefault(name, Set.of());
    if (!ids.isEmpty()) {
      throw new ApiException(
          409,
          "VOLUME::IN_USE",
          "volume " + name + " is used by " + String.join(", ", ids) + ": delete them first");
    }
    remove(name);
  }

  /**
   * Finds or creates the volume of a claim and counts its new user.
   *
   * @return its directory, and whether it was created just now
   */
  synchronized Use use(VolumeRequest.Claim claim, String sandboxId) {
    boolean created = false;
    if (!volumes.containsKey(claim.volume())) {
      if (!claim.create()) {
        throw Invalid.request(
            "there is no volume "
                + Invalid.quoted(claim.volume())
                + ": sand volume create "
                + claim.volume()
                + " makes one");
      }
      make(claim.volume());
      created = true;
    }
    hold(claim.volume(), sandboxId);
    return new Use(data(claim.volume()), created);
  }

  /** Directory of a volume's files, and whether it was created for this use. */
  record Use(Path data, boolean created) {}

  /** Counts a user found in its record. */
  synchronized void hold(String name, String sandboxId) {
    users.computeIfAbsent(name, key -> new TreeSet<>()).add(sandboxId);
  }

  /** Counts a user less, and deletes the volume if that was asked for and nobody else uses it. */
  synchronized void release(VolumeMount mount, String sandboxId) {
    Set<String> ids = users.getOrDefault(mount.volume(), new TreeSet<>());
    ids.remove(sandboxId);
    if (ids.isEmpty()) {
      users.remove(mount.volume());
      if (mount.deleteAfterwards() && volumes.containsKey(mount.volume())) {
        remove(mount.volume());
      }
    }
  }

  private void remove(String name) {
    try {
      Files.deleteIfExists(directory.resolve(name + SUFFIX));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the record of volume " + name, e);
    }
    volumes.remove(name);
    try {
      isolation.deleteTree(directory.resolve(name));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "left of volume {0}: {1}", name, e.getMessage());
    }
  }

  private Volume make(String name) {
    Volume volume = new Volume(name, clock.instant());
    String layer = Ids.layer();
    try {
      // What an interrupted deletion left of an earlier volume of this name.
      isolation.deleteTree(directory.resolve(name));
      // A layer's files belong to the root that sandboxes have, whatever id that is outside.
      isolation.importLayer(layer, Volumes::writeEmpty);
      Path home = directory.resolve(name);
      Files.createDirectory(
          home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
      Files.move(directory.resolveSibling("layers").resolve(layer), data(name));
      JsonFiles.write(
          directory.resolve(name + SUFFIX),
          Json.object().put("name", name).put("createdAt", volume.createdAt().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create volume " + name, e);
    }
    volumes.put(name, volume);
    return volume;
  }

  private static void writeEmpty(OutputStream out) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out);
    TarArchiveEntry root = new TarArchiveEntry("./");
    root.setMode(040755);
    root.setIds(0, 0);
    tar.putArchiveEntry(root);
    tar.closeArchiveEntry();
    tar.finish();
  }

  private Path data(String name) {
    return directory.resolve(name).resolve("data");
  }

  private ObjectNode json(Volume volume) {
    ObjectNode json =
        Json.object().put("name", volume.name()).put("createdAt", volume.createdAt().toString());
    Optional.ofNullable(users.get(volume.name()))
        .ifPresentOrElse(ids -> json.set("usedBy", Json.array(ids)), () -> json.putArray("usedBy"));
    return json;
  }
}
