package dev.sandglass.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sand} without the name of a command. */
@Command(
    name = "sand",
    description = "Create sandboxes and run code in them.",
    footer = {
      "  sand run -- python3 -c 'print(6 * 7)'",
      "  sand create --name box && sand exec box -- ls /workspace && sand rm box"
    })
final class SandCommand implements Runnable {
  private final CommandContext context;
  @Mixin private final GlobalOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = {"-V", "--version"},
      description = "Print the version and end.")
  private boolean version;

  SandCommand(CommandContext context) {
    this.context = context;
    this.options = context.options();
  }

  @Override
  public void run() {
    String text =
        version
            ? "sand " + Version.current().text() + "\n"
            : spec.commandLine().getUsageMessage(spec.commandLine().getColorScheme());
    context.console().print(text);
  }
}
