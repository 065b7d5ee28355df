package dev.sandglass.engine.execution;

import dev.sandglass.engine.server.ApiException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The terminals of one sandbox. Thread-safe. */
final class Terminals {
  private static final int MAX = 64;

  private final SandboxExecutions inside;
  private final Workers workers;
  private final Map<String, PtySession> sessions = new LinkedHashMap<>();

  Terminals(SandboxExecutions inside, Workers workers) {
    this.inside = inside;
    this.workers = workers;
  }

  /** Makes a terminal; its shell starts with the first connection. */
  synchronized PtySession create(Optional<String> workingDirectory, Optional<String> command) {
    if (sessions.size() >= MAX) {
      // Those whose shell has ended make place first.
      sessions.values().removeIf(s -> s.launched() && !s.running() && !s.attached());
    }
    if (sessions.size() >= MAX) {
      throw new ApiException(
          429,
          "SANDBOX::TOO_MANY_EXECUTIONS",
          "this sandbox has " + MAX + " terminals: delete one");
    }
    var session = new PtySession(Ids.next("pty"), inside, workers, workingDirectory, command);
    sessions.put(session.id(), session);
    return session;
  }

  /** The terminal of this identifier. */
  synchronized Optional<PtySession> find(String id) {
    return Optional.ofNullable(sessions.get(id));
  }

  /** Ends a terminal; returns whether there was one. */
  boolean delete(String id) {
    PtySession session;
    synchronized (this) {
      session = sessions.remove(id);
    }
    if (session != null) {
      session.close();
    }
    return session != null;
  }
}
