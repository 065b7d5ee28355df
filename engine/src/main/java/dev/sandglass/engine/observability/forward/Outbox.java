package dev.sandglass.engine.observability.forward;

import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.observability.OtlpService;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests that wait to be sent, as files of a directory: their order, kind, number of records and
 * origin are in their names. A file is there whole or not at all. For one thread.
 */
final class Outbox {
  private static final Pattern NAME =
      Pattern.compile("([0-9a-f]{16})-([a-z]+)-([0-9]{1,9})-([a-z0-9-]{0,64})");
  private static final String DESTINATION = "destination.json";

  private final Path directory;
  private final Deque<Item> items = new ArrayDeque<>();

  /** Other threads may look. */
  private final Map<String, Long> bytesByOrigin = new ConcurrentHashMap<>();

  private long last;
  private long bytes;

  /**
   * A request.
   *
   * @param records how many it holds
   * @param origin whose they are
   * @param bytes its size
   */
  record Item(Path file, OtlpService signal, int records, String origin, long bytes) {}

  /** Opens a directory, which need not exist, with what an earlier engine left there. */
  Outbox(Path directory) throws IOException {
    this.directory = directory;
    if (!Files.isDirectory(directory)) {
      return;
    }
    TreeMap<String, Item> found = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        Matcher matcher = NAME.matcher(name);
        Optional<OtlpService> signal =
            matcher.matches() ? signal(matcher.group(2)) : Optional.empty();
        if (signal.isPresent()) {
          int records = Integer.parseInt(matcher.group(3));
          found.put(
              name, new Item(file, signal.get(), records, matcher.group(4), Files.size(file)));
          last = Math.max(last, Long.parseUnsignedLong(matcher.group(1), 16));
        } else if (!name.equals(DESTINATION)) {
          // Cut short.
          Files.deleteIfExists(file);
        }
      }
    }
    items.addAll(found.values());
    for (Item item : items) {
      count(item, item.bytes());
    }
  }

  private static Optional<OtlpService> signal(String label) {
    for (OtlpService signal : OtlpService.values()) {
      if (signal.label().equals(label)) {
        return Optional.of(signal);
      }
    }
    return Optional.empty();
  }

  /** Where an earlier engine was to send this. */
  Optional<Destination> destination() throws IOException {
    try {
      return Destination.from(Json.parse(Files.readAllBytes(directory.resolve(DESTINATION))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Remembers where this is to be sent. */
  void destination(Destination destination) throws IOException {
    write(DESTINATION, Json.bytes(destination.toJson()));
  }

  void add(OtlpService signal, int records, String origin, byte[] request) throws IOException {
    String name = String.format("%016x-%s-%d-%s", ++last, signal.label(), records, origin);
    Item item = new Item(write(name, request), signal, records, origin, request.length);
    items.add(item);
    count(item, item.bytes());
  }

  private void count(Item item, long change) {
    bytes += change;
    bytesByOrigin.merge(item.origin(), change, (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
  }

  /** What waits of one origin, in bytes. For any thread. */
  long bytes(String origin) {
    return bytesByOrigin.getOrDefault(origin, 0L);
  }

  private Path write(String name, byte[] content) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path draft = directory.resolve("draft");
    Path file = directory.resolve(name);
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(draft, content);
    return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  Optional<Item> first() {
    return Optional.ofNullable(items.peek());
  }

  byte[] read(Item item) throws IOException {
    return Files.readAllBytes(item.file());
  }

  void remove(Item item) throws IOException {
    items.remove(item);
    count(item, -item.bytes());
    Files.deleteIfExists(item.file());
  }

  long bytes() {
    return bytes;
  }

  int size() {
    return items.size();
  }

  /** Deletes everything. */
  void delete() throws IOException {
    while (!items.isEmpty()) {
      remove(items.peek());
    }
    Files.deleteIfExists(directory.resolve(DESTINATION));
    Files.deleteIfExists(directory.resolve("draft"));
    Files.deleteIfExists(directory);
  }
}
