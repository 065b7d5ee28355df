package dev.sandglass.engine.execution;

import dev.sandglass.engine.isolation.Execution;
import dev.sandglass.engine.lifecycle.LiveSandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Which programs a sandbox has, asked inside it. What was found is remembered; what was not found
 * is looked for again, because it may have been installed since. Thread-safe.
 */
final class Programs {
  private static final int MAX_ANSWER_BYTES = 4096;
  private static final long TIMEOUT_SECONDS = 30;

  private final LiveSandbox sandbox;
  private final Set<String> found = ConcurrentHashMap.newKeySet();
  private volatile Optional<String> shell = Optional.empty();

  Programs(LiveSandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** {@code bash}, or {@code sh} where there is none. Asked once. */
  String shell() {
    if (shell.isEmpty()) {
      shell = Optional.of(present(List.of("bash")).isEmpty() ? "sh" : "bash");
    }
    return shell.get();
  }

  /** The first of these that is there. */
  Optional<String> first(List<String> names) {
    for (String name : names) {
      if (found.contains(name)) {
        return Optional.of(name);
      }
    }
    return present(names).stream().findFirst();
  }

  /** Those of these programs that are there, in their order. */
  List<String> present(List<String> names) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            "sh",
            "-c",
            "for i; do if command -v \"$i\" >/dev/null; then echo \"$i\"; fi; done",
            "sh"));
    command.addAll(names);
    List<String> present = answer(command).lines().filter(names::contains).toList();
    found.addAll(present);
    return present;
  }

  /** Whether a command succeeds. */
  boolean succeeds(List<String> command) {
    Execution execution = sandbox.holder().execute(CommandSpec.plain(sandbox, command));
    try {
      execution.stdin().close();
      execution.stdout().close();
      execution.stderr().close();
      return execution.exit().get(TIMEOUT_SECONDS, TimeUnit.SECONDS) == 0;
    } catch (ExecutionException | TimeoutException | IOException e) {
      execution.terminate(0);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      execution.terminate(0);
      return false;
    }
  }

  private String answer(List<String> command) {
    Execution execution = sandbox.holder().execute(CommandSpec.plain(sandbox, command));
    try {
      execution.stdin().close();
      return new String(execution.stdout().readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    } finally {
      execution.terminate(0);
    }
  }
}
