package dev.sandglass.cli.command.completion;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.console.OutputFormat;
import dev.sandglass.cli.reference.Completions;
import dev.sandglass.cli.reference.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sand completion}. */
@Command(
    name = "completion",
    description = {
      "Print or install the script that completes the words of sand in a shell.",
      "Commands, options and their values stand in the script. Names of sandboxes, snapshots, volumes, templates and providers, and files inside sandboxes, are asked for while you type: that takes 300 ms at most, starts no engine, and is not counted as usage.",
      "With --install it is written where the shell looks for it, and the file's name is printed. No file that a shell reads at its start is changed: if a line is needed there, it is shown."
    },
    footer = {
      "  source <(sand completion bash)",
      "  sand completion zsh --install",
      "  sand completion fish > ~/.config/fish/completions/sand.fish",
      "  sand completion powershell | Out-String | Invoke-Expression"
    })
public final class CompletionCommand implements Callable<Integer> {
  private final CommandContext context;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.BASH;

  @Option(names = "--install", description = "Write it where the shell looks for it.")
  private boolean install;

  /** Creates the command. */
  public CompletionCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String script = Completions.of(shell, spec.root());
    if (install) {
      install(script);
    } else {
      print(script);
    }
    return 0;
  }

  /** A shell evaluates this: a format that stands in the configuration must not get in its way. */
  private void print(String script) {
    OutputFormat format = context.options().format().orElse(OutputFormat.TABLE);
    switch (format) {
      case TABLE, NAME -> context.console().print(script);
      case JSON, YAML ->
          context
              .printer()
              .document(
                  JsonNodeFactory.instance
                      .objectNode()
                      .put("shell", shell.toString())
                      .put("script", script));
    }
  }

  private void install(String script) {
    InstallPlace place = InstallPlace.of(shell, context.environment());
    write(place.file(), script);
    context.printer().result(InstallPlace.VIEW, place);
    if (place.startup().isEmpty()) {
      context.printer().remark("It completes in every " + shell + " that you start from now on.");
    } else {
      context.printer().remark("It completes once this stands in " + place.startup().get() + ":");
      place.lines().forEach(line -> context.printer().remark("  " + line));
    }
  }

  private void write(Path file, String script) {
    try {
      if (Files.exists(file) && !Files.readString(file).contains(Completions.MARK)) {
        throw CommandException.cannot(
            ErrorKind.LOCAL_FILE,
            file
                + " is not from sand, and was left as it is; move it away, or print the script:"
                + " sand completion "
                + shell);
      }
      Files.createDirectories(file.getParent());
      Files.writeString(file, script);
    } catch (IOException e) {
      throw CommandException.cannot(
              ErrorKind.LOCAL_FILE,
              "Cannot write "
                  + file
                  + " ("
                  + e.getClass().getSimpleName()
                  + "); print the script to a place of your choice: sand completion "
                  + shell)
          .causedBy(e);
    }
  }
}
