package dev.sandglass.telemetry.event;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The name of a command that the program declares, such as {@code fs ls}. There is no way to make
 * one from text.
 */
public final class CommandName extends DeclaredWord {
  /** Stands for whatever was typed that is no command. */
  public static final CommandName INVALID = new CommandName("invalid-command");

  CommandName(String text) {
    super(text);
  }

  /** Returns the name of a declared command: its path without the program's own name. */
  public static CommandName of(CommandSpec command) {
    Deque<String> words = new ArrayDeque<>();
    for (CommandSpec at = command; at.parent() != null; at = at.parent()) {
      words.addFirst(at.name());
    }
    return new CommandName(words.isEmpty() ? command.name() : String.join(" ", words));
  }

  /**
   * Returns the name by which a declared command was called.
   *
   * @param words one name or alias for each level of its path
   * @throws IllegalArgumentException if the model has no such name or alias
   */
  public static CommandName called(CommandSpec command, List<String> words) {
    CommandSpec at = command;
    for (int i = words.size() - 1; i >= 0; i--) {
      if (!at.names().contains(words.get(i))) {
        throw new IllegalArgumentException("Not a name of this command");
      }
      at = at.parent();
    }
    return words.isEmpty() ? of(command) : new CommandName(String.join(" ", words));
  }
}
