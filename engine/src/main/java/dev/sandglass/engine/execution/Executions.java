package dev.sandglass.engine.execution;

import dev.sandglass.engine.lifecycle.LiveSandbox;
import dev.sandglass.engine.observability.logs.OutputCapture;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What runs in the sandboxes of this engine. Thread-safe. */
final class Executions implements AutoCloseable {
  private final Workers workers = new Workers();
  private final Admission admission = new Admission();
  private final OutputCapture capture;
  private final Map<String, SandboxExecutions> sandboxes = new ConcurrentHashMap<>();

  Executions(OutputCapture capture) {
    this.capture = capture;
  }

  Workers workers() {
    return workers;
  }

  /** What runs in this sandbox; begins anew each time that the sandbox was started. */
  SandboxExecutions of(LiveSandbox sandbox) {
    SandboxExecutions known = sandboxes.get(sandbox.id());
    if (known != null && known.serves(sandbox)) {
      return known;
    }
    SandboxExecutions current =
        sandboxes.compute(
            sandbox.id(),
            (id, existing) ->
                existing != null && existing.serves(sandbox)
                    ? existing
                    : new SandboxExecutions(sandbox, workers, admission.new Share(), capture));
    sandbox
        .holder()
        .ended()
        .whenComplete((nothing, failure) -> sandboxes.remove(sandbox.id(), current));
    return current;
  }

  @Override
  public void close() {
    workers.close();
  }
}
