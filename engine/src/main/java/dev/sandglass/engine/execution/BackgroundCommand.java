package dev.sandglass.engine.execution;

import dev.sandglass.engine.isolation.DetachedExecution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A command that outlives the engine: the entry point or a background command. */
final class BackgroundCommand {
  /** Identifier of the entry point. */
  static final String ENTRYPOINT = "entrypoint";

  private static final int MAX_REASON_BYTES = 4096;

  private final CommandRecord record;
  private final DetachedExecution execution;

  BackgroundCommand(CommandRecord record, DetachedExecution execution) {
    this.record = record;
    this.execution = execution;
  }

  CommandRecord record() {
    return record;
  }

  DetachedExecution execution() {
    return execution;
  }

  boolean isEntrypoint() {
    return record.id().equals(ENTRYPOINT);
  }

  /** The file of one of its outputs, {@code stdout} or {@code stderr}. */
  Path output(String name) {
    return execution.directory().resolve(name);
  }

  /** When it ended; empty while it runs and if it was killed with its sandbox. */
  Optional<Instant> finishedAt() {
    try {
      return Optional.of(
          Files.getLastModifiedTime(execution.directory().resolve("exit")).toInstant());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What it is reported to have failed of; empty if it runs or ended well. */
  Optional<String> failure() {
    OptionalInt code = execution.exitCode();
    if (execution.running() || code.orElse(-1) == 0) {
      return Optional.empty();
    }
    if (code.isEmpty()) {
      return Optional.of("the command ended with the sandbox");
    }
    return Optional.of(
        launchFailure().orElseGet(() -> "the command ended with exit code " + code.getAsInt()));
  }

  private Optional<String> launchFailure() {
    try (var stream = Files.newInputStream(output("stderr"))) {
      String text = new String(stream.readNBytes(MAX_REASON_BYTES), StandardCharsets.UTF_8);
      List<String> lines = text.lines().toList();
      return lines.size() == 1 && lines.get(0).startsWith("bwrap: ")
          ? Optional.of(lines.get(0).substring("bwrap: ".length()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
