package dev.sandglass.cli.reference;

import dev.sandglass.cli.configuration.Key;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What belongs at a place of the command line, in the words of the completion scripts. */
final class Place {
  /** What nobody can know. */
  static final String UNKNOWN = "-";

  private static final String FILE = "file";

  private Place() {}

  /**
   * Returns what an option takes or a parameter is.
   *
   * @throws IllegalArgumentException if its label is new: then this is the place to say what
   *     completes it
   */
  static String of(CommandSpec command, ArgSpec argument) {
    List<String> values = Commands.values(argument);
    if (!values.isEmpty()) {
      return words(values);
    }
    String label = argument.paramLabel();
    String name = Commands.words(command);
    return switch (label) {
      case "SANDBOX", "SNAPSHOT", "VOLUME", "TEMPLATE", "KEY", "VALUE", "DIRECTORY", "FILE" ->
          label.toLowerCase(Locale.ROOT);
      case "IMAGE" -> "template";
      case "SOURCE" -> FILE;
      case "SOURCE:PATH[:ro]" -> "mount";
      case "-|@FILE|TEXT" -> "data";
      case "PATH" -> name.equals("cp") ? "copy" : name.startsWith("fs ") ? "inside" : UNKNOWN;
      case "FROM", "TO" -> "inside";
      case "NAME" -> isProvider(name, argument) ? "provider" : UNKNOWN;
      case "COMMAND" -> command(name, argument);
      case "MODE" -> name.startsWith("fs ") ? UNKNOWN : words(List.of("none", "host-allowed"));
      case "STATE" -> words(states(name));
      case "KIND" -> words(List.of("opensandbox"));
      case "METHOD" -> words(List.of("GET", "POST", "PUT", "PATCH", "DELETE"));
      case "SIGNAL" -> words(List.of("TERM", "KILL", "INT", "HUP", "QUIT", "USR1", "USR2", "STOP"));
      case "CODE", "DIR", "DURATION", "FIRST:LAST", "GLOB", "GROUP", "HOST:PORT", "ID" -> UNKNOWN;
      case "KEY=VALUE", "LANGUAGE", "LEVELS", "LINES", "METRIC", "MINUTES", "N" -> UNKNOWN;
      case "NAME:VALUE", "NAME[=VALUE]", "NEW", "OLD", "PATTERN", "PORT", "PROCESS", "SIZE" ->
          UNKNOWN;
      case "TEXT", "TIME", "TRACE_ID", "URL", "USER" -> UNKNOWN;
      default ->
          throw new IllegalArgumentException(
              "What completes " + label + " of '" + name + "' is not said in " + Place.class);
    };
  }

  /** Returns what the value of a configuration key is. */
  static String of(Key key) {
    if (key == Key.PROVIDER) {
      return "provider";
    } else if (key == Key.IMAGE) {
      return "template";
    }
    return switch (key.type()) {
      case PATH, PATHS -> FILE;
      default -> key.type().words().isEmpty() ? UNKNOWN : words(key.type().words());
    };
  }

  private static boolean isProvider(String command, ArgSpec argument) {
    return argument.isOption()
        ? ((OptionSpec) argument).longestName().equals("--provider")
        : List.of("provider use", "provider rm").contains(command);
  }

  /** What runs inside a sandbox is the shell's to complete. */
  private static String command(String command, ArgSpec argument) {
    if (argument.isOption()) {
      return UNKNOWN;
    }
    return List.of("run", "exec", "create").contains(command) ? "command" : UNKNOWN;
  }

  private static List<String> states(String command) {
    List<String> lasting = List.of("running", "paused", "stopped", "failed", "terminated");
    return command.equals("wait")
        ? List.of("running", "paused", "stopped", "failed", "deleted")
        : lasting;
  }

  private static String words(List<String> words) {
    return "=" + String.join(",", words);
  }
}
