package dev.sandglass.telemetry.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The exit of the queue, for the one uploader of the moment. What it claims stays on disk until it
 * says that it is done with it; after a crash the next uploader finds every event again, once.
 *
 * <p>Not for use by several threads. A process opens it once at a time: closing a second one would
 * release the lock of the first, as POSIX has it.
 */
public final class Queue implements AutoCloseable {
  private final StateDirectory directory;
  private final Trace trace;
  private final Steps steps;
  private final FileChannel channel;
  private final Path mine;

  private Queue(StateDirectory directory, Trace trace, Steps steps, FileChannel channel) {
    this.directory = directory;
    this.trace = trace;
    this.steps = steps;
    this.channel = channel;
    this.mine = directory.claimed().resolve(ProcessName.current().toString());
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
    return tryOpen(directory, trace, Steps.UNWATCHED);
  }

  static Optional<Queue> tryOpen(StateDirectory directory, Trace trace, Steps steps)
      throws IOException {
    directory.prepareAll();
    FileChannel channel = PrivateFiles.openForLock(directory.uploadLock());
    boolean open = false;
    try {
      FileLock lock = channel.tryLock();
      open = lock != null;
    } catch (OverlappingFileLockException e) {
      // Another thread of this process has it, which is no different from another process.
    } finally {
      if (!open) {
        channel.close();
      }
    }
    return open ? Optional.of(new Queue(directory, trace, steps, channel)) : Optional.empty();
  }

  /**
   * Puts back into the queue what processes have left that are gone: claims, and files that were
   * written but not yet queued. What is too old by now is given up.
   */
  public void recover(Instant now) throws IOException {
    for (String name : PrivateFiles.names(directory.claimed())) {
      Path claims = directory.claimed().resolve(name);
      Optional<ProcessName> holder = ProcessName.parse(name);
      if (claims.equals(mine) || holder.isEmpty() || !holder.get().isAlive()) {
        recoverClaims(claims);
      }
    }
    new Leftovers(directory, trace, steps).recover();
    for (String name : PrivateFiles.names(directory.queue())) {
      Optional<QueueFile> file = QueueFile.of(name);
      if (file.isPresent() && file.get().isExpired(now)) {
        discard(directory.queue().resolve(name), Counter.DROPPED, file.get().events());
      }
    }
  }

  private void recoverClaims(Path claims) throws IOException {
    boolean real = Files.isDirectory(claims, LinkOption.NOFOLLOW_LINKS);
    Optional<QueueFile> before = Optional.empty();
    for (String name : real ? PrivateFiles.names(claims) : new String[0]) {
      Optional<QueueFile> file = QueueFile.of(name);
      if (file.isPresent() && before.isPresent() && isSameFirst(file.get(), before.get())) {
        before = Optional.of(recoverShortened(claims, before.get(), file.get()));
      } else {
        before.ifPresent(whole -> recoverClaim(claims, whole));
        before = file;
      }
    }
    before.ifPresent(whole -> recoverClaim(claims, whole));
    PrivateFiles.deleteTree(claims); // nothing of ours is left in it
  }

  private static boolean isSameFirst(QueueFile one, QueueFile other) {
    return one.first().equals(other.first());
  }

  /** Of a file and what is left of it, both there after a crash, what is left counts. */
  private QueueFile recoverShortened(Path claims, QueueFile one, QueueFile other)
      throws IOException {
    boolean oneIsLess = one.events() < other.events();
    Files.deleteIfExists(claims.resolve((oneIsLess ? other : one).toString()));
    steps.done("claim superseded");
    return oneIsLess ? one : other;
  }

  private void recoverClaim(Path claims, QueueFile file) {
    try {
      if (move(claims.resolve(file.toString()), directory.queue().resolve(file.toString()))) {
        trace.say("recovered " + file);
        steps.done("claim recovered");
      }
    } catch (IOException e) {
      trace.say("not recovered: " + e);
    }
  }

  /** Takes everything out of the queue that is in it now, the oldest first. */
  public List<Claim> claim() throws IOException {
    PrivateFiles.makeDirectory(mine);
    steps.done("claim directory made");
    List<Claim> claims = new ArrayList<>();
    for (String name : PrivateFiles.names(directory.queue())) {
      Path queued = directory.queue().resolve(name);
      Optional<QueueFile> file = QueueFile.of(name);
      if (file.isEmpty() || !Files.isRegularFile(queued, LinkOption.NOFOLLOW_LINKS)) {
        discardForeign(queued);
      } else if (move(queued, mine.resolve(name))) {
        steps.done("claimed");
        claim(file.get()).ifPresent(claims::add);
      }
    }
    return claims;
  }

