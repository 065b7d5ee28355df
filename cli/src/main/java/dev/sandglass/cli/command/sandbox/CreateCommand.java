package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.command.RestOfLine;
import dev.sandglass.cli.configuration.Key;
import dev.sandglass.cli.terminal.Interruption;
import dev.sandglass.cli.value.Durations;
import dev.sandglass.sandbox.CreateRequest;
import dev.sandglass.sandbox.Sandbox;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand create}. */
@Command(
    name = "create",
    description = "Create a sandbox and print its name, or its id when it has none.",
    footer = {
      "  sand create --name box",
      "  sand create --memory 1g --cpu 2 --timeout 2h -l team=web -v ./src:/workspace:ro",
      "  sand create --snapshot ready -- python3 -m http.server 8080"
    })
public final class CreateCommand implements Callable<Integer> {
  private final CommandContext context;
  @Mixin private CreateOptions create = new CreateOptions();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "Let it be deleted by itself after this time, such as 30m or 2h.")
  private @Nullable Duration timeout;

  @Option(names = "--no-wait", description = "Return before it runs.")
  private boolean noWait;

  @Option(names = "--wait", description = "Return once it runs; that is so without it.")
  private boolean wait;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      parameterConsumer = RestOfLine.class,
      description = "Entry point: program and arguments that run from the start.")
  private List<String> command = List.of();

  /** Creates the command. */
  public CreateCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    CreateRequest.Builder request = create.request(context, command);
    Optional.ofNullable(timeout)
        .or(() -> context.configuration().get(Key.TIMEOUT).map(Durations::parse))
        .ifPresent(request::lifetime);
    if (noWait && !wait) {
      request.readyTimeout(Duration.ZERO);
    }
    Sandbox sandbox =
        Interruption.interruptible(() -> context.client().sandboxes().create(request.build()));
    create.warnOfSoftLimits(context, sandbox);
    context.printer().result(SandboxViews.list(context.clock()), sandbox.info());
    return 0;
  }
}
