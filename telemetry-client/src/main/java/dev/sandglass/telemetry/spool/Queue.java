package dev.sandglass.telemetry.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The exit of the queue, for the one uploader of the moment. What it claims stays on disk until it
 * says that it is done with it; after a crash the next uploader finds every event again.
 */
public final class Queue implements AutoCloseable {
  /**
   * A file is written in far less; an older unfinished one belongs to a process that was killed.
   */
  private static final Duration WRITING = Duration.ofSeconds(60);

  private final StateDirectory directory;
  private final Trace trace;
  private final FileChannel channel;
  private final Path mine;

  private Queue(StateDirectory directory, Trace trace, FileChannel channel) {
    this.directory = directory;
    this.trace = trace;
    this.channel = channel;
    this.mine = directory.claimed().resolve(ProcessName.current());
  }

  /**
   * A file that was taken out of the queue, but not yet done with.
   *
   * @param name its name
   * @param lines what stands in it
   */
  public record Claim(String name, List<String> lines) {
    /** Copies the lines. */
    public Claim {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Opens the exit, or returns empty if another process has it open.
   *
   * @throws IOException if the directory cannot be used
   */
  public static Optional<Queue> tryOpen(StateDirectory directory, Trace trace) throws IOException {
    directory.create();
    directory.check();
    FileChannel channel =
        FileChannel.open(
            directory.uploadLock(),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            StateDirectory.PRIVATE_FILE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new Queue(directory, trace, channel));
      }
    } catch (OverlappingFileLockException e) {
      // Another thread of this process has it, which is no different from another process.
    }
    channel.close();
    return Optional.empty();
  }

  /** Puts back into the queue what killed processes have left: claims, and files just written. */
  public void recover(Instant now) throws IOException {
    for (Path claims : entries(directory.claimed())) {
      if (!claims.equals(mine) && ProcessName.isAlive(claims.getFileName().toString())) {
        continue;
      }
      for (Path file : entries(claims)) {
        move(file, directory.queue().resolve(file.getFileName()));
        trace.say("recovered " + file.getFileName());
      }
      Files.deleteIfExists(claims);
    }
    for (Path file : entries(directory.unfinished())) {
      recoverUnfinished(file, now);
    }
    Files.deleteIfExists(directory.uploadStarting());
  }

  private void recoverUnfinished(Path file, Instant now) throws IOException {
    String name = file.getFileName().toString();
    Optional<QueueFile> known = QueueFile.of(name);
    if (known.isPresent()
        && Duration.between(known.get().time(), now).abs().compareTo(WRITING) < 0) {
      return; // it may be being written
    }
    if (known.isPresent() && Files.size(file) == known.get().bytes()) {
      move(file, directory.queue().resolve(name));
      trace.say("recovered " + name);
    } else if (Files.deleteIfExists(file)) {
      Counter.SKIPPED.add(directory, 1);
      trace.say("skipped " + name + ": torn");
    }
  }

  /** Takes everything out of the queue that is in it now, the oldest first. */
  public List<Claim> claim() throws IOException {
    Files.createDirectories(mine);
    List<QueueFile> files = new ArrayList<>();
    for (Path entry : entries(directory.queue())) {
      Optional<QueueFile> file = QueueFile.of(entry.getFileName().toString());
      if (file.isPresent()) {
        files.add(file.get());
      } else {
        Trees.deleteContents(entry);
        Files.deleteIfExists(entry);
        Counter.SKIPPED.add(directory, 1);
        trace.say("skipped a foreign file");
      }
    }
    Collections.sort(files);
    List<Claim> claims = new ArrayList<>();
    for (QueueFile file : files) {
      Path claimed = mine.resolve(file.toString());
      if (move(directory.queue().resolve(file.toString()), claimed)) {
        claims.add(new Claim(file.toString(), lines(claimed)));
        trace.say("claimed " + file);
      }
    }
    return claims;
  }

  /** Reads everything that waits, without taking it. */
  public static List<Claim> peek(StateDirectory directory) throws IOException {
    List<QueueFile> files = new ArrayList<>();
    for (Path entry : entries(directory.queue())) {
      QueueFile.of(entry.getFileName().toString()).ifPresent(files::add);
    }
    Collections.sort(files);
    List<Claim> claims = new ArrayList<>();
    for (QueueFile file : files) {
      claims.add(new Claim(file.toString(), lines(directory.queue().resolve(file.toString()))));
    }
    return claims;
  }

  /** Is done with a claim: its events are sent, dead or given up. */
  public void finish(Claim claim) throws IOException {
    Files.deleteIfExists(mine.resolve(claim.name()));
  }

  /** Puts a claim back, unless the user has had the queue deleted in the meantime. */
  public void giveBack(Claim claim) throws IOException {
    if (move(mine.resolve(claim.name()), directory.queue().resolve(claim.name()))) {
      trace.say("put back " + claim.name());
    }
  }

  /**
   * Puts back a part of a claim and is done with the rest.
   *
   * @param lines those lines of the claim that stay in the queue
   */
  public void giveBack(Claim claim, List<String> lines) throws IOException {
    QueueFile file = QueueFile.of(claim.name()).orElseThrow();
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    QueueFile rest = new QueueFile(file.first(), lines.size(), bytes.length);
    Path claimed = mine.resolve(claim.name());
    Path shortened = directory.unfinished().resolve(rest.toString());
    Files.deleteIfExists(shortened);
    Files.createFile(shortened, StateDirectory.PRIVATE_FILE);
    Files.write(shortened, bytes, StandardOpenOption.WRITE);
    // In this order a crash leaves an event twice, which the uploader sees by its identity.
    if (Files.exists(claimed)) {
      move(shortened, directory.queue().resolve(rest.toString()));
    }
    Files.deleteIfExists(shortened);
    Files.deleteIfExists(claimed);
  }

  /** Counts lines that were no events. */
  public void countSkipped(int count) {
    Counter.SKIPPED.add(directory, count);
  }

  /** Counts events that were given up. */
  public void countDropped(int count) {
    Counter.DROPPED.add(directory, count);
  }

  /** Lets the next uploader in. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(mine);
    channel.close();
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      if (Files.size(file) > Spool.MAX_BYTES) {
        return List.of("(too big)"); // nothing of ours: counted as one line that is no event
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    } catch (NoSuchFileException e) {
      return List.of(); // the user has had the queue deleted
    }
  }

  private static boolean move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException e) {
      return false; // the user has had the queue deleted
    }
  }

  private static List<Path> entries(Path directory) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(paths::add);
    } catch (NoSuchFileException e) {
      return List.of(); // nothing was ever recorded here
    }
    return paths;
  }
}
