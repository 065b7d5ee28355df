package dev.sandglass.cli.reference;

import dev.sandglass.cli.ExitCode;
import dev.sandglass.cli.configuration.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Man pages, one for each command: {@code man sand-create}. */
public final class ManPages {
  private ManPages() {}

  /** Returns the pages by the names of their files, such as {@code sand-fs-ls.1}. */
  public static Map<String, String> of(CommandSpec root) {
    Map<String, String> pages = new TreeMap<>();
    for (CommandSpec command : Commands.all(root)) {
      pages.put(name(command) + ".1", page(command));
    }
    return pages;
  }

  private static String page(CommandSpec command) {
    String[] description = command.usageMessage().description();
    Roff page = new Roff(name(command));
    String summary = description[0].replaceFirst("\\.$", "");
    page.section("NAME").line(Roff.escaped(name(command)) + " \\- " + Roff.prose(summary));
    page.section("SYNOPSIS").line(synopsis(command));
    page.section("DESCRIPTION");
    for (String paragraph : description) {
      page.paragraph(paragraph);
    }
    List<PositionalParamSpec> parameters = command.positionalParameters();
    parameters.forEach(
        parameter -> page.entry(Roff.italic(parameter.paramLabel()), text(parameter)));
    commands(page, command);
    options(page, command);
    page.section("EXAMPLES");
    page.example(
        List.of(command.usageMessage().footer()).stream()
            .map(line -> line.replaceFirst("^  ", ""))
            .toArray(String[]::new));
    if (command.parent() == null) {
      surroundings(page);
    }
    seeAlso(page, command);
    return page.toString();
  }

  private static void commands(Roff page, CommandSpec command) {
    if (command.subcommands().isEmpty()) {
      return;
    }
    page.section("COMMANDS");
    for (CommandLine line : command.subcommands().values()) {
      CommandSpec other = line.getCommandSpec();
      if (!other.usageMessage().hidden()) {
        page.entry(reference(other), other.usageMessage().description()[0]);
      }
    }
  }

  private static void options(Roff page, CommandSpec command) {
    List<OptionSpec> options = new ArrayList<>(command.options());
    options.removeIf(option -> option.hidden() || option.inherited());
    options.sort((one, other) -> one.longestName().compareTo(other.longestName()));
    page.section("OPTIONS");
    options.forEach(option -> page.entry(names(option), text(option)));
    if (command.parent() != null) {
      page.paragraph("The options of every command, such as `--output`, are in `sand`(1).");
    }
  }

  private static void surroundings(Roff page) {
    page.section("EXIT STATUS");
    page.paragraph("A command run inside a sandbox passes its own on. That of sand itself is");
    for (ExitCode code : ExitCode.values()) {
      page.entry(Roff.bold(Integer.toString(code.code())), code.meaning());
    }
    page.section("ENVIRONMENT");
    for (Key key : Key.values()) {
      key.variable()
          .ifPresent(
              variable ->
                  page.entry(
                      Roff.bold(variable),
                      key.description() + "; goes before the key `" + key.path() + "`."));
    }
    page.section("FILES");
    page.entry(
        Roff.italic("~/.config/sandglass/config.yaml"),
        "The configuration; below `XDG_CONFIG_HOME` where that is set.");
  }

  private static void seeAlso(Roff page, CommandSpec command) {
    List<String> others = new ArrayList<>();
    if (command.parent() != null) {
      others.add(reference(command.root()));
      if (command.parent().parent() != null) {
        others.add(reference(command.parent()));
      }
    }
    if (!others.isEmpty()) {
      page.section("SEE ALSO").line(String.join(", ", others));
    }
  }

  private static String synopsis(CommandSpec command) {
    StringBuilder line = new StringBuilder(Roff.bold(command.qualifiedName()));
    line.append(" [").append(Roff.italic("OPTION")).append("]...");
    if (!command.subcommands().isEmpty()) {
      line.append(' ').append(Roff.italic("COMMAND"));
    }
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      boolean optional = parameter.arity().min() == 0;
      line.append(optional ? " [" : " ").append(Roff.italic(parameter.paramLabel()));
      line.append(parameter.arity().max() > 1 ? "..." : "").append(optional ? "]" : "");
    }
    return line.toString();
  }

  private static String names(OptionSpec option) {
    boolean takesValue = option.arity().max() > 0;
    List<String> names = new ArrayList<>();
    for (String name : option.names()) {
      names.add(Roff.bold(name));
    }
    String last = names.remove(names.size() - 1);
    names.add(takesValue ? last + "=" + Roff.italic(option.paramLabel()) : last);
    return String.join(", ", names);
  }

  /** Returns what is said about an option or parameter, with its values where it names them. */
  private static String text(ArgSpec argument) {
    return String.join(" ", argument.description())
        .replace("${COMPLETION-CANDIDATES}", String.join(", ", Commands.values(argument)))
        .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()));
  }

  private static String reference(CommandSpec command) {
    return Roff.bold(name(command)) + "(1)";
  }

  private static String name(CommandSpec command) {
    return command.qualifiedName().replace(' ', '-');
  }
}
