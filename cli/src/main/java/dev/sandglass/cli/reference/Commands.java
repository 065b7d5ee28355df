package dev.sandglass.cli.reference;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** All commands of a model, each after the group that holds it. */
final class Commands {
  private Commands() {}

  static List<CommandSpec> all(CommandSpec root) {
    List<CommandSpec> all = new ArrayList<>();
    add(all, root);
    return all;
  }

  private static void add(List<CommandSpec> all, CommandSpec spec) {
    all.add(spec);
    for (CommandLine line : spec.subcommands().values()) {
      if (!line.getCommandSpec().usageMessage().hidden()) {
        add(all, line.getCommandSpec());
      }
    }
  }

  /** Returns the words behind {@code sand}, such as {@code fs ls}. */
  static String words(CommandSpec spec) {
    return spec.parent() == null ? "" : (words(spec.parent()) + " " + spec.name()).strip();
  }

  /** Returns the values that a parameter may have, if they are few and known. */
  static List<String> values(ArgSpec argument) {
    List<String> values = new ArrayList<>();
    if (argument.completionCandidates() != null) {
      argument.completionCandidates().forEach(values::add);
    }
    return values;
  }
}
