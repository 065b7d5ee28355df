package dev.sandglass.cli.command.completion;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.reference.Completions;
import dev.sandglass.cli.reference.Shell;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sand completion}. */
@Command(
    name = "completion",
    description = "Print a script that completes the words of sand in a shell.",
    footer = {
      "  source <(sand completion bash)",
      "  sand completion fish > ~/.config/fish/completions/sand.fish"
    })
public final class CompletionCommand implements Callable<Integer> {
  private final CommandContext context;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.BASH;

  /** Creates the command. */
  public CompletionCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    CommandSpec root = spec.root();
    context.console().print(Completions.of(shell, spec.root()));
    return 0;
  }
}
