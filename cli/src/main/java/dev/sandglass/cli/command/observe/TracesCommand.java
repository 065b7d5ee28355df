package dev.sandglass.cli.command.observe;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.console.OutputFormat;
import dev.sandglass.sandbox.signals.Signals;
import dev.sandglass.sandbox.signals.TraceSpan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand traces}. */
@Command(
    name = "traces",
    description = {
      "Show the traces that programs in a sandbox told by OpenTelemetry, or one as a waterfall.",
      "Programs find a receiver at the endpoint that is preset in their environment."
    },
    footer = {
      "  sand traces box",
      "  sand traces box 0af7651916cd43dd8448eb211c80319c",
      "  sand traces box --since 1h -o json"
    })
public final class TracesCommand implements Callable<Integer> {
  private static final int MAX_LIMIT = 1_000;

  private final CommandContext context;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "From when on: 15m, 2h, or a time; all that are kept if not said.")
  private @Nullable String since;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many, the newest first (default: ${DEFAULT-VALUE}).")
  private int limit = 100;

  @Parameters(
      index = "0",
      paramLabel = "SANDBOX",
      description = "Name, id, or beginning of an id; whole id of one that is gone.")
  private String sandbox = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TRACE_ID",
      description = "Id of a trace: 32 hexadecimal digits.")
  private @Nullable String trace;

  /** Creates the command. */
  public TracesCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw CommandException.usage(
          "Invalid value for option '--limit': '" + limit + "' is not 1 to " + MAX_LIMIT);
    }
    if (trace != null && !trace.matches("[0-9a-fA-F]{32}")) {
      throw CommandException.usage(
          "Invalid value for 'TRACE_ID': '" + trace + "' is not 32 hexadecimal digits");
    }
    var from =
        Optional.ofNullable(since).map(text -> SinceOption.time(text, context.clock().instant()));
    Signals signals = Observed.sandbox(context, sandbox).signals();
    if (trace == null) {
      context
          .printer()
          .list(TraceViews.TRACES, signals.traces(from, Optional.empty(), 1, limit).items());
    } else {
      show(signals.trace(trace.toLowerCase(Locale.ROOT)));
    }
    return 0;
  }

  private void show(List<TraceSpan> spans) {
    if (context.format() == OutputFormat.TABLE) {
      context.printer().list(TraceViews.WATERFALL, Waterfall.of(spans));
    } else {
      context.printer().list(TraceViews.SPANS, spans);
    }
  }
}