  /** Reads what was just claimed; it gets another name if it does not hold what its name says. */
  private Optional<Claim> claim(QueueFile file) throws IOException {
    Path claimed = mine.resolve(file.toString());
    byte[] content;
    try {
      content = PrivateFiles.read(claimed, Spool.MAX_BYTES);
    } catch (NoSuchFileException e) {
      return Optional.empty(); // the user has had the queue deleted
    } catch (PrivateFiles.ForeignFileException | AccessDeniedException e) {
      discard(claimed, Counter.SKIPPED, file.events());
      return Optional.empty();
    }
    List<String> lines = lines(content);
    int lost = Math.max(0, file.events() - lines.size());
    if (lines.isEmpty()) {
      discard(claimed, Counter.SKIPPED, lost);
      return Optional.empty();
    }
    // A draft of a power failure: what is missing is counted, and with the new name only once.
    QueueFile real = new QueueFile(file.first(), lines.size(), content.length);
    if (!real.equals(file)) {
      move(claimed, mine.resolve(real.toString()));
      countSkipped(lost);
    }
    trace.say("claimed " + real);
    return Optional.of(new Claim(real.toString(), lines));
  }

  /** Reads everything that waits, without taking it. */
  public static List<Claim> peek(StateDirectory directory) throws IOException {
    List<Claim> claims = new ArrayList<>();
    for (String name : PrivateFiles.names(directory.queue())) {
      if (QueueFile.of(name).isPresent()) {
        try {
          byte[] content = PrivateFiles.read(directory.queue().resolve(name), Spool.MAX_BYTES);
          claims.add(new Claim(name, lines(content)));
        } catch (NoSuchFileException | PrivateFiles.ForeignFileException e) {
          // Taken by an uploader in the meantime, or nothing of ours.
        }
      }
    }
    return claims;
  }

  private static List<String> lines(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    return text.isEmpty() ? List.of() : List.of(text.split("\n"));
  }

  /** Is done with a claim: its events are sent, dead or given up. */
  public void finish(Claim claim) throws IOException {
    Path claimed = mine.resolve(claim.name());
    new Candidates(directory).removeThoseOf(claimed);
    Files.deleteIfExists(claimed);
    steps.done("finished");
  }

  /** Puts a claim back, unless the user has had the queue deleted in the meantime. */
  public void giveBack(Claim claim) throws IOException {
    if (move(mine.resolve(claim.name()), directory.queue().resolve(claim.name()))) {
      trace.say("put back " + claim.name());
    }
    steps.done("given back");
  }

  /**
   * Puts back a part of a claim and is done with the rest.
   *
   * @param lines those lines of the claim that stay in the queue
   */
  public void giveBack(Claim claim, List<String> lines) throws IOException {
    Path claimed = mine.resolve(claim.name());
    if (lines.isEmpty() || !Files.exists(claimed, LinkOption.NOFOLLOW_LINKS)) {
      finish(claim);
      return;
    }
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    QueueFile file = QueueFile.of(claim.name()).orElseThrow();
    QueueFile rest = new QueueFile(file.first(), lines.size(), bytes.length);
    if (rest.equals(file)) {
      giveBack(claim);
      return;
    }
    Path draft = directory.unfinished().resolve(rest + ".rest." + ProcessName.current());
    Files.deleteIfExists(draft);
    PrivateFiles.create(draft, bytes);
    steps.done("rest written");
    // Beside each other among the claims, the next uploader knows which of the two counts.
    PrivateFiles.moveDraft(draft, mine.resolve(rest.toString()));
    steps.done("rest claimed");
    Files.deleteIfExists(claimed);
    steps.done("claim shortened");
    giveBack(new Claim(rest.toString(), lines));
  }

  /** Counts lines that were no events. */
  public void countSkipped(int count) {
    Counter.SKIPPED.add(directory, count);
  }

  /** Counts events that were given up. */
  public void countDropped(int count) {
    Counter.DROPPED.add(directory, count);
  }

  /** Puts back what is still claimed, and lets the next uploader in. */
  @Override
  public void close() throws IOException {
    try {
      if (Files.isDirectory(mine, LinkOption.NOFOLLOW_LINKS)) {
        recoverClaims(mine);
      }
    } finally {
      channel.close();
    }
  }

  private void discardForeign(Path path) throws IOException {
    // A file system may keep files of its own here while others have ours open.
    if (!path.getFileName().toString().startsWith(".")) {
      PrivateFiles.deleteTree(path);
      Counter.SKIPPED.add(directory, 1);
      trace.say("skipped a foreign file");
    }
  }

  private void discard(Path file, Counter counter, int events) throws IOException {
    new Candidates(directory).removeThoseOf(file);
    if (Files.deleteIfExists(file)) {
      counter.add(directory, events);
      trace.say("gave up " + file.getFileName());
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
}
