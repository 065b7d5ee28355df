package dev.sandglass.cli.reference;

import dev.sandglass.cli.configuration.Key;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Completion scripts for shells: a program for each, written by hand, with a table of all commands
 * and options in it. So what does not change is there at once when somebody presses TAB, and {@code
 * sand}, which takes a JVM a moment, is only asked for names that nobody else knows.
 */
public final class Completions {
  /** Stands in each script, and so tells one of ours from another. */
  public static final String MARK = "Generated from the commands of sand";

  private static final String TABLE = "@TABLE@";

  private Completions() {}

  /** Returns the script for a shell. */
  public static String of(Shell shell, CommandSpec root) {
    return program(shell).replace(TABLE, table(shell, root));
  }

  private static String program(Shell shell) {
    try (InputStream file = Completions.class.getResourceAsStream(shell.fileName())) {
      if (file == null) {
        throw new IllegalStateException(shell.fileName() + " is missing");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String table(Shell shell, CommandSpec root) {
    List<String> everywhere = new ArrayList<>();
    List<OptionSpec> options = new ArrayList<>(root.options());
    // A virtual machine lists methods, which some options are, in any order it likes.
    options.sort((one, other) -> one.longestName().compareTo(other.longestName()));
    for (OptionSpec option : options) {
      if (option.scopeType() == CommandLine.ScopeType.INHERIT) {
        everywhere.addAll(entries(shell, root, option));
      }
    }
    StringBuilder table = new StringBuilder(shell.begin(everywhere));
    for (CommandSpec command : Commands.all(root)) {
      List<String> entries = entries(shell, command);
      entries.removeAll(everywhere);
      if (!entries.isEmpty()) {
        table.append(shell.when(Commands.words(command), entries));
      }
    }
    List<String> keys = new ArrayList<>();
    for (Key key : Key.values()) {
      if (!key.isOfProvider()) {
        keys.add(entry(shell, "k" + key.path() + ":" + Place.of(key), key.description()));
      }
    }
    return table.append(shell.when("=keys", keys)).append(shell.end()).toString();
  }

  private static List<String> entries(Shell shell, CommandSpec command) {
    List<String> entries = new ArrayList<>();
    for (CommandLine line : command.subcommands().values()) {
      CommandSpec other = line.getCommandSpec();
      if (!other.usageMessage().hidden()) {
        entries.add(entry(shell, "c" + other.name(), other.usageMessage().description()[0]));
      }
    }
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        entries.addAll(entries(shell, command, option));
      }
    }
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      boolean repeats = parameter.arity().max() > 1;
      entries.add("a" + Place.of(command, parameter) + (repeats ? "*" : ""));
    }
    return entries;
  }

  private static List<String> entries(Shell shell, CommandSpec command, OptionSpec option) {
    String value = option.arity().max() > 0 ? Place.of(command, option) : "";
    List<String> entries = new ArrayList<>();
    for (String name : option.names()) {
      entries.add(entry(shell, "o" + name + ":" + value, description(option)));
    }
    return entries;
  }

  private static String description(ArgSpec argument) {
    return argument.description()[0].replace(
        "${COMPLETION-CANDIDATES}", String.join(", ", Commands.values(argument)));
  }

  private static String entry(Shell shell, String facts, String description) {
    return shell.describes() ? facts + ":" + description : facts;
  }
}
