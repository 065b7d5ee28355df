package dev.sandglass.cli.command.engine;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.configuration.Configuration;
import dev.sandglass.cli.configuration.Key;
import dev.sandglass.cli.logging.StderrLoggerFinder;
import dev.sandglass.engine.EngineMain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sand engine serve}. */
@Command(
    name = "serve",
    description = {
      "Run the engine in this process until Ctrl-C.",
      "For other programs that speak the OpenSandbox protocol. A listener that other machines reach needs an API key."
    },
    footer = {
      "  sand engine serve",
      "  sand engine serve --listen 0.0.0.0:8080 --api-key-file key.txt"
    })
public final class EngineServeCommand implements Callable<Integer> {
  private static final int WRONG_ARGUMENTS = 2;

  /** As good as never: a person who runs the engine ends it too. */
  private static final int NEVER = 525_600;

  private final CommandContext context;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where to listen; any free port of 127.0.0.1 by default.")
  private @Nullable String listen;

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description = "A file with the API key that clients need; a random key by default.")
  private @Nullable Path apiKeyFile;

  @Option(
      names = "--idle-minutes",
      paramLabel = "MINUTES",
      description = "End after so many minutes without a running sandbox or a request.")
  private @Nullable Integer idleMinutes;

  @Option(
      names = "--allow-host-path",
      paramLabel = "DIRECTORY",
      description =
          "A directory that sandboxes may bind as a volume; may be repeated. Your home by default.")
  private List<Path> hostPaths = List.of();

  @Option(names = "--daemon", hidden = true, description = "Started by sand itself.")
  private boolean daemon;

  /** Creates the command. */
  public EngineServeCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    // Commands log nothing unless asked to; what an engine logs is there to be read.
    System.setProperty(StderrLoggerFinder.DEFAULT_LEVEL_PROPERTY, "info");
    List<String> arguments = new ArrayList<>();
    if (listen != null) {
      arguments.addAll(List.of("--listen", listen));
    }
    if (apiKeyFile != null) {
      arguments.addAll(List.of("--api-key-file", apiKeyFile.toString()));
    }
    if (idleMinutes != null || !daemon) {
      int minutes = idleMinutes == null ? NEVER : idleMinutes;
      arguments.addAll(List.of("--idle-minutes", Integer.toString(minutes)));
    }
    Configuration configuration = context.configuration();
    List<String> paths = new ArrayList<>();
    if (hostPaths.isEmpty()) {
      configuration
          .get(Key.ENGINE_ALLOW_HOST_PATHS)
          .ifPresent(text -> paths.addAll(List.of(text.split(","))));
    } else {
      hostPaths.forEach(path -> paths.add(path.toAbsolutePath().normalize().toString()));
    }
    paths.forEach(path -> arguments.addAll(List.of("--allow-host-path", path)));
    StringBuilder problem = new StringBuilder();
    int exitCode = EngineMain.run(arguments, environment(), problem::append);
    if (exitCode == WRONG_ARGUMENTS) {
      throw CommandException.usage(problem.toString());
    }
    if (exitCode != 0) {
      throw CommandException.cannot(ErrorKind.ENGINE_UNAVAILABLE, "Not started: " + problem);
    }
    return exitCode;
  }

  /** The environment, with what the configuration says where it says nothing itself. */
  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(context.environment().variables());
    for (Key key : Key.ofEngine()) {
      context
          .configuration()
          .get(key)
          .ifPresent(value -> environment.put(key.variable().orElseThrow(), value));
    }
    return environment;
  }
}
