package dev.sandglass.cli.command.observe;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.sandbox.Sandbox;
import dev.sandglass.sandbox.signals.MetricQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand metrics}. */
@Command(
    name = "metrics",
    description = {
      "Show what a sandbox used: processors, memory, disk, network and processes.",
      "They are measured from outside every ten seconds (engine.metrics-interval). What programs in"
          + " the sandbox tell by OpenTelemetry stands beside them."
    },
    footer = {
      "  sand metrics box",
      "  sand metrics box --watch --since 5m",
      "  sand metrics box --name sandglass.sandbox.memory.usage -o json"
    })
public final class MetricsCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "15m",
      description = "From when on: 15m, 2h, or a time (default: ${DEFAULT-VALUE}).")
  private String since = "15m";

  @Option(
      names = {"-w", "--watch"},
      description = "Show it anew every two seconds until interrupted.")
  private boolean watch;

  @Option(
      names = "--name",
      split = ",",
      paramLabel = "METRIC",
      description = "Only metrics of these names, with their prefix.")
  private List<String> names = new ArrayList<>();

  @Parameters(
      index = "0",
      paramLabel = "SANDBOX",
      description = "Name, id, or beginning of an id; whole id of one that is gone.")
  private String sandbox = "";

  /** Creates the command. */
  public MetricsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    SinceOption.time(since, context.clock().instant());
    Sandbox found = Observed.sandbox(context, sandbox);
    if (watch) {
      new Screen(context.console()).repeat(() -> show(found));
    } else {
      show(found);
    }
    return 0;
  }

  private void show(Sandbox found) {
    MetricQuery query =
        new MetricQuery(
            Optional.of(SinceOption.time(since, context.clock().instant())),
            Optional.empty(),
            names);
    boolean trend = context.console().terminals().out();
    context.printer().list(UsageViews.series(trend), found.signals().metrics(query));
  }
}
