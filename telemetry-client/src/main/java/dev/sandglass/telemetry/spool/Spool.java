package dev.sandglass.telemetry.spool;

import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.event.EventWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
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
 * The entrance of the queue: writes what one run reports into one file. It never fails, never waits
 * for another process and never touches the network; what cannot be kept is given up and counted.
 *
 * <p>Nothing is forced to disk: after a power failure the last commands may go unreported, which is
 * worth less than the milliseconds that every command would wait.
 */
public final class Spool {
  /** The most bytes of one event, with its line feed. */
  public static final int MAX_EVENT = 64 * 1024;

  /** The most files that wait. */
  public static final int MAX_FILES = 500;

  /** The most bytes that wait. */
  public static final int MAX_BYTES = 1024 * 1024;

  /** How long an event waits before it is given up. */
  public static final Duration MAX_AGE = Duration.ofDays(30);

  private static final int ENOUGH_EVENTS = 50;
  private static final Duration UPLOAD_INTERVAL = Duration.ofHours(24);
  private static final Duration STARTING = Duration.ofSeconds(60);

  private final StateDirectory directory;
  private final Trace trace;

  private Spool(StateDirectory directory, Trace trace) {
    this.directory = directory;
    this.trace = trace;
  }

  /** Returns the entrance of the queue in a directory, which need not exist. */
  public static Spool in(StateDirectory directory, Trace trace) {
    return new Spool(directory, trace);
  }

  /**
   * Adds the events of one run to the queue.
   *
   * @return whether they are in it
   */
  public boolean write(List<Event> events, Instant now) {
    StringBuilder lines = new StringBuilder();
    List<Event> kept = new ArrayList<>();
    for (Event event : events) {
      String line = EventWriter.write(event);
      if (line.length() < MAX_EVENT && lines.length() + line.length() < MAX_BYTES) {
        lines.append(line).append('\n');
        kept.add(event);
      }
    }
    if (kept.isEmpty()) {
      return false;
    }
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    QueueFile file = new QueueFile(kept.get(0).id(), kept.size(), bytes.length);
    try {
      makeRoom(file, now);
      write(file, bytes);
    } catch (IOException e) {
      trace.say("not recorded: " + e);
      return false;
    }
    Counter.DROPPED.add(directory, events.size() - kept.size());
    trace.say("recorded " + kept.size() + " events in " + file);
    return true;
  }

  private void write(QueueFile file, byte[] bytes) throws IOException {
    Path unfinished = directory.unfinished().resolve(file.toString());
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            StateDirectory.PRIVATE_FILE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    Files.move(
        unfinished, directory.queue().resolve(file.toString()), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Gives up what is too old, and the oldest where there is too much. */
  private void makeRoom(QueueFile coming, Instant now) throws IOException {
    List<QueueFile> files;
    try {
      directory.check();
      files = files();
    } catch (NoSuchFileException e) {
      directory.create();
      directory.check();
      files = files();
    }
    long bytes = coming.bytes();
    for (QueueFile file : files) {
      bytes += file.bytes();
    }
    int count = files.size() + 1;
    int dropped = 0;
    for (QueueFile file : files) {
      boolean old = Duration.between(file.time(), now).compareTo(MAX_AGE) > 0;
      if (!old && count <= MAX_FILES && bytes <= MAX_BYTES) {
        break;
      }
      // Whoever else deletes it first has counted it.
      if (Files.deleteIfExists(directory.queue().resolve(file.toString()))) {
        dropped += file.events();
      }
      count--;
      bytes -= file.bytes();
    }
    if (dropped > 0) {
      Counter.DROPPED.add(directory, dropped);
      trace.say("dropped " + dropped + " events, the oldest: too many or too old");
    }
  }

  /** Returns the files of the queue, the oldest first. */
  private List<QueueFile> files() throws IOException {
    List<QueueFile> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.queue())) {
      for (Path entry : entries) {
        QueueFile.of(entry.getFileName().toString()).ifPresent(files::add);
      }
    }
    Collections.sort(files);
    return files;
  }

  /** Returns how full the queue is. */
  public QueueSize size() {
    List<QueueFile> files;
    try {
      files = files();
    } catch (IOException e) {
      files = List.of(); // nothing was ever recorded here
    }
    int events = 0;
    long bytes = 0;
    for (QueueFile file : files) {
      events += file.events();
      bytes += file.bytes();
    }
    Optional<Instant> oldest =
        files.isEmpty() ? Optional.empty() : Optional.of(files.get(0).time());
    return new QueueSize(files.size(), events, bytes, oldest);
  }

  /**
   * Returns whether it is time for an upload: 50 events wait, or 24 hours have passed since the
   * last attempt, or since the oldest event if there was none; and no failure asks to wait longer.
   */
  public boolean isUploadDue(Instant now) {
    QueueSize size = size();
    if (size.events() == 0) {
      return false;
    }
    UploadState state = UploadState.read(directory);
    if (state.mustWait(now)) {
      return false;
    }
    Instant since = state.lastAttempt().or(size::oldest).orElse(now);
    // After a clock was set back, "since" lies ahead: nobody knows how long it has been.
    return size.events() >= ENOUGH_EVENTS
        || since.isAfter(now)
        || Duration.between(since, now).compareTo(UPLOAD_INTERVAL) >= 0;
  }

  /** Returns whether this process is the one that may start an uploader now. */
  public boolean winUploadStart(Instant now) {
    Path marker = directory.uploadStarting();
    try {
      try {
        Files.createFile(marker, StateDirectory.PRIVATE_FILE);
        return true;
      } catch (FileAlreadyExistsException e) {
        Instant started = Files.getLastModifiedTime(marker).toInstant();
        if (Duration.between(started, now).abs().compareTo(STARTING) < 0) {
          return false;
        }
        Files.delete(marker); // of a process that was killed
        Files.createFile(marker, StateDirectory.PRIVATE_FILE);
        return true;
      }
    } catch (IOException e) {
      return false; // another one was faster, or nothing can be written
    }
  }

  /** Returns whether the user has been told what this version of the notice says. */
  public boolean noticeShown(int version) {
    try {
      return Integer.parseInt(Files.readString(directory.notice()).strip()) >= version;
    } catch (IOException | NumberFormatException e) {
      return false; // never told, or nobody knows
    }
  }

  /**
   * Remembers that the user is being told.
   *
   * @return whether that could be written; if not, the user must not be told each time
   */
  public boolean noticeWasShown(int version) {
    try {
      directory.create();
      directory.check();
      directory.replace(directory.notice(), version + "\n");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Counts events that were given up before they came here. */
  public void countDropped(int count) {
    Counter.DROPPED.add(directory, count);
  }

  /** Returns how many events have been given up so far. */
  public long dropped() {
    return Counter.DROPPED.value(directory);
  }

  /** Returns how many lines have been skipped because they were no events. */
  public long skipped() {
    return Counter.SKIPPED.value(directory);
  }

  /** Deletes everything that waits, also what an uploader is working on. */
  public void erase() throws IOException {
    for (Path part :
        new Path[] {
          directory.queue(),
          directory.unfinished(),
          directory.claimed(),
          directory.candidates(),
          directory.dead()
        }) {
      Trees.deleteContents(part);
    }
    for (Path file :
        new Path[] {
          directory.uploadState(),
          directory.uploadStarting(),
          directory.publicNames(),
          Counter.DROPPED.path(directory),
          Counter.SKIPPED.path(directory)
        }) {
      Files.deleteIfExists(file);
    }
    trace.say("erased");
  }
}
