package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.terminal.Interruption;
import dev.sandglass.cli.value.UserName;
import dev.sandglass.sandbox.process.ExecRequest;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand shell}. */
@Command(
    name = "shell",
    description = {
      "Open a shell in a sandbox: bash where there is one, else sh.",
      "It runs on a terminal when there is one, and else reads commands from standard input."
    },
    footer = {"  sand shell box", "  echo 'ls /workspace' | sand shell box"})
public final class ShellCommand implements Callable<Integer> {
  private static final String BEST_SHELL =
      "if command -v bash >/dev/null 2>&1; then exec bash -l; else exec sh -l; fi";

  private final CommandContext context;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      description = "User inside: 1000, 1000:1000 or a name.")
  private @Nullable UserName user;

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIR",
      description = "Working directory inside.")
  private @Nullable String workingDirectory;

  @Parameters(index = "0", paramLabel = "SANDBOX", description = "Name, id, or beginning of an id.")
  private String sandbox = "";

  /** Creates the command. */
  public ShellCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ExecRequest.Builder request =
        ExecRequest.builder(List.of("/bin/sh", "-c", BEST_SHELL)).stdin(true);
    context.telemetry().forCommand().forEach(request::environment);
    if (user != null) {
      request.user(user.text());
    }
    if (workingDirectory != null) {
      request.workingDirectory(workingDirectory);
    }
    try (Interruption interruption = Interruption.begin()) {
      return new ForegroundCommand(context, interruption)
          .run(context.sandbox(sandbox), request, context.console().terminals().in());
    }
  }
}
