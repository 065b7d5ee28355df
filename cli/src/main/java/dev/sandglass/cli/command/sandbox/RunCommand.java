package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.command.RestOfLine;
import dev.sandglass.cli.configuration.Key;
import dev.sandglass.cli.terminal.Interruption;
import dev.sandglass.cli.value.Durations;
import dev.sandglass.sandbox.CreateRequest;
import dev.sandglass.sandbox.Sandbox;
import dev.sandglass.sandbox.SandboxException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand run}. */
@Command(
    name = "run",
    description = {
      "Run a command in a sandbox of its own, which is deleted afterwards.",
      "Output, input, signals and the exit code are those of the command."
    },
    footer = {
      "  sand run -- python3 -c 'print(6 * 7)'",
      "  tar c src | sand run --memory 1g --timeout 10m -- sh -c 'tar x; ls src'",
      "  sand run -it -- bash"
    })
public final class RunCommand implements Callable<Integer> {
  /** How long a sandbox may outlive the time limit of its command, if nobody deletes it. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final CommandContext context;
  @Mixin private CreateOptions create = new CreateOptions();
  @Mixin private ExecOptions exec = new ExecOptions();

  @Option(names = "--keep", description = "Keep the sandbox; its id goes to standard error.")
  private boolean keep;

  @Option(names = "--rm", description = "Delete the sandbox afterwards; that is so without it.")
  private boolean remove;

  @Parameters(
      arity = "1..*",
      paramLabel = "COMMAND",
      parameterConsumer = RestOfLine.class,
      description = "Program and arguments.")
  private List<String> command = List.of();

  /** Creates the command. */
  public RunCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    CreateRequest.Builder request = create.request(context, List.of());
    if (exec.timeout().isPresent() && !keep) {
      request.lifetime(
          exec.timeout().get().plus(MARGIN).plusSeconds(1).truncatedTo(ChronoUnit.SECONDS));
    } else {
      context
          .configuration()
          .get(Key.TIMEOUT)
          .ifPresent(time -> request.lifetime(Durations.parse(time)));
    }
    try (Interruption interruption = Interruption.begin()) {
      Sandbox sandbox = context.client().sandboxes().create(request.build());
      try {
        create.warnOfSoftLimits(context, sandbox);
        return new ForegroundCommand(context, interruption)
            .run(sandbox, exec.request(command, context), exec.tty());
      } finally {
        interruption.ignore();
        finish(sandbox);
      }
    }
  }

  private void finish(Sandbox sandbox) {
    if (keep && !remove) {
      context.printer().remark("Kept sandbox " + sandbox.id());
      return;
    }
    try {
      sandbox.delete();
    } catch (SandboxException.NotFound e) {
      // It expired or was deleted by somebody else, which is what this was for.
      return;
    } catch (SandboxException e) {
      context.printer().warn("sandbox " + sandbox.id() + " is left over: " + e.getMessage());
    }
  }
}
