package dev.sandglass.telemetry.spool;

import dev.sandglass.telemetry.event.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /** Older drafts of processes that are gone are looked after by who comes next. */
  private static final Duration DRAFT_AGE = Duration.ofHours(1);

  /** The first file of a queue, and so many later, look for what others have left behind. */
  private static final int LEFTOVERS_EVERY = 16;

  private static final int MAX_NUMBER_BYTES = 32;

  private final StateDirectory directory;
  private final Trace trace;
  private final Steps steps;

  Spool(StateDirectory directory, Trace trace, Steps steps) {
    this.directory = directory;
    this.trace = trace;
    this.steps = steps;
  }

  /** Returns the entrance of the queue in a directory, which need not exist. */
  public static Spool in(StateDirectory directory, Trace trace) {
    return new Spool(directory, trace, Steps.UNWATCHED);
  }

  /**
   * Adds the events of one run to the queue.
   *
   * @return how full it is with them; empty if they are not in it
   */
  public Optional<QueueSize> write(List<Event> events, Instant now) {
    try {
      return write(Payload.of(events), events.size(), now);
    } catch (IOException | RuntimeException e) {
      trace.say("not recorded: ".concat(e.toString()));
      return Optional.empty();
    }
  }

  private Optional<QueueSize> write(Payload payload, int events, Instant now) throws IOException {
    directory.prepare();
    steps.done("prepared");
    countDropped(events - payload.events());
    if (payload.first().isEmpty()) {
      return Optional.empty();
    }
    QueueFile file =
        new QueueFile(payload.first().get(), payload.events(), payload.content().length);
    Path draft = directory.unfinished().resolve(file.unfinishedName(ProcessName.current()));
    PrivateFiles.create(draft, payload.content());
    steps.done("written");
    PrivateFiles.moveDraft(draft, directory.queue().resolve(file.toString()));
    steps.done("queued");
    if (trace != Trace.NONE) {
      trace.say("recorded " + file.events() + " events in " + file);
    }
    QueueSize size = prune(now);
    steps.done("pruned");
    return Optional.of(size);
  }

  /**
   * Gives up what is too old, and the oldest where there is too much. Comes after each file and not
   * before it, so that many processes at once do not exceed the limits together.
   *
   * @return how full the queue is then
   */
  private QueueSize prune(Instant now) {
    List<QueueFile> files = files();
    List<QueueFile> kept = new ArrayList<>(files.size());
    int count = files.size();
    long bytes = bytes(files);
    int dropped = 0;
    for (QueueFile file : files) {
      if (count > MAX_FILES || bytes > MAX_BYTES || file.isExpired(now)) {
        dropped += drop(file) ? file.events() : 0;
        count--;
        bytes -= file.bytes();
        steps.done("dropped");
      } else {
        kept.add(file);
      }
    }
    countDropped(dropped);
    if (kept.size() % LEFTOVERS_EVERY == 1) {
      new Leftovers(directory, trace, steps).recoverOlderThan(now.minus(DRAFT_AGE));
    }
    return size(kept);
  }

  /** Deletes a file, and returns whether no other process has done, and counted, so before. */
  private boolean drop(QueueFile file) {
    Path path = directory.queue().resolve(file.toString());
    try {
      new Candidates(directory).removeThoseOf(path);
      return Files.deleteIfExists(path);
    } catch (IOException e) {
      trace.say("not dropped: ".concat(e.toString()));
      return false;
    }
  }

  /** Returns the files of the queue, the oldest first; what else lies there does not count. */
  private List<QueueFile> files() {
    List<QueueFile> files = new ArrayList<>();
    for (String name : PrivateFiles.names(directory.queue())) {
      Optional<QueueFile> file = QueueFile.of(name);
      if (file.isPresent()) {
        files.add(file.get());
      }
    }
    return files;
  }

  private static long bytes(List<QueueFile> files) {
    long bytes = 0;
    for (QueueFile file : files) {
      bytes += file.bytes();
    }
    return bytes;
  }

  /** Returns how full the queue is. */
  public QueueSize size() {
    return size(files());
  }

  private static QueueSize size(List<QueueFile> files) {
    int events = 0;
    for (QueueFile file : files) {
      events += file.events();
    }
    Optional<Instant> oldest =
        files.isEmpty() ? Optional.empty() : Optional.of(files.get(0).time());
    return new QueueSize(files.size(), events, bytes(files), oldest);
  }

  /**
   * Returns whether it is time for an upload: 50 events wait, or 24 hours have passed since the
   * last attempt, or since the oldest event if there was none; and no failure asks to wait longer.
   *
   * @param size how full the queue is
   */
  public boolean isUploadDue(QueueSize size, Instant now) {
    if (size.events() == 0) {
      return false;
    }
    UploadState state = UploadState.read(directory);
    if (state.mustWait(now)) {
      return false;
    }
    Instant since = (state.lastAttempt().isPresent() ? state.lastAttempt() : size.oldest()).get();
    // After a clock was set back, "since" lies ahead: nobody knows how long it has been.
    return size.events() >= ENOUGH_EVENTS
        || since.isAfter(now)
        || Duration.between(since, now).compareTo(UPLOAD_INTERVAL) >= 0;
  }

  /** Returns whether this process is the one that may start an uploader now. */
  public boolean winUploadStart(Instant now) {
    Path marker = directory.uploadStarting();
    try {
      directory.prepare();
      try (FileChannel channel = PrivateFiles.openForLock(marker);
          FileLock lock = channel.tryLock()) {
        if (lock == null || isStarting(channel, now)) {
          return false; // another one is faster, or was
        }
        byte[] time = Long.toString(now.toEpochMilli()).getBytes(StandardCharsets.ISO_8859_1);
        channel.truncate(0);
        return channel.write(ByteBuffer.wrap(time), 0) == time.length;
      }
    } catch (IOException | OverlappingFileLockException e) {
      return false; // another thread is faster, or nothing can be written
    }
  }

  private static boolean isStarting(FileChannel channel, Instant now) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(MAX_NUMBER_BYTES);
    channel.read(content, 0);
    String time = new String(content.array(), 0, content.position(), StandardCharsets.ISO_8859_1);
    long milliseconds = Digits.parse(time, 0, time.length());
    return milliseconds >= 0
        && Duration.between(Instant.ofEpochMilli(milliseconds), now).abs().compareTo(STARTING) < 0;
  }

  /** Returns whether the user has been told what this version of the notice says. */
  public boolean noticeShown(int version) {
    try {
      byte[] content = PrivateFiles.read(directory.notice(), MAX_NUMBER_BYTES);
      String text = new String(content, StandardCharsets.ISO_8859_1).strip();
      return Digits.parse(text, 0, text.length()) >= version;
    } catch (IOException | RuntimeException e) {
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
      directory.replace(directory.notice(), Integer.toString(version).concat("\n"));
      return true;
    } catch (IOException | RuntimeException e) {
      trace.say("notice not remembered: ".concat(e.toString()));
      return false;
    }
  }

  /** Counts events that were given up before they came here. */
  public void countDropped(int count) {
    if (count > 0) {
      Counter.DROPPED.add(directory, count);
      trace.say("dropped events: ".concat(Integer.toString(count)));
    }
  }

  /** Returns how many events have been given up so far. */
  public long dropped() {
    return Counter.DROPPED.value(directory);
  }

  /** Returns how many lines have been skipped because they were no events. */
  public long skipped() {
    return Counter.SKIPPED.value(directory);
  }

  /**
   * Deletes everything that waits, also what an uploader is working on. What other processes write
   * at this moment carries the CLI ID that is no more, and is given up for that.
   *
   * @throws IOException if something is left; all that could be deleted is deleted even then
   */
  public void erase() throws IOException {
    try {
      PrivateFiles.requireOwn(directory.path());
    } catch (NoSuchFileException e) {
      return; // nothing was ever recorded here
    }
    List<IOException> failures = new ArrayList<>();
    for (Path part : directory.directories()) {
      try {
        PrivateFiles.deleteContents(part);
      } catch (IOException e) {
        failures.add(e);
      }
    }
    for (Path file :
        new Path[] {
          directory.uploadState(),
          directory.publicNames(),
          Counter.DROPPED.path(directory),
          Counter.SKIPPED.path(directory)
        }) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
    trace.say("erased");
  }
}
