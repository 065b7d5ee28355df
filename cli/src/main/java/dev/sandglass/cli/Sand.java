package dev.sandglass.cli;

import dev.sandglass.cli.configuration.ConfigurationException;
import dev.sandglass.cli.console.OutputFormat;
import dev.sandglass.cli.value.ByteSize;
import dev.sandglass.cli.value.CopyPath;
import dev.sandglass.cli.value.CpuCount;
import dev.sandglass.cli.value.Durations;
import dev.sandglass.cli.value.FileMode;
import dev.sandglass.cli.value.InnerPath;
import dev.sandglass.cli.value.Label;
import dev.sandglass.cli.value.LineRange;
import dev.sandglass.cli.value.MalformedValueException;
import dev.sandglass.cli.value.Port;
import dev.sandglass.cli.value.SignalName;
import dev.sandglass.cli.value.UserName;
import dev.sandglass.cli.value.Variable;
import dev.sandglass.cli.value.VolumeMount;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** One run of {@code sand}: from arguments to an exit code. */
final class Sand {
  private static final List<String> GLOBAL_OPTIONS_WITH_VALUE =
      List.of("-o", "--output", "--provider");

  private static final Set<List<String>> ONLY_VERSION = Set.of(List.of("-V"), List.of("--version"));

  private final CommandContext context;

  Sand(CommandContext context) {
    this.context = context;
  }

  /** Runs a command line and returns what the process shall end with. */
  int run(String... arguments) {
    List<String> words = new ArrayList<>(Arrays.asList(arguments));
    context.otel().prepare(leadingWords(words), words);
    if (leadingWords(words).stream().findFirst().filter("help"::equals).isPresent()) {
      words.remove("help");
      List<String> about = leadingWords(words);
      if (about.isEmpty() || CommandTable.find(about).isPresent()) {
        words.add("--help");
      }
    }
    int exitCode = runCommand(words);
    context.otel().end(exitCode);
    return exitCode;
  }

  private int runCommand(List<String> words) {
    try {
      // What "sand --version" prints needs none of the commands.
      Optional<String> asked =
          ONLY_VERSION.contains(words)
              ? Optional.of("version")
              : CommandTable.find(leadingWords(words));
      CommandLine line = commandLine(asked.filter(name -> !CommandTable.needsAll(name)));
      UsageReport usage = new UsageReport(context);
      line.setExecutionStrategy(
          result -> {
            try {
              context.otel().begin(words(result));
            } catch (CommandException | ConfigurationException e) {
              return context.report(e); // picocli would print it with all that led to it
            }
            return usage.execute(result);
          });
      line.setParameterExceptionHandler(
          (e, all) -> {
            boolean asJson = isJsonAskedFor(all);
            usage.misread(e, asJson);
            beginMisread(e);
            return fail(e, asJson);
          });
      line.setExecutionExceptionHandler((e, command, result) -> context.report(e));
      int exitCode = line.execute(words.toArray(String[]::new));
      usage.end(exitCode);
      return exitCode;
    } catch (RuntimeException e) {
      return context.report(e);
    }
  }

  /** Returns the model of one command, or of all when none is asked for. */
  CommandLine commandLine(Optional<String> only) {
    CommandLine root = new CommandLine(new SandCommand(context));
    List<String> names = only.map(Sand::withGroup).orElse(CommandTable.NAMES);
    for (String name : names) {
      int space = name.indexOf(' ');
      CommandLine parent = space < 0 ? root : root.getSubcommands().get(name.substring(0, space));
      parent.addSubcommand(name.substring(space + 1), CommandTable.create(name, context));
    }
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setOverwrittenOptionsAllowed(true);
    root.setUsageHelpAutoWidth(false);
    registerValues(root);
    // Help and everything else ends in the console: one place decides on bytes and colour.
    OutputStream out = new ConsoleStream(context.console());
    root.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    root.setColorScheme(
        CommandLine.Help.defaultColorScheme(context.console().colourOnOut() ? Ansi.ON : Ansi.OFF));
    describe(root);
    return root;
  }

  private static List<String> withGroup(String name) {
    int space = name.indexOf(' ');
    return space < 0 ? List.of(name) : List.of(name.substring(0, space), name);
  }

  private static void describe(CommandLine line) {
    line.getCommandSpec().usageMessage().footerHeading("%nExamples:%n");
    line.getSubcommands().values().forEach(Sand::describe);
  }

  private static void registerValues(CommandLine line) {
    register(line, OutputFormat.class, OutputFormat::parse);
    register(line, ByteSize.class, ByteSize::parse);
    register(line, CopyPath.class, CopyPath::parse);
    register(line, FileMode.class, FileMode::parse);
    register(line, InnerPath.class, InnerPath::parse);
    register(line, LineRange.class, LineRange::parse);
    register(line, CpuCount.class, CpuCount::parse);
    register(line, Duration.class, Durations::parse);
    register(line, Label.class, Label::parse);
    register(line, Variable.class, Variable::parse);
    register(line, VolumeMount.class, VolumeMount::parse);
    register(line, Port.class, Port::parse);
    register(line, UserName.class, UserName::parse);
    register(line, SignalName.class, SignalName::parse);
  }

  private static <T> void register(CommandLine line, Class<T> type, ITypeConverter<T> parser) {
    line.registerConverter(
        type,
        text -> {
          try {
            return parser.convert(text);
          } catch (MalformedValueException e) {
            throw new TypeConversionException(e.getMessage());
          }
        });
  }

  private static List<String> words(ParseResult result) {
    List<String> words = new ArrayList<>();
    for (ParseResult at = result; at.hasSubcommand(); ) {
      at = at.subcommand();
      words.add(at.commandSpec().name());
    }
    return words;
  }

  /** A command that could not be read ends with an error, which is told as any other. */
  private void beginMisread(ParameterException failure) {
    List<String> words = new ArrayList<>();
    for (CommandLine at = failure.getCommandLine(); at.getParent() != null; at = at.getParent()) {
      words.add(0, at.getCommandName());
    }
    try {
      context.otel().begin(words);
    } catch (CommandException | ConfigurationException e) {
      return; // one mistake at a time: that of the command line is about to be told
    }
  }

  /** Returns the first two words that are neither options nor values of global options. */
  private static List<String> leadingWords(List<String> arguments) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < arguments.size() && words.size() < 2; i++) {
      String argument = arguments.get(i);
      if (argument.equals("--")) {
        break;
      }
      if (!argument.startsWith("-")) {
        words.add(argument);
      } else if (GLOBAL_OPTIONS_WITH_VALUE.contains(argument)) {
        i++;
      }
    }
    return words;
  }

  /** Returns whether errors shall be JSON, also when the arguments could not be read to the end. */
  private static boolean isJsonAskedFor(String... arguments) {
    String all = String.join("\n", arguments);
    int end = all.indexOf("\n--\n");
    String own = "\n" + (end < 0 ? all : all.substring(0, end)) + "\n";
    return own.matches("(?is).*\\n(-o|-o=|-o\\n|--output=|--output\\n)json\\n.*");
  }

  private int fail(Exception failure, boolean asJson) {
    return context.report(cause(failure), asJson);
  }

  private static Exception cause(Exception failure) {
    return failure instanceof ParameterException && failure.getCause() instanceof CommandException e
        ? e
        : failure;
  }
}
