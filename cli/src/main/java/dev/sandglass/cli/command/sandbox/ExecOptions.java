package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.value.UserName;
import dev.sandglass.sandbox.process.ExecRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command is run inside: the options that {@code exec} and {@code run} share. */
final class ExecOptions {
  @Option(
      names = {"-i", "--interactive"},
      description = {
        "Pass standard input on. Without it that happens when standard input is a pipe or a file,"
            + " and not when it is a terminal."
      })
  private boolean interactive;

  @Option(
      names = "--no-stdin",
      description = "Never pass standard input on, as in loops that read it themselves.")
  private boolean noStdin;

  @Option(
      names = {"-t", "--tty"},
      description = "Run it on a terminal of its own, connected to this one.")
  private boolean tty;

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIR",
      description = "Working directory inside.")
  private @Nullable String workingDirectory;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      description = "User inside: 1000, 1000:1000 or a name.")
  private @Nullable UserName user;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "End the command after this time, such as 90s or 1h30m; then exit with 124.")
  private @Nullable Duration timeout;

  boolean tty() {
    return tty;
  }

  Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  ExecRequest.Builder request(List<String> command, CommandContext context) {
    ExecRequest.Builder request = ExecRequest.builder(command);
    if (noStdin && (interactive || tty)) {
      throw CommandException.usage("--no-stdin excludes -i and -t");
    }
    context.telemetry().forCommand().forEach(request::environment);
    request.stdin(interactive || (!noStdin && !context.console().terminals().in()));
    if (workingDirectory != null) {
      request.workingDirectory(workingDirectory);
    }
    if (user != null) {
      request.user(user.text());
    }
    if (timeout != null) {
      request.timeout(timeout);
    }
    return request;
  }
}
