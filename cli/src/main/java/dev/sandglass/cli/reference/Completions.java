package dev.sandglass.cli.reference;

import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ScopeType;

/** Completion scripts for shells. */
public final class Completions {
  private Completions() {}

  /** Returns a script for bash. */
  public static String bash(CommandSpec root) {
    return AutoComplete.bash(root.name(), root.commandLine());
  }

  /** Returns a script for zsh, which completes with bash's rules. */
  public static String zsh(CommandSpec root) {
    return "#compdef " + root.name() + "\n" + bash(root);
  }

  /** Returns a script for fish. */
  public static String fish(CommandSpec root) {
    StringBuilder script = new StringBuilder();
    script.append("# Completions of sand for fish.\n").append(FUNCTIONS);
    script.append("complete -c sand -f\n");
    for (CommandSpec command : Commands.all(root)) {
      String words = Commands.words(command);
      String condition = " -n '__sand_in " + words + "'";
      for (CommandLine line : command.subcommands().values()) {
        CommandSpec subcommand = line.getCommandSpec();
        String only = " -n '__sand_at " + words + "'";
        script.append("complete -c sand").append(words.isEmpty() ? " -n __sand_at" : only);
        script.append(" -a ").append(quoted(subcommand.name()));
        script.append(" -d ").append(description(subcommand.usageMessage().description()));
        script.append('\n');
      }
      for (OptionSpec option : command.options()) {
        if (words.isEmpty() || !option.inherited()) {
          script.append("complete -c sand");
          script.append(
              !words.isEmpty()
                  ? condition
                  : option.scopeType() == ScopeType.INHERIT ? "" : " -n __sand_at");
          script.append(option(option)).append('\n');
        }
      }
      for (PositionalParamSpec parameter : command.positionalParameters()) {
        script.append(parameter(condition, parameter));
      }
    }
    return script.toString();
  }

  private static String option(OptionSpec option) {
    StringBuilder words = new StringBuilder();
    for (String name : option.names()) {
      words.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
    }
    if (option.arity().max() > 0) {
      words.append(takesFile(option.paramLabel()) ? " -r -F" : " -x");
      List<String> values = Commands.values(option);
      if (!values.isEmpty()) {
        words.append(" -a ").append(quoted(String.join(" ", values)));
      }
    }
    return words.append(" -d ").append(description(option.description())).toString();
  }

  private static String parameter(String condition, PositionalParamSpec parameter) {
    List<String> values = Commands.values(parameter);
    if (!values.isEmpty()) {
      return "complete -c sand" + condition + " -a " + quoted(String.join(" ", values)) + "\n";
    }
    return takesFile(parameter.paramLabel()) ? "complete -c sand" + condition + " -F\n" : "";
  }

  private static boolean takesFile(String label) {
    return label.matches(".*(FILE|SOURCE|PATH).*");
  }

  private static String description(String... lines) {
    String first = lines.length == 0 ? "" : lines[0];
    return quoted(first.replace("${COMPLETION-CANDIDATES}", "one of its values"));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static final String FUNCTIONS =
      """
      function __sand_words --description 'Words before the cursor that are no options'
          set -l words (commandline -opc)
          set -e words[1]
          set -l skip 0
          for word in $words
              if test $skip = 1
                  set skip 0
              else if contains -- $word -o --output --provider
                  set skip 1
              else if not string match -q -- '-*' $word
                  echo $word
              end
          end
      end
      function __sand_at --description 'Whether the words are exactly these'
          set -l words (__sand_words)
          test "$words" = "$argv"
      end
      function __sand_in --description 'Whether the words begin with these'
          set -l words (__sand_words)
          set -l count (count $argv)
          test (count $words) -ge $count
          and test "$words[1..$count]" = "$argv"
      end
      """;
}
