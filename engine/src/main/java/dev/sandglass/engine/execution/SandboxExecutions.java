package dev.sandglass.engine.execution;

import dev.sandglass.engine.lifecycle.LiveSandbox;
import dev.sandglass.engine.observability.logs.CommandOutput;
import dev.sandglass.engine.observability.logs.OutputCapture;

/** What runs in one sandbox, from its start to its end. Thread-safe. */
final class SandboxExecutions {
  private final LiveSandbox sandbox;
  private final OutputCapture capture;
  private final long holderPid;
  private final Admission.Share admission;
  private final Programs programs;
  private final ForegroundCommands foreground;
  private final BackgroundCommands background;
  private final Sessions sessions;
  private final CodeContexts contexts;
  private final Terminals terminals;
  private final Metrics metrics;

  SandboxExecutions(
      LiveSandbox sandbox, Workers workers, Admission.Share admission, OutputCapture capture) {
    this.sandbox = sandbox;
    this.capture = capture;
    this.holderPid = sandbox.holder().pid();
    this.admission = admission;
    this.programs = new Programs(sandbox);
    this.foreground = new ForegroundCommands(sandbox, workers, admission, capture);
    this.background = new BackgroundCommands(sandbox, workers, admission);
    this.sessions = new Sessions(this, workers);
    this.contexts = new CodeContexts(this, workers);
    this.terminals = new Terminals(this, workers);
    this.metrics = new Metrics(sandbox);
  }

  /** Whether this is about the same start of the same sandbox. */
  boolean serves(LiveSandbox other) {
    return other.id().equals(sandbox.id()) && other.holder().pid() == holderPid;
  }

  LiveSandbox sandbox() {
    return sandbox;
  }

  /** Takes a copy of what a command writes. */
  CommandOutput output(String process, String program) {
    return capture.command(sandbox.id(), process, program);
  }

  Admission.Share admission() {
    return admission;
  }

  Programs programs() {
    return programs;
  }

  ForegroundCommands foreground() {
    return foreground;
  }

  BackgroundCommands background() {
    return background;
  }

  Sessions sessions() {
    return sessions;
  }

  CodeContexts contexts() {
    return contexts;
  }

  Terminals terminals() {
    return terminals;
  }

  Metrics metrics() {
    return metrics;
  }
}
