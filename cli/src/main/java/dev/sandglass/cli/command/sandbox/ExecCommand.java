package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.command.RestOfLine;
import dev.sandglass.cli.terminal.Interruption;
import dev.sandglass.cli.value.Variable;
import dev.sandglass.sandbox.Sandbox;
import dev.sandglass.sandbox.process.ExecRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand exec}. */
@Command(
    name = "exec",
    description = {
      "Run a command in a sandbox.",
      "Output, input, signals and the exit code are those of the command. A second Ctrl-C ends it"
          + " by force."
    },
    footer = {
      "  sand exec box -- ls -l /workspace",
      "  sand exec box -e DEBUG=1 -w /workspace -- make test",
      "  sand exec -it box bash",
      "  sand exec -d box -- python3 -m http.server 8080"
    })
public final class ExecCommand implements Callable<Integer> {
  private final CommandContext context;
  @Mixin private ExecOptions exec = new ExecOptions();

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME[=VALUE]",
      description = "Environment variable; without a value, the one set here.")
  private List<Variable> variables = new ArrayList<>();

  @Option(
      names = {"-d", "--detach"},
      description = "Run it in the background and print its id, for 'sand logs' and 'sand kill'.")
  private boolean detach;

  @Parameters(index = "0", paramLabel = "SANDBOX", description = "Name, id, or beginning of an id.")
  private String sandbox = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      parameterConsumer = RestOfLine.class,
      description = "Program and arguments.")
  private List<String> command = List.of();

  /** Creates the command. */
  public ExecCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ExecRequest.Builder request = exec.request(command, context);
    new Variables(context.environment()).add(variables).values().forEach(request::environment);
    if (detach) {
      if (exec.tty()) {
        throw CommandException.usage("-d and -t exclude each other");
      }
      Sandbox target = context.sandbox(sandbox);
      context
          .printer()
          .result(CommandViews.command(), target.processes().start(request.stdin(false).build()));
      return 0;
    }
    try (Interruption interruption = Interruption.begin()) {
      return new ForegroundCommand(context, interruption)
          .run(context.sandbox(sandbox), request, exec.tty());
    }
  }
}
