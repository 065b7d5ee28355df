package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.value.SignalName;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.process.Processes;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand kill}. */
@Command(
    name = "kill",
    description = "Send a signal to processes or background commands of a sandbox.",
    footer = {
      "  sand kill box 42",
      "  sand kill -s KILL box cmd-0f3a",
      "  sand kill -s HUP box 42 43"
    })
public final class KillCommand implements Callable<Integer> {
  private static final Pattern PID = Pattern.compile("\\d{1,10}");

  private final CommandContext context;

  @Option(
      names = {"-s", "--signal"},
      paramLabel = "SIGNAL",
      description = "Name or number; TERM if not said.")
  private SignalName signal = new SignalName("TERM");

  @Parameters(index = "0", paramLabel = "SANDBOX", description = "Name, id, or beginning of an id.")
  private String sandbox = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "PROCESS",
      description = "Process ids as 'sand ps' shows them, or ids of background commands.")
  private List<String> targets = List.of();

  /** Creates the command. */
  public KillCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Processes processes = context.sandbox(sandbox).processes();
    int exitCode = 0;
    for (String target : targets) {
      try {
        if (PID.matcher(target).matches()) {
          processes.signalProcess(Long.parseLong(target), signal.name());
        } else {
          processes.signalCommand(target, signal.name());
        }
      } catch (SandboxException e) {
        int code = context.report(e);
        exitCode = exitCode == 0 ? code : exitCode;
      }
    }
    return exitCode;
  }
}
