package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.sandbox.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand renew}. */
@Command(
    name = "renew",
    description = "Let sandboxes live for some time from now on, instead of until their expiry.",
    footer = {"  sand renew box --timeout 2h"})
public final class RenewCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(
      names = "--timeout",
      required = true,
      paramLabel = "TIME",
      description = "How long from now, such as 30m or 2h.")
  private Duration timeout = Duration.ZERO;

  @Parameters(
      arity = "1..*",
      paramLabel = "SANDBOX",
      description = "Names, ids, or beginnings of ids.")
  private List<String> sandboxes = List.of();

  /** Creates the command. */
  public RenewCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Instant expiry = context.clock().instant().plus(timeout);
    return new Several(context)
        .act(
            Operation.SANDBOX_RENEW,
            sandboxes,
            sandbox -> {
              sandbox.renew(expiry);
              return sandbox.info();
            });
  }
}
