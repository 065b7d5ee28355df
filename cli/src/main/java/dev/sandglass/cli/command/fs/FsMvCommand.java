package dev.sandglass.cli.command.fs;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.value.InnerPath;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sand fs mv}. */
@Command(
    name = "mv",
    description = "Move or rename a file or directory within a sandbox.",
    footer = {"  sand fs mv box /workspace/a.txt /workspace/b.txt"})
public final class FsMvCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      index = "0",
      paramLabel = "SANDBOX",
      description = "Name, id, or the beginning of the id.")
  private String sandbox = "";

  @Parameters(index = "1", paramLabel = "FROM", description = "What to move.")
  private InnerPath from = new InnerPath("/");

  @Parameters(index = "2", paramLabel = "TO", description = "Where to; its directory must exist.")
  private InnerPath to = new InnerPath("/");

  /** Creates the command. */
  public FsMvCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.sandbox(sandbox).files().move(from.text(), to.text());
    return 0;
  }
}
