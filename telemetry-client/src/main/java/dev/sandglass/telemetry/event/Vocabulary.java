package dev.sandglass.telemetry.event;

import dev.sandglass.scrubber.RouteTemplate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * All words that a program's events can be made of: its commands and options, its kinds of errors,
 * its routes. What is read back from a file is looked up here, so that nothing foreign comes in.
 * Immutable.
 */
public final class Vocabulary {
  private final Set<String> commands = new TreeSet<>();
  private final Set<String> calls = new TreeSet<>();
  private final Set<String> options = new TreeSet<>();
  private final Set<String> errorKinds = new TreeSet<>();
  private final Set<String> routes = new TreeSet<>();

  private Vocabulary() {}

  /**
   * Collects the words of a program.
   *
   * @param root the model of its whole command line
   * @param errorKinds its kinds of errors
   * @param routes the templates of its API's paths
   */
  public static Vocabulary of(
      CommandSpec root, Class<? extends Enum<?>> errorKinds, Collection<RouteTemplate> routes) {
    Vocabulary words = new Vocabulary();
    words.commands.add(CommandName.INVALID.toString());
    words.calls.add(CommandName.INVALID.toString());
    words.calls.add(root.name());
    words.addCommand(root);
    root.subcommands().values().forEach(child -> words.addCalls(List.of(), child.getCommandSpec()));
    for (Enum<?> kind : errorKinds.getEnumConstants()) {
      words.errorKinds.add(ErrorKind.of(kind).toString());
    }
    words.routes.add(RouteTemplate.UNKNOWN.toString());
    routes.forEach(route -> words.routes.add(route.toString()));
    return words;
  }

  private void addCommand(CommandSpec command) {
    commands.add(CommandName.of(command).toString());
    for (OptionSpec option : command.options()) {
      options.add(OptionName.of(option).toString());
    }
    command.subcommands().values().forEach(child -> addCommand(child.getCommandSpec()));
  }

  /** Adds every way to call a command: any name or alias at each level of its path. */
  private void addCalls(List<String> parents, CommandSpec command) {
    List<String> paths = new ArrayList<>();
    for (String name : command.names()) {
      if (parents.isEmpty()) {
        paths.add(name);
      }
      parents.forEach(parent -> paths.add(parent + " " + name));
    }
    calls.addAll(paths);
    command.subcommands().values().forEach(child -> addCalls(paths, child.getCommandSpec()));
  }

  Optional<CommandName> command(String text) {
    return known(commands, text).map(CommandName::new);
  }

  Optional<CommandName> call(String text) {
    return known(calls, text).map(CommandName::new);
  }

  Optional<OptionName> option(String text) {
    return known(options, text).map(OptionName::new);
  }

  Optional<ErrorKind> errorKind(String text) {
    return known(errorKinds, text).map(ErrorKind::new);
  }

  Optional<RouteTemplate> route(String text) {
    return known(routes, text).map(RouteTemplate::of);
  }

  Set<String> commands() {
    return commands;
  }

  Set<String> calls() {
    return calls;
  }

  Set<String> options() {
    return options;
  }

  Set<String> errorKinds() {
    return errorKinds;
  }

  Set<String> routes() {
    return routes;
  }

  private static Optional<String> known(Set<String> words, String text) {
    return words.contains(text) ? Optional.of(text) : Optional.empty();
  }
}
