package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.sandbox.Batch;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.Sandbox;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Does the same to several sandboxes: one that fails does not keep the others from it. */
final class Several {
  private final CommandContext context;

  Several(CommandContext context) {
    this.context = context;
  }

  /**
   * Acts on each and prints those that worked; returns 0, or the exit code of the first failure.
   *
   * @param operation what is done with each, as metrics name it
   */
  int act(Operation operation, List<String> names, Function<Sandbox, SandboxInfo> action) {
    List<SandboxInfo> done = new ArrayList<>();
    int exitCode = 0;
    try (Batch batch = context.client().batch(operation, names.size())) {
      for (String name : names) {
        try {
          done.add(action.apply(context.sandbox(name)));
          batch.done(Optional.empty());
        } catch (SandboxException e) {
          batch.done(Optional.of(e));
          int code = context.report(e);
          exitCode = exitCode == 0 ? code : exitCode;
          if (e instanceof SandboxException.Interrupted) {
            break;
          }
        }
      }
    }
    if (!done.isEmpty()) {
      context.printer().results(SandboxViews.list(context.clock()), done);
    }
    return exitCode;
  }
}
