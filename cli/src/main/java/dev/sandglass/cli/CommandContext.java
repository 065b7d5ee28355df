package dev.sandglass.cli;

import dev.sandglass.cli.configuration.Configuration;
import dev.sandglass.cli.configuration.ConfigurationException;
import dev.sandglass.cli.configuration.Key;
import dev.sandglass.cli.console.Console;
import dev.sandglass.cli.console.OutputFormat;
import dev.sandglass.cli.console.Printer;
import dev.sandglass.cli.otel.Otel;
import dev.sandglass.cli.telemetry.CliTelemetry;
import dev.sandglass.sandbox.Sandbox;
import dev.sandglass.sandbox.SandboxClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything outside itself that a command touches: streams, environment, configuration, time.
 *
 * <p>One per run of {@code sand}; what depends on options can be asked for once arguments are read.
 */
public final class CommandContext {
  private final Console console;
  private final Environment environment;
  private final Configuration configuration;
  private final Clock clock;
  private final GlobalOptions options = new GlobalOptions();
  private final CliTelemetry telemetry;
  private final Otel otel;
  private Optional<ErrorKind> failure = Optional.empty();
  private volatile boolean interrupted;
  private @Nullable SandboxClient client;

  /** Creates a context. */
  public CommandContext(
      Console console, Environment environment, Configuration configuration, Clock clock) {
    this.console = console;
    this.environment = environment;
    this.configuration = configuration;
    this.clock = clock;
    this.telemetry = new CliTelemetry(environment, clock, console::printError);
    this.otel = new Otel(environment, configuration, options, console);
  }

  /** Returns the standard streams. */
  public Console console() {
    return console;
  }

  /** Returns the environment of {@code sand}. */
  public Environment environment() {
    return environment;
  }

  /** Returns the user's configuration. */
  public Configuration configuration() {
    return configuration;
  }

  /** Returns the clock. */
  public Clock clock() {
    return clock;
  }

  /** Returns what is told about the usage of {@code sand}. */
  public CliTelemetry telemetry() {
    return telemetry;
  }

  /** Returns what is told about this run to the user's own backend. */
  public Otel otel() {
    return otel;
  }

  /** Returns the first failure that was told about, if there was one. */
  Optional<ErrorKind> failure() {
    return failure;
  }

  /** Takes in that somebody asked the command inside a sandbox to end. */
  public void interrupted() {
    interrupted = true;
  }

  /** Returns whether somebody asked the command inside a sandbox to end. */
  boolean wasInterrupted() {
    return interrupted;
  }

  /** Returns the options that every command takes. */
  public GlobalOptions options() {
    return options;
  }

  /** Returns the client of the provider in use; made when first asked for, connects when used. */
  public SandboxClient client() {
    if (client == null) {
      client = Providers.connect(this, configuration.providerInUse(options.provider()));
    }
    return client;
  }

  /** Returns the sandbox that a user means: by id, by name, or by the beginning of its id. */
  public Sandbox sandbox(String nameOrIdPrefix) {
    return client().sandboxes().resolve(nameOrIdPrefix);
  }

  /** Returns what writes results in the format asked for. */
  public Printer printer() {
    return new Printer(console, format(), options.quiet());
  }

  /** Returns the output format: that of {@code -o}, else that of the configuration. */
  public OutputFormat format() {
    return options
        .format()
        .orElseGet(
            () ->
                configuration
                    .get(Key.OUTPUT)
                    .map(name -> OutputFormat.valueOf(name.toUpperCase(Locale.ROOT)))
                    .orElse(OutputFormat.TABLE));
  }

  /**
   * Tells about a failure that does not end the command, and returns what the process shall end
   * with.
   */
  public int report(Throwable failure) {
    return report(failure, isJsonAskedFor());
  }

  int report(Throwable failure, boolean asJson) {
    ErrorReport report = ErrorReport.of(failure);
    this.failure = this.failure.or(() -> Optional.of(report.kind()));
    otel.failed(failure, report.kind());
    report.write(console, asJson);
    ErrorReport.writeTrace(console, environment, failure);
    return report.exitCode().code();
  }

  /** A configuration that cannot be read must not hide the error that is being told. */
  private boolean isJsonAskedFor() {
    try {
      return format() == OutputFormat.JSON;
    } catch (ConfigurationException e) {
      return false;
    }
  }

  /**
   * Asks a question that is answered with yes or no.
   *
   * @param question without a question mark, such as {@code Delete 3 sandboxes}
   * @param flag the option that answers it beforehand, such as {@code --yes}
   * @throws CommandException if nobody can be asked, or the answer was no
   */
  public void confirm(String question, String flag) {
    if (options.noInput() || !console.terminals().in() || !console.terminals().err()) {
      throw CommandException.usage(question + " needs " + flag + " when nobody can be asked");
    }
    console.ask(question + "? [y/N] ");
    String answer = readLine().strip().toLowerCase(Locale.ROOT);
    if (!answer.equals("y") && !answer.equals("yes")) {
      throw new CommandException(ExitCode.INTERRUPTED, ErrorKind.DECLINED, "Nothing was done");
    }
  }

  private String readLine() {
    StringBuilder line = new StringBuilder();
    byte[] one = new byte[1];
    try {
      while (console.in().read(one) == 1 && one[0] != '\n') {
        line.append(new String(one, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      throw CommandException.cannot(ErrorKind.INPUT, "Cannot read the answer: " + e.getMessage());
    }
    return line.toString();
  }
}
