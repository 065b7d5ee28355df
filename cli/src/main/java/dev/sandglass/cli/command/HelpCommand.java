package dev.sandglass.cli.command;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sand help}. The arguments are read before picocli sees them; this class is its help. */
@Command(
    name = "help",
    description = "Show how to use a command, with examples.",
    footer = {"  sand help run", "  sand help fs ls"})
public final class HelpCommand implements Runnable {
  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command, or none for all.")
  private List<String> command = List.of();

  @Override
  public void run() {
    throw new IllegalStateException("help " + command + " is read by Sand");
  }
}
