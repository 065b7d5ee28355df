package dev.sandglass.telemetry.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/**
 * Drafts of processes that ended while they wrote. A file of events as long as its name says is
 * whole and comes into the queue; a shorter one is torn, goes, and is counted. Other drafts go.
 * Safe while others do the same.
 */
final class Leftovers {
  private final StateDirectory directory;
  private final Trace trace;
  private final Steps steps;

  Leftovers(StateDirectory directory, Trace trace, Steps steps) {
    this.directory = directory;
    this.trace = trace;
    this.steps = steps;
  }

  /** Looks after every draft of a process that is gone. */
  void recover() {
    for (String name : PrivateFiles.names(directory.unfinished())) {
      recover(name, queueFile(name));
    }
  }

  /** Looks only after files of events older than a time, which hardly ever costs anything. */
  void recoverOlderThan(Instant time) {
    for (String name : PrivateFiles.names(directory.unfinished())) {
      Optional<QueueFile> file = queueFile(name);
      if (file.isPresent() && file.get().time().isBefore(time)) {
        recover(name, file);
      }
    }
  }

  private static Optional<QueueFile> queueFile(String draft) {
    int dot = draft.lastIndexOf('.');
    return dot < 0 ? Optional.empty() : QueueFile.of(draft.substring(0, dot));
  }

  private void recover(String name, Optional<QueueFile> file) {
    Optional<ProcessName> writer = ProcessName.parse(name.substring(name.lastIndexOf('.') + 1));
    if (writer.isPresent() && writer.get().isAlive()) {
      return;
    }
    Path draft = directory.unfinished().resolve(name);
    try {
      if (file.isPresent() && isWhole(draft, file.get())) {
        Path queued = directory.queue().resolve(file.get().toString());
        Files.move(draft, queued, StandardCopyOption.ATOMIC_MOVE);
        trace.say("recovered ".concat(file.get().toString()));
      } else if (Files.deleteIfExists(draft) && file.isPresent()) {
        Counter.SKIPPED.add(directory, file.get().events());
        trace.say("skipped ".concat(file.get().toString()).concat(": torn"));
      }
      steps.done("draft recovered");
    } catch (NoSuchFileException e) {
      // Another process was faster.
    } catch (IOException e) {
      trace.say("not recovered: ".concat(e.toString()));
    }
  }

  private static boolean isWhole(Path draft, QueueFile file) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(draft, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.isRegularFile() && attributes.size() == file.bytes();
  }
}
