package dev.sandglass.cli.command.port;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.command.Browser;
import dev.sandglass.cli.value.Port;
import dev.sandglass.sandbox.Ports;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand port url}. */
@Command(
    name = "url",
    description = {
      "Print a URL that reaches a port inside.",
      "By default a listener on this machine is opened that lasts until the sandbox stops or sand port rm."
    },
    footer = {"  sand port url box 8080 --open", "  sand port url box 8080 --endpoint"})
public final class PortUrlCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      index = "0",
      paramLabel = "SANDBOX",
      description = "Name, id, or the beginning of the id.")
  private String sandbox = "";

  @Parameters(index = "1", paramLabel = "PORT", description = "The port inside.")
  private Port port = new Port(1);

  @Option(
      names = "--listen",
      paramLabel = "PORT",
      description = "The port on this machine; any free one by default.")
  private @Nullable Port listen;

  @Option(
      names = "--endpoint",
      description =
          "Print the endpoint of the API with the headers that it wants, as JSON. They are secrets.")
  private boolean endpoint;

  @Option(names = "--open", description = "Open it in the browser too.")
  private boolean open;

  /** Creates the command. */
  public PortUrlCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (endpoint && (open || listen != null)) {
      throw CommandException.usage("--endpoint does not go with --open or --listen");
    }
    Ports ports = context.sandbox(sandbox).ports();
    if (endpoint) {
      Ports.Endpoint address = ports.endpoint(port.number());
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      document.put("url", address.url().toString());
      ObjectNode headers = document.putObject("headers");
      address.headers().forEach((name, value) -> headers.put(name, value.reveal()));
      context.printer().document(document);
      return 0;
    }
    Ports.Forward forward = ports.forward(port.number(), listen == null ? 0 : listen.number());
    context.printer().result(ForwardView.VIEW, forward);
    if (open) {
      Browser.open(forward.url());
    }
    return 0;
  }
}
