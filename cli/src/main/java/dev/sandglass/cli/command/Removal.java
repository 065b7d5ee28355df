package dev.sandglass.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.console.View;
import dev.sandglass.sandbox.SandboxException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Removes several named things: one that fails does not keep the others from it. */
public final class Removal {
  private Removal() {}

  /**
   * Removes each and prints those that are gone.
   *
   * @param remove removes the thing of a name and returns its id
   * @return 0, or the exit code of the first failure
   */
  public static int each(
      CommandContext context,
      List<String> names,
      boolean ignoreNotFound,
      Function<String, String> remove) {
    View<String> view =
        View.of(id -> id, id -> JsonNodeFactory.instance.objectNode().put("id", id));
    List<String> removed = new ArrayList<>();
    int exitCode = 0;
    for (String name : names) {
      try {
        removed.add(remove.apply(name));
      } catch (SandboxException e) {
        if (!(ignoreNotFound && e instanceof SandboxException.NotFound)) {
          int code = context.report(e);
          exitCode = exitCode == 0 ? code : exitCode;
        }
        if (e instanceof SandboxException.Interrupted) {
          break;
        }
      }
    }
    context.printer().results(view, removed);
    return exitCode;
  }
}
