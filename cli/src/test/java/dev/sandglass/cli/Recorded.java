package dev.sandglass.cli;

import dev.sandglass.cli.configuration.Configuration;
import dev.sandglass.cli.console.Console;
import dev.sandglass.cli.console.Console.Terminals;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** A run of {@code sand} in this process, with what it wrote. */
final class Recorded {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final int exitCode;

  private Recorded(Environment environment, Terminals terminals, String... arguments) {
    Console console = new Console(InputStream.nullInputStream(), out, err, terminals, environment);
    Configuration configuration = Configuration.of(environment.variables(), console::printError);
    exitCode =
        new Sand(new CommandContext(console, environment, configuration, Clock.systemUTC()))
            .run(arguments);
  }

  /** Runs a command that needs no provider. */
  static Recorded run(Path home, String... arguments) {
    return run(home, Map.of(), Terminals.NONE, arguments);
  }

  /** The same with more variables, and on terminals. */
  static Recorded run(
      Path home, Map<String, String> variables, Terminals terminals, String... arguments) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("HOME", home.toString());
    return new Recorded(new Environment(all), terminals, arguments);
  }

  /** The same with more variables. */
  static Recorded run(Path home, Map<String, String> variables, String... arguments) {
    return run(home, variables, Terminals.NONE, arguments);
  }

  int exitCode() {
    return exitCode;
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
