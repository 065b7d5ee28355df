package dev.sandglass.cli;

import dev.sandglass.cli.command.HelpCommand;
import dev.sandglass.cli.command.VersionCommand;
import java.util.List;
import java.util.Optional;

/**
 * Every command by name. A class is loaded when its command is created, so that a run pays for the
 * command that was asked for and for no other.
 */
final class CommandTable {
  /** Names in the order of the help; a group stands before its commands. */
  static final List<String> NAMES = List.of("version", "help");

  private CommandTable() {}

  /** Returns the command that words on the command line start with, such as {@code fs ls}. */
  static Optional<String> find(List<String> words) {
    if (words.size() > 1 && NAMES.contains(words.get(0) + " " + words.get(1))) {
      return Optional.of(words.get(0) + " " + words.get(1));
    }
    return words.stream().limit(1).filter(name -> NAMES.contains(name)).findFirst();
  }

  /** Returns whether a command only holds others. */
  static boolean isGroup(String name) {
    return NAMES.stream().anyMatch(other -> other.startsWith(name + " "));
  }

  /** Creates a command. */
  static Object create(String name, CommandContext context) {
    return switch (name) {
      case "version" -> new VersionCommand(context);
      case "help" -> new HelpCommand();
      default -> throw new IllegalArgumentException("No command " + name);
    };
  }
}
