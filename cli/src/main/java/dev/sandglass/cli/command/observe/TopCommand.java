package dev.sandglass.cli.command.observe;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.console.OutputFormat;
import dev.sandglass.sandbox.signals.SandboxUsage;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sand top}. */
@Command(
    name = "top",
    description = {
      "Show what each sandbox uses now, the busiest first.",
      "On a terminal it goes on until interrupted; elsewhere it shows it once."
    },
    footer = {"  sand top", "  sand top --once", "  sand top -o json"})
public final class TopCommand implements Callable<Integer> {
  private static final Comparator<SandboxUsage> BUSIEST_FIRST =
      Comparator.comparingDouble(
              (SandboxUsage usage) ->
                  usage.figures().map(f -> -f.cpuPercent() * f.cpuLimit()).orElse(1.0))
          .thenComparing(usage -> usage.name().orElse(usage.id()));

  private final CommandContext context;

  @Option(names = "--once", description = "Show it once, on a terminal too.")
  private boolean once;

  /** Creates the command. */
  public TopCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Observed.require(context);
    boolean live =
        !once
            && context.format() == OutputFormat.TABLE
            && context.console().terminals().out()
            && !context.options().quiet();
    if (live) {
      new Screen(context.console()).repeat(this::show);
    } else {
      show();
    }
    return 0;
  }

  private void show() {
    List<SandboxUsage> all =
        context.client().sandboxes().usage().stream().sorted(BUSIEST_FIRST).toList();
    context.printer().list(UsageViews.sandboxes(), all);
  }
}
