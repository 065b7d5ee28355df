package dev.sandglass.engine.execution;

import dev.sandglass.engine.isolation.DetachedExecution;
import dev.sandglass.engine.isolation.ExecutionSpec;
import dev.sandglass.engine.lifecycle.LiveSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The background commands of one sandbox, each in its own directory below {@code commands/} of the
 * sandbox. Thread-safe.
 */
final class BackgroundCommands {
  /** How many bytes of each output are kept. */
  static final long LOG_BYTES = 64L * 1024 * 1024;

  private static final int MAX_ENDED = 200;
  private static final long GRACE_MILLIS = 2_000;

  private final LiveSandbox sandbox;
  private final Workers workers;
  private final Admission.Share admission;
  private final Map<String, BackgroundCommand> commands = new ConcurrentHashMap<>();
  private @Nullable Entrypoint knownEntrypoint;

  private record Entrypoint(String supervisor, BackgroundCommand command) {}

  /** Finds the commands that an earlier engine started. */
  BackgroundCommands(LiveSandbox sandbox, Workers workers, Admission.Share admission) {
    this.sandbox = sandbox;
    this.workers = workers;
    this.admission = admission;
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(root())) {
      for (Path directory : directories) {
        CommandRecord.read(directory)
            .filter(record -> record.id().equals(directory.getFileName().toString()))
            .ifPresent(this::adopt);
      }
    } catch (IOException e) {
      // No command was ever started in it.
      return;
    }
  }

  private Path root() {
    return sandbox.directory().resolve("commands");
  }

  private void adopt(CommandRecord record) {
    var execution = sandbox.holder().adoptDetached(root().resolve(record.id()));
    commands.put(record.id(), new BackgroundCommand(record, execution));
    if (execution.running()) {
      arm(record, execution);
    }
  }

  private void arm(CommandRecord record, DetachedExecution execution) {
    record
        .deadline()
        .ifPresent(
            deadline -> {
              long delay = Math.max(0, Duration.between(Instant.now(), deadline).toMillis());
              var timer =
                  workers
                      .timers()
                      .schedule(
                          () -> execution.terminate(GRACE_MILLIS), delay, TimeUnit.MILLISECONDS);
              execution.ended().whenComplete((nothing, failure) -> timer.cancel(false));
            });
  }

  /**
   * Starts a command.
   *
   * @param content the command as the client wrote it
   * @param argv its arguments if the client gave them
   * @param timeoutMillis after which time it is ended
   */
  BackgroundCommand start(
      ExecutionSpec spec, String content, List<String> argv, OptionalLong timeoutMillis) {
    Admission.Permit permit = admission.acquire();
    try {
      forgetOldest();
      Instant now = Instant.now();
      var record =
          new CommandRecord(
              Ids.next("cmd"),
              content,
              argv,
              now,
              timeoutMillis.isPresent()
                  ? Optional.of(now.plusMillis(timeoutMillis.getAsLong()))
                  : Optional.empty());
      Path directory = root().resolve(record.id());
      Files.createDirectories(directory);
      record.write(directory);
      DetachedExecution execution = started(spec, directory);
      var command = new BackgroundCommand(record, execution);
      commands.put(record.id(), command);
      execution.ended().whenComplete((nothing, failure) -> permit.close());
      arm(record, execution);
      return command;
    } catch (IOException e) {
      permit.close();
      throw new UncheckedIOException("cannot write to the engine's state directory", e);
    } catch (RuntimeException | Error e) {
      permit.close();
      throw e;
    }
  }

  private DetachedExecution started(ExecutionSpec spec, Path directory) {
    try {
      return sandbox.holder().executeDetached(spec, directory, LOG_BYTES);
    } catch (RuntimeException e) {
      delete(directory);
      throw e;
    }
  }

  /** The command with this identifier; {@code entrypoint} is the sandbox's entry point. */
  Optional<BackgroundCommand> find(String id) {
    return id.equals(BackgroundCommand.ENTRYPOINT)
        ? entrypoint()
        : Optional.ofNullable(commands.get(id));
  }

  /** The entry point, then the others, the oldest first. */
  List<BackgroundCommand> list() {
    List<BackgroundCommand> list = new ArrayList<>();
    entrypoint().ifPresent(list::add);
    commands.values().stream()
        .sorted(Comparator.comparing(command -> command.record().startedAt()))
        .forEach(list::add);
    return list;
  }

  private synchronized Optional<BackgroundCommand> entrypoint() {
    Path directory = root().resolve(BackgroundCommand.ENTRYPOINT);
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    String started = supervisor(directory);
    Entrypoint known = knownEntrypoint;
    if (known != null && known.supervisor().equals(started)) {
      return Optional.of(known.command());
    }
    List<String> argv = sandbox.entrypoint();
    var record =
        new CommandRecord(
            BackgroundCommand.ENTRYPOINT,
            String.join(" ", argv),
            argv,
            created(directory),
            Optional.empty());
    var command = new BackgroundCommand(record, sandbox.holder().adoptDetached(directory));
    if (!started.isEmpty()) {
      knownEntrypoint = new Entrypoint(started, command);
    }
    return Optional.of(command);
  }

  private static String supervisor(Path directory) {
    try {
      return Files.readString(directory.resolve("supervisor"));
    } catch (IOException e) {
      // It is just being started.
      return "";
    }
  }

  private static Instant created(Path directory) {
    for (String name : List.of("supervisor", ".")) {
      try {
        return Files.getLastModifiedTime(directory.resolve(name)).toInstant();
      } catch (IOException e) {
        // The next one then: the file is not there while the command is being started.
        continue;
      }
    }
    return Instant.EPOCH;
  }

  private synchronized void forgetOldest() {
    List<BackgroundCommand> ended =
        commands.values().stream()
            .filter(command -> !command.execution().running())
            .sorted(Comparator.comparing(command -> command.record().startedAt()))
            .toList();
    for (int i = 0; i <= ended.size() - MAX_ENDED; i++) {
      BackgroundCommand command = ended.get(i);
      commands.remove(command.record().id());
      delete(command.execution().directory());
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.getLogger(BackgroundCommands.class.getName())
          .log(System.Logger.Level.WARNING, "cannot delete the files of a command", e);
    }
  }
}
