package dev.sandglass.cli.reference;

import dev.sandglass.cli.configuration.Key;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** Documents of the repository that follow from the model of the commands and the keys. */
public final class Documents {
  private Documents() {}

  /** Returns {@code docs/commands.md}. */
  public static String commands(CommandSpec root) {
    StringBuilder text = new StringBuilder(COMMANDS_HEAD);
    for (CommandSpec command : Commands.all(root)) {
      String name = command.qualifiedName();
      text.append("\n")
          .append(command.parent() == null || command.parent().parent() == null ? "## " : "### ");
      text.append(name).append("\n\n```text\n");
      text.append(command.commandLine().getUsageMessage(Ansi.OFF).stripTrailing())
          .append("\n```\n");
    }
    return text.toString().replaceAll("(?m)[ \t]+$", "");
  }

  /** Returns {@code docs/configuration.md}. */
  public static String configuration() {
    StringBuilder text = new StringBuilder(CONFIGURATION_HEAD);
    text.append(
        "| Key | Value | Default | Environment variable | Meaning |\n|---|---|---|---|---|\n");
    for (Key key : Key.values()) {
      text.append("| ").append(code(key.path()));
      text.append(" | ").append(key.type().expected());
      text.append(" | ").append(key.byDefault().map(Documents::code).orElse("none"));
      text.append(" | ").append(key.variable().map(Documents::code).orElse("none"));
      text.append(" | ").append(key.description()).append(" |\n");
    }
    return text.append(CONFIGURATION_TAIL).toString();
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private static final String COMMANDS_HEAD =
      """
      # Commands

      Generated from the commands themselves; `mvn test` fails when it is stale and says how to write it anew.

      What they end with is in [exit-codes.md](exit-codes.md), and their JSON in [json-output.md](json-output.md).
      """;

  private static final String CONFIGURATION_HEAD =
      """
      # Configuration

      Generated from the table of keys; `mvn test` fails when it is stale and says how to write it anew.

      `sand` reads `$XDG_CONFIG_HOME/sandglass/config.yaml` (by default `~/.config/sandglass/config.yaml`) when a command needs a value that was given neither by a flag nor by the environment. A flag goes before an environment variable, a variable before the file, the file before the default. An empty variable counts as absent. `sand config ls` shows what is set and where it comes from.

      ```yaml
      provider: lab           # used without --provider
      defaults:
        memory: 1Gi
      providers:
        lab:
          url: https://lab.example
          api-key-file: keys/lab
      ```

      """;

  private static final String CONFIGURATION_TAIL =
      """

      ## API keys

      An API key is never taken from the command line. It comes from the environment variable `SANDGLASS_API_KEY`, which goes to the provider in use, or from the provider's `api-key-file`; a relative path is one below the configuration directory. `sand provider add` writes the key that it gets by `--api-key-file` or `--api-key-stdin` to `keys/NAME` there, readable only by you.

      ## Usage telemetry

      The environment variable `SANDGLASS_TELEMETRY` is not the variable of a key but a switch of its own: `off`, `log` (print every event to standard error, and record nothing) or `on`. It goes before `telemetry.enabled`, and `DO_NOT_TRACK` goes before it.

      ## How the file is written

      `sand config set`, `sand config unset` and `sand provider` change only the text of the value concerned: comments, order and layout stay, except for comments inside a list that is replaced. The new file (mode 0600) takes the place of the old one in one step, and several writers wait for each other. A change that cannot be made without touching something else, such as one more entry in a `{…}`, is refused with the line, and nothing is written.

      A file that is not well-formed is one error with its line. Unknown keys are warned of and ignored.
      """;
}
