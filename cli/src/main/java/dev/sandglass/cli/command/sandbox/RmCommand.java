package dev.sandglass.cli.command.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.console.View;
import dev.sandglass.cli.value.Label;
import dev.sandglass.sandbox.Batch;
import dev.sandglass.sandbox.ListFilter;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.Sandbox;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.NotFound;
import dev.sandglass.sandbox.SandboxInfo;
import dev.sandglass.sandbox.SandboxState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand rm}. */
@Command(
    name = "rm",
    description = "Delete sandboxes with their files, whatever they are doing.",
    footer = {
      "  sand rm box other",
      "  sand rm -l team=web",
      "  sand rm --all --yes",
      "  sand rm --ignore-not-found box"
    })
public final class RmCommand implements Callable<Integer> {
  private static final Duration GONE_WITHIN = Duration.ofMinutes(1);

  private static final View<Target> VIEW =
      View.of((Target target) -> target.sandbox().id(), Target::json).titled(Target::title);

  private final CommandContext context;

  @Option(names = "--all", description = "All sandboxes of the provider.")
  private boolean all;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask before --all.")
  private boolean yes;

  @Option(
      names = {"-l", "--label"},
      paramLabel = "KEY=VALUE",
      description = "All with this label.")
  private List<Label> labels = new ArrayList<>();

  @Option(names = "--ignore-not-found", description = "It is no error if one does not exist.")
  private boolean ignoreNotFound;

  @Option(names = "--no-wait", description = "Return before they are gone.")
  private boolean noWait;

  @Option(names = "--wait", description = "Return once they are gone; that is so without it.")
  private boolean wait;

  @Parameters(
      arity = "0..*",
      paramLabel = "SANDBOX",
      description = "Names, ids, or beginnings of ids.")
  private List<String> names = List.of();

  /** Creates the command. */
  public RmCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    boolean byFilter = all || !labels.isEmpty();
    if (byFilter != names.isEmpty()) {
      throw CommandException.usage("rm needs either names, or --all, or labels");
    }
    return byFilter ? deleteFound() : deleteNamed();
  }

  private int deleteFound() {
    ListFilter filter = ListFilter.ALL.withMetadata(LsCommand.metadata(labels));
    List<SandboxInfo> found = context.client().sandboxes().list(filter).toList();
    if (labels.isEmpty() && !yes && !found.isEmpty()) {
      context.confirm("Delete all " + found.size() + " sandboxes", "--yes");
    }
    List<Target> targets = new ArrayList<>();
    for (SandboxInfo info : found) {
      String title = info.name().orElse(info.id());
      targets.add(new Target(title, context.client().sandboxes().handle(info.id())));
    }
    try (Batch batch = batch(targets.size())) {
      return delete(batch, targets, 0, true);
    }
  }

  private Batch batch(int size) {
    return context.client().batch(Operation.SANDBOX_DELETE, size);
  }

  private int deleteNamed() {
    try (Batch batch = batch(names.size())) {
      return deleteNamed(batch);
    }
  }

  private int deleteNamed(Batch batch) {
    List<Target> targets = new ArrayList<>();
    int exitCode = 0;
    for (String name : names) {
      try {
        targets.add(new Target(name, context.sandbox(name)));
      } catch (SandboxException e) {
        exitCode = firstOf(exitCode, failed(batch, e, ignoreNotFound));
      }
    }
    return delete(batch, targets, exitCode, ignoreNotFound);
  }

  private record Target(String title, Sandbox sandbox) {
    JsonNode json() {
      return JsonNodeFactory.instance.objectNode().put("id", sandbox.id());
    }
  }

  /** Asks for all deletions first and waits then, so that they go on side by side. */
  private int delete(Batch batch, List<Target> targets, int soFar, boolean mayBeGone) {
    int exitCode = soFar;
    List<Target> accepted = new ArrayList<>();
    for (Target target : targets) {
      try {
        target.sandbox().delete();
        accepted.add(target);
      } catch (SandboxException e) {
        exitCode = firstOf(exitCode, failed(batch, e, mayBeGone));
      }
    }
    List<Target> deleted = new ArrayList<>();
    for (Target target : accepted) {
      try {
        if (wait || !noWait) {
          target.sandbox().waitFor(Set.of(SandboxState.DELETED), GONE_WITHIN);
        }
        deleted.add(target);
        batch.done(Optional.empty());
      } catch (SandboxException e) {
        exitCode = firstOf(exitCode, failed(batch, e, false));
      }
    }
    context.printer().results(VIEW, deleted);
    return exitCode;
  }

  /** Tells about a failure, unless what was to be deleted is gone already and may be. */
  private int failed(Batch batch, SandboxException failure, boolean mayBeGone) {
    boolean gone = mayBeGone && failure instanceof NotFound;
    batch.done(gone ? Optional.empty() : Optional.of(failure));
    return gone ? 0 : context.report(failure);
  }

  private static int firstOf(int soFar, int next) {
    return soFar == 0 ? next : soFar;
  }
}
