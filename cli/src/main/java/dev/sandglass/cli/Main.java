package dev.sandglass.cli;

import dev.sandglass.cli.completion.LiveNames;
import dev.sandglass.cli.configuration.Configuration;
import dev.sandglass.cli.console.Console;
import dev.sandglass.cli.logging.StderrLoggerFinder;
import dev.sandglass.scrubber.TerminalText;
import java.time.Clock;

/** The command {@code sand}. */
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    setProperties();
    Environment environment = Environment.system();
    if (LiveNames.isAskedFor(arguments)) {
      // Before all else: somebody has pressed TAB and waits.
      LiveNames.print(environment, System.out, arguments);
      Runtime.getRuntime().halt(0);
    }
    Console console = Console.system(environment);
    Configuration configuration =
        Configuration.of(
            environment.variables(),
            line -> console.printFailure("warning: " + TerminalText.printable(line)));
    CommandContext context =
        new CommandContext(console, environment, configuration, Clock.systemUTC());
    int exitCode;
    try {
      exitCode = new Sand(context).run(arguments);
    } catch (Error e) {
      exitCode = context.report(e);
      context.otel().end(exitCode);
    }
    console.flush();
    // Ends at once: open HTTP connections and their threads would hold an ordinary exit up.
    Runtime.getRuntime().halt(exitCode);
  }

  /** Sets what the JDK is told before its classes are loaded. */
  static void setProperties() {
    System.setProperty(StderrLoggerFinder.DEFAULT_LEVEL_PROPERTY, "off");
    // Read when the first HTTP class is loaded: bigger blocks make downloads faster by a third.
    System.getProperties().putIfAbsent("jdk.httpclient.bufsize", "65536");
  }
}
