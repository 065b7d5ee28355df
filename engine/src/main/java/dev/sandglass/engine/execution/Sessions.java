package dev.sandglass.engine.execution;

import dev.sandglass.engine.server.ApiException;
import dev.sandglass.engine.server.BlockingWork;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The bash sessions of one sandbox: each a shell of its own (sh where the sandbox has no bash) with
 * standard error merged into standard output. A run that does not heed the interrupt at its
 * time-out within two seconds is ended with its session. Sessions end with the engine. Thread-safe.
 */
final class Sessions {
  private static final int MAX = 64;

  private final SandboxExecutions inside;
  private final Workers workers;
  private final Map<String, Interpreter> sessions = new ConcurrentHashMap<>();

  Sessions(SandboxExecutions inside, Workers workers) {
    this.inside = inside;
    this.workers = workers;
  }

  /** Starts a session and gives its identifier. */
  String create(Optional<String> workingDirectory) {
    if (sessions.size() >= MAX) {
      throw new ApiException(
          429, "SANDBOX::TOO_MANY_EXECUTIONS", "this sandbox has " + MAX + " sessions: delete one");
    }
    String id = Ids.next("session");
    String shell = inside.programs().shell();
    Admission.Permit permit = inside.admission().acquire();
    try {
      Interpreter interpreter =
          ShellInterpreter.start(
              inside,
              workers,
              shell,
              workingDirectory,
              true,
              () -> {
                permit.close();
                sessions.remove(id);
              });
      sessions.put(id, interpreter);
      if (!interpreter.alive()) {
        sessions.remove(id);
      }
      return id;
    } catch (RuntimeException | Error e) {
      permit.close();
      throw e;
    }
  }

  /** Runs code in a session. */
  void run(
      String id,
      String code,
      Optional<String> workingDirectory,
      long timeoutMillis,
      Map<String, String> trace,
      BlockingWork.Stream stream)
      throws IOException {
    Interpreter interpreter = find(id);
    workingDirectory
        .filter(path -> path.indexOf('\n') >= 0)
        .ifPresent(
            path -> {
              throw Fields.invalid("cwd must not hold a line break");
            });
    interpreter.requireIdle();
    long start = System.nanoTime();
    try (var copy = inside.output(id, inside.programs().shell());
        var events = new EventStream(stream, workers, id)) {
      events.clientGone().thenRun(interpreter::abandon);
      var listener = new RunEvents(events, copy, 0);
      Interpreter.Outcome outcome =
          interpreter.run(
              ShellInterpreter.request(code, workingDirectory, trace), timeoutMillis, listener);
      listener.finish();
      String reason =
          outcome.timedOut()
              ? "the command was interrupted after its time-out of " + timeoutMillis + " ms"
              : "the command ended with exit code " + outcome.exitCode();
      events.commandEnded(
          outcome.timedOut() && outcome.exitCode() == 0 ? 124 : outcome.exitCode(),
          (System.nanoTime() - start) / 1_000_000,
          reason);
    }
  }

  /** Ends a session. */
  void delete(String id) {
    find(id).close();
    sessions.remove(id);
  }

  private Interpreter find(String id) {
    return Optional.ofNullable(sessions.get(id))
        .orElseThrow(() -> new ApiException(404, "CONTEXT_NOT_FOUND", "there is no session " + id));
  }
}
