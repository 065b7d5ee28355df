package dev.sandglass.cli.command.fs;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.console.OutputFormat;
import dev.sandglass.cli.value.InnerPath;
import dev.sandglass.sandbox.process.ExecRequest;
import dev.sandglass.sandbox.process.RunningCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand fs grep}. */
@Command(
    name = "grep",
    description = {
      "Search the content of files with the grep of the sandbox.",
      "Ends with 0 if something was found and with 1 if nothing was."
    },
    footer = {
      "  sand fs grep box TODO /workspace",
      "  sand fs grep -i box \"error|warning\" /var/log -o json"
    })
public final class FsGrepCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      index = "0",
      paramLabel = "SANDBOX",
      description = "Name, id, or the beginning of the id.")
  private String sandbox = "";

  @Parameters(index = "1", paramLabel = "PATTERN", description = "An extended regular expression.")
  private String pattern = "";

  @Parameters(
      index = "2..*",
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files, and directories with everything below them.")
  private List<InnerPath> paths = List.of();

  @Option(
      names = {"-i", "--ignore-case"},
      description = "Upper and lower case are the same.")
  private boolean ignoreCase;

  @Option(
      names = {"-F", "--fixed-strings"},
      description = "The pattern is a text, not an expression.")
  private boolean fixed;

  @Option(
      names = {"-l", "--files-with-matches"},
      description = "Print only the names of files.")
  private boolean namesOnly;

  /** Creates the command. */
  public FsGrepCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<String> command = new ArrayList<>(List.of("grep", "-r", "-I", "-H", "-n"));
    command.add("--null");
    command.add(fixed ? "-F" : "-E");
    if (ignoreCase) {
      command.add("-i");
    }
    command.add("-e");
    command.add(pattern);
    command.add("--");
    paths.forEach(path -> command.add(path.text()));
    GrepOutput output = new GrepOutput(context, namesOnly || context.format() == OutputFormat.NAME);
    int exitCode;
    ExecRequest request = ExecRequest.builder(command).workingDirectory("/").build();
    try (RunningCommand grep = context.sandbox(sandbox).processes().exec(request, output)) {
      exitCode = grep.waitFor().exitCode();
    }
    output.finish();
    if (exitCode == 127) {
      throw CommandException.cannot(ErrorKind.NO_GREP, "The sandbox has no grep");
    }
    if (exitCode > 1) {
      throw CommandException.cannot(ErrorKind.GREP, "grep failed: " + output.problem());
    }
    return exitCode;
  }
}
