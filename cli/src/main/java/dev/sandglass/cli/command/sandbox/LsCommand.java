package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.value.Label;
import dev.sandglass.sandbox.ListFilter;
import dev.sandglass.sandbox.SandboxInfo;
import dev.sandglass.sandbox.SandboxState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sand ls}. */
@Command(
    name = "ls",
    description = "List sandboxes, the newest first; those that failed or ended only with -a.",
    footer = {
      "  sand ls",
      "  sand ls --state running -l team=web",
      "  sand ls -q | xargs -r sand stop"
    })
public final class LsCommand implements Callable<Integer> {
  private static final Set<SandboxState> OVER =
      Set.of(SandboxState.FAILED, SandboxState.TERMINATED);

  private final CommandContext context;

  @Option(
      names = {"-l", "--label"},
      paramLabel = "KEY=VALUE",
      description = "Only those with this label.")
  private List<Label> labels = new ArrayList<>();

  @Option(
      names = "--state",
      split = ",",
      paramLabel = "STATE",
      description = "Only those in one of these states, such as running or stopped.")
  private List<String> states = new ArrayList<>();

  @Option(
      names = {"-a", "--all"},
      description = "Those that failed or ended, too.")
  private boolean all;

  /** Creates the command. */
  public LsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Set<SandboxState> wanted = Set.copyOf(StateOption.listable(states));
    ListFilter filter = ListFilter.ALL.withStates(wanted).withMetadata(metadata(labels));
    List<SandboxInfo> sandboxes =
        context.client().sandboxes().list(filter).stream()
            .filter(info -> all || !wanted.isEmpty() || !OVER.contains(info.state()))
            .sorted(Comparator.comparing(SandboxInfo::createdAt).reversed())
            .toList();
    context.printer().list(SandboxViews.list(context.clock()), sandboxes);
    return 0;
  }

  /** Returns labels as the API filters by them; the last of a key counts. */
  static Map<String, String> metadata(List<Label> labels) {
    return labels.stream()
        .collect(Collectors.toMap(Label::key, Label::value, (first, second) -> second));
  }
}
