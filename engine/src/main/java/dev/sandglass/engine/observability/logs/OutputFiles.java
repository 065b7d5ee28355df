package dev.sandglass.engine.observability.logs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.engine.isolation.DetachedExecution;
import dev.sandglass.engine.json.Json;
import dev.sandglass.engine.lifecycle.ObservedSandbox;
import dev.sandglass.engine.observability.SignalSink;
import dev.sandglass.engine.observability.store.SignalStore;
import dev.sandglass.engine.observability.store.TailPosition;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads on in the files that entry points and background commands write: those outlive the engine,
 * and so the place that was reached in each is kept with what was read. For one thread.
 */
final class OutputFiles {
  private static final System.Logger LOG = System.getLogger(OutputFiles.class.getName());
  private static final String ENTRYPOINT = "entrypoint";

  /** How much is read of one file at a time, so that others come to their turn. */
  private static final int PIECE = 64 * 1024;

  private static final int PIECES = 16;

  private final SignalStore store;
  private final SignalSink signals;
  private final Function<String, SandboxLog> logs;
  private final Map<Path, Followed> followed = new HashMap<>();
  private final byte[] buffer = new byte[PIECE];

  /** One run of a command, and its outputs. */
  private static final class Followed {
    private final String sandbox;
    private final String start;
    private final Map<Iostream, LineAssembler> outputs = new HashMap<>();
    private boolean done;

    private Followed(String sandbox, String start) {
      this.sandbox = sandbox;
      this.start = start;
    }
  }

  OutputFiles(SignalStore store, SignalSink signals, Function<String, SandboxLog> logs) {
    this.store = store;
    this.signals = signals;
    this.logs = logs;
  }

  /** Reads what is new in all sandboxes. */
  void read(Collection<ObservedSandbox> sandboxes) {
    if (!signals.wants()) {
      return;
    }
    Set<Path> seen = new HashSet<>();
    for (ObservedSandbox sandbox : sandboxes) {
      read(sandbox, seen);
    }
    followed.keySet().retainAll(seen);
  }

