package dev.sandglass.cli;

import dev.sandglass.cli.command.HelpCommand;
import dev.sandglass.cli.command.VersionCommand;
import dev.sandglass.cli.command.sandbox.CodeCommand;
import dev.sandglass.cli.command.sandbox.CreateCommand;
import dev.sandglass.cli.command.sandbox.ExecCommand;
import dev.sandglass.cli.command.sandbox.InfoCommand;
import dev.sandglass.cli.command.sandbox.KillCommand;
import dev.sandglass.cli.command.sandbox.LogsCommand;
import dev.sandglass.cli.command.sandbox.LsCommand;
import dev.sandglass.cli.command.sandbox.PauseCommand;
import dev.sandglass.cli.command.sandbox.PsCommand;
import dev.sandglass.cli.command.sandbox.RenewCommand;
import dev.sandglass.cli.command.sandbox.ResumeCommand;
import dev.sandglass.cli.command.sandbox.RmCommand;
import dev.sandglass.cli.command.sandbox.RunCommand;
import dev.sandglass.cli.command.sandbox.ShellCommand;
import dev.sandglass.cli.command.sandbox.StartCommand;
import dev.sandglass.cli.command.sandbox.StopCommand;
import dev.sandglass.cli.command.sandbox.WaitCommand;
import java.util.List;
import java.util.Optional;

/**
 * Every command by name. A class is loaded when its command is created, so that a run pays for the
 * command that was asked for and for no other.
 */
final class CommandTable {
  /** Names in the order of the help; a group stands before its commands. */
  static final List<String> NAMES =
      List.of(
          "run", "create", "ls", "info", "start", "stop", "pause", "resume", "rm", "renew", "wait",
          "exec", "shell", "code", "ps", "logs", "kill", "version", "help");

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
      case "run" -> new RunCommand(context);
      case "create" -> new CreateCommand(context);
      case "ls" -> new LsCommand(context);
      case "info" -> new InfoCommand(context);
      case "start" -> new StartCommand(context);
      case "stop" -> new StopCommand(context);
      case "pause" -> new PauseCommand(context);
      case "resume" -> new ResumeCommand(context);
      case "rm" -> new RmCommand(context);
      case "renew" -> new RenewCommand(context);
      case "wait" -> new WaitCommand(context);
      case "exec" -> new ExecCommand(context);
      case "shell" -> new ShellCommand(context);
      case "code" -> new CodeCommand(context);
      case "ps" -> new PsCommand(context);
      case "logs" -> new LogsCommand(context);
      case "kill" -> new KillCommand(context);
      case "version" -> new VersionCommand(context);
      case "help" -> new HelpCommand();
      default -> throw new IllegalArgumentException("No command " + name);
    };
  }
}
