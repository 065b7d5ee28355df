package dev.sandglass.engine.execution;

import dev.sandglass.engine.observability.logs.OutputCapture;
import dev.sandglass.engine.server.BlockingWork;
import dev.sandglass.engine.server.SandboxRoutes;
import io.vertx.ext.web.Router;

/** Everything that runs commands and code in sandboxes. */
public final class ExecutionRoutes implements SandboxRoutes, AutoCloseable {
  private final Executions executions;
  private final BlockingWork work;

  /**
   * Makes the routes.
   *
   * @param work threads for requests
   * @param capture wants to know what commands write
   */
  public ExecutionRoutes(BlockingWork work, OutputCapture capture) {
    this.executions = new Executions(capture);
    this.work = work;
  }

  @Override
  public void mount(Router execd, Router extensions) {
    var commands = new CommandRoutes(work, executions);
    commands.mount(execd);
    new CodeRoutes(work, executions, commands).mount(execd);
    new PtyRoutes(work, executions).mount(execd);
    new MetricsRoutes(work, executions).mount(execd);
    new ExtensionRoutes(work, executions).mount(extensions);
  }

  /** Ends what this engine runs; background commands and entry points go on. */
  @Override
  public void close() {
    executions.close();
  }
}
