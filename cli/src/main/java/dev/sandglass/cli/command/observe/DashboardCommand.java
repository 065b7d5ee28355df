package dev.sandglass.cli.command.observe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.command.Browser;
import dev.sandglass.cli.console.OutputFormat;
import dev.sandglass.cli.console.View;
import dev.sandglass.sandbox.DashboardLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sand dashboard}. */
@Command(
    name = "dashboard",
    description = {
      "See sandboxes, their logs, traces and metrics in the browser.",
      "Prints a link that works once, within a minute, on this machine. On a terminal with a"
          + " display the browser is opened as well, except for root."
    },
    footer = {"  sand dashboard", "  sand dashboard --no-open", "  sand dashboard -o json"})
public final class DashboardCommand implements Callable<Integer> {
  private static final View<DashboardLink> VIEW =
      View.<DashboardLink>of(link -> link.url().toString(), DashboardCommand::json)
          .column("URL", link -> link.url().toString());

  private final CommandContext context;

  @Option(names = "--no-open", description = "Only print the link.")
  private boolean noOpen;

  /** Creates the command. */
  public DashboardCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Observed.require(context);
    DashboardLink link = context.client().engine().dashboard();
    context.printer().result(VIEW, link);
    if (opens()) {
      try {
        Browser.open(link.url());
      } catch (CommandException e) {
        // The link is there to be opened by hand.
        context.printer().remark(e.getMessage());
      }
    }
    return 0;
  }

  private boolean opens() {
    boolean display =
        context.environment().has("DISPLAY") || context.environment().has("WAYLAND_DISPLAY");
    return !noOpen
        && display
        && !isRoot()
        && context.console().terminals().out()
        && context.format() == OutputFormat.TABLE;
  }

  /**
   * Others can read the command line of a browser. The engine refuses to let them in, unless it is
   * root's: browsers of ordinary users look at that one.
   */
  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      return true;
    }
  }

  private static ObjectNode json(DashboardLink link) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("url", link.url().toString())
        .put("expiresInSeconds", link.life().toSeconds());
  }
}
