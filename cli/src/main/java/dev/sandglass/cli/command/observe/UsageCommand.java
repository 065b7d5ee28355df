package dev.sandglass.cli.command.observe;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.sandbox.signals.OrganizationUsage;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sand usage}. */
@Command(
    name = "usage",
    description = {
      "Show what all sandboxes together take, and what they may take.",
      "A sandbox with a limit takes its limit; one without takes what it uses. Quotas are set by"
          + " engine.quota-cpu, engine.quota-memory and engine.quota-disk."
    },
    footer = {"  sand usage", "  sand usage -o json"})
public final class UsageCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Creates the command. */
  public UsageCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Observed.require(context);
    OrganizationUsage usage = context.client().sandboxes().organization();
    if (context.format().isDocument()) {
      context.printer().document(UsageViews.json(usage));
    } else {
      context.printer().list(UsageViews.items(), usage.items());
    }
    return 0;
  }
}
