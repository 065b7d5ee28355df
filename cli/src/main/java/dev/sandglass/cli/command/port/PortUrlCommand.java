package dev.sandglass.cli.command.port;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.ExitCode;
import dev.sandglass.cli.value.Port;
import dev.sandglass.sandbox.Ports;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
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
      openBrowser(forward.url().toString());
    }
    return 0;
  }

  private static void openBrowser(String url) {
    try {
      Process process =
          new ProcessBuilder("xdg-open", url)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = process.waitFor(5, TimeUnit.SECONDS);
      if (ended && process.exitValue() != 0) {
        throw CommandException.cannot(ErrorKind.BROWSER, "xdg-open could not open " + url);
      }
    } catch (IOException e) {
      throw CommandException.cannot(
              ErrorKind.BROWSER, "There is no xdg-open to open " + url + " with")
          .withHint("Install xdg-utils, or open the URL yourself.")
          .causedBy(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.INTERRUPTED, ErrorKind.INTERRUPTED, "Interrupted")
          .causedBy(e);
    }
  }
}