  private void read(ObservedSandbox sandbox, Set<Path> seen) {
    Path commands = sandbox.directory().resolve("commands");
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(commands)) {
      for (Path directory : directories) {
        seen.add(directory);
        read(sandbox, directory);
      }
    } catch (IOException e) {
      // Nothing was started in it yet, or it is being deleted.
      LOG.log(System.Logger.Level.TRACE, "nothing to read in {0}", commands);
    }
  }

  /** Whether all output of an ended sandbox is in its files. For any thread. */
  static boolean complete(ObservedSandbox sandbox) {
    Path commands = sandbox.directory().resolve("commands");
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(commands)) {
      for (Path directory : directories) {
        if (DetachedExecution.running(directory)) {
          return false;
        }
      }
    } catch (IOException e) {
      // Nothing was started in it.
      LOG.log(System.Logger.Level.TRACE, "nothing to read in {0}", commands);
    }
    return true;
  }

  /** Reads the end of what an ended sandbox wrote; what is too much will not wait any more. */
  void readLast(ObservedSandbox sandbox) {
    Set<Path> seen = new HashSet<>();
    read(sandbox, seen);
    for (Path directory : seen) {
      Followed run = followed.get(directory);
      if (run != null && !run.done) {
        run.outputs.forEach((stream, lines) -> drop(directory.resolve(stream.label()), lines));
        run.done = true;
      }
    }
  }

  private static void drop(Path file, LineAssembler lines) {
    try {
      long left = Files.exists(file) ? Files.size(file) - lines.position() : 0;
      lines.accept(new byte[0], 0, 0, (int) Math.max(0, Math.min(left, Integer.MAX_VALUE)));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0} was not read: {1}", file, e.toString());
    }
  }

  private void read(ObservedSandbox sandbox, Path directory) {
    // Looked at first: what it wrote before its end is there when it has ended.
    boolean ended =
        Files.exists(directory.resolve("exit"))
            || sandbox.holder().isEmpty() && !DetachedExecution.running(directory);
    Optional<Followed> found = run(sandbox, directory);
    if (found.isEmpty() || found.get().done) {
      return;
    }
    Followed run = found.get();
    boolean all = true;
    Allowance allowance = logs.apply(sandbox.id()).allowance();
    for (var output : run.outputs.entrySet()) {
      long before = output.getValue().begin();
      boolean read = readOn(directory, output.getKey(), output.getValue(), allowance);
      if (ended && read) {
        output.getValue().finish();
      }
      all &= read;
      if (output.getValue().begin() != before) {
        remember(run, directory, output.getKey(), output.getValue());
      }
    }
    run.done = ended && all;
  }

  /** The run that the files are of: an entry point is started again in the same place. */
  private Optional<Followed> run(ObservedSandbox sandbox, Path directory) {
    String start;
    try {
      start = Files.readString(directory.resolve("supervisor")).strip();
    } catch (IOException e) {
      // It is just being started.
      return Optional.empty();
    }
    Followed known = followed.get(directory);
    if (known != null && known.start.equals(start)) {
      return Optional.of(known);
    }
    var run = new Followed(sandbox.id(), start);
    String process = directory.getFileName().toString();
    String program = LogCapture.name(program(sandbox, directory));
    for (Iostream stream : Iostream.values()) {
      LineAssembler assembler = logs.apply(sandbox.id()).assembler(process, program, stream);
      store
          .tail(sandbox.id(), file(directory, stream))
          .filter(tail -> tail.start().equals(start))
          .ifPresent(tail -> assembler.startAt(tail.position()));
      run.outputs.put(stream, assembler);
    }
    followed.put(directory, run);
    return Optional.of(run);
  }

  private static String program(ObservedSandbox sandbox, Path directory) {
    if (directory.getFileName().toString().equals(ENTRYPOINT)) {
      return sandbox.entrypoint().isEmpty() ? ENTRYPOINT : sandbox.entrypoint().get(0);
    }
    try {
      JsonNode record = Json.parse(Files.readAllBytes(directory.resolve("command.json")));
      return record.path("argv").path(0).asText("sh");
    } catch (IOException e) {
      // It was not written yet when the engine ended.
      return "sh";
    }
  }

  private static String file(Path directory, Iostream stream) {
    return directory.getFileName() + "/" + stream.label();
  }

  /**
   * Reads some pieces, but no more than the sandbox may have recorded now: a file can wait. Returns
   * whether that was all there is for now.
   */
  private boolean readOn(
      Path directory, Iostream stream, LineAssembler lines, Allowance allowance) {
    Path file = directory.resolve(stream.label());
    try {
      if (!Files.exists(file) || Files.size(file) <= lines.position()) {
        return true;
      }
      try (var input = new RandomAccessFile(file.toFile(), "r")) {
        input.seek(lines.position());
        for (int piece = 0; piece < PIECES; piece++) {
          int count = input.read(buffer, 0, Math.min(buffer.length, allowance.available()));
          if (count <= 0) {
            break;
          }
          // Others may have used some of it up meanwhile; that little is recorded nevertheless.
          allowance.charge(count);
          lines.accept(buffer, 0, count, 0);
        }
        return lines.position() >= input.length();
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0} was not read: {1}", file, e.toString());
      return true;
    }
  }

  private void remember(Followed run, Path directory, Iostream stream, LineAssembler lines) {
    logs.apply(run.sandbox).flush();
    store.remember(
        new TailPosition(run.sandbox, file(directory, stream), run.start, lines.begin()));
  }

  /** Forgets a sandbox that is gone. */
  void forget(String sandbox) {
    followed.values().removeIf(run -> run.sandbox.equals(sandbox));
    store.forgetTails(sandbox);
  }
}
