package dev.sandglass.cli.otel;

import dev.sandglass.cli.Environment;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.GlobalOptions;
import dev.sandglass.cli.Version;
import dev.sandglass.cli.configuration.Configuration;
import dev.sandglass.cli.configuration.Key;
import dev.sandglass.cli.configuration.Setting;
import dev.sandglass.cli.console.Console;
import dev.sandglass.cli.value.Durations;
import dev.sandglass.sandbox.ClientOptions;
import dev.sandglass.scrubber.TerminalText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry of one run of {@code sand}. Making one does nothing, and as long as it is off no
 * class of OpenTelemetry is loaded.
 */
public final class Otel {
  /**
   * Commands that do nothing to sandboxes: they switch and show this, or run in the background for
   * others. The engine, which {@code serve} is, tells about itself.
   */
  private static final Set<String> NOT_TOLD =
      Set.of("otel", "config", "completion", "telemetry", "help", "version", "engine serve");

  private final Environment environment;
  private final Configuration configuration;
  private final GlobalOptions options;
  private final Console console;
  private Invocation invocation = Invocation.NONE;
  private @Nullable SdkStart started;

  /** Prepares for a run. */
  public Otel(
      Environment environment,
      Configuration configuration,
      GlobalOptions options,
      Console console) {
    this.environment = environment;
    this.configuration = configuration;
    this.options = options;
    this.console = console;
  }

  /** Returns whether it is on, and what decided that. */
  public Switch decision() {
    return Switch.of(options.otel(), environment, configuration);
  }

  /** Returns where and how signals are sent. */
  public OtlpSettings settings() {
    return new OtlpSettings(environment);
  }

  /** Returns how long the end of a command may wait, and what says so. */
  public Value flushTimeout() {
    Key key = Key.OTEL_FLUSH_TIMEOUT;
    boolean anywhere =
        environment.has(key.variable().orElseThrow()) || configuration.mentions("otel");
    if (!anywhere) {
      return Value.byDefault(key.byDefault().orElseThrow());
    }
    String text = configuration.get(key).orElseThrow();
    Optional<Setting> setting = configuration.setting(key.path());
    return new Value(text, setting.map(Setting::origin).orElse(""));
  }

  /**
   * Gets ready on another thread if it looks as if that will be needed; reading a command line
   * takes about as long.
   *
   * @param words the name of the command, perhaps with arguments behind it
   * @param arguments the whole command line
   */
  public void prepare(List<String> words, List<String> arguments) {
    if (isTold(words) && !arguments.contains(Switch.OFF) && Switch.isAskedFor(environment)) {
      started = start();
    }
  }

  private static boolean isTold(List<String> words) {
    return !words.isEmpty()
        && !NOT_TOLD.contains(words.get(0))
        && !NOT_TOLD.contains(String.join(" ", words.subList(0, Math.min(2, words.size()))));
  }

  private SdkStart start() {
    return new SdkStart(settings(), line -> console.printError(TerminalText.printable(line)));
  }

  /**
   * Begins a command.
   *
   * @param words its name, such as {@code fs ls}; empty for {@code sand} alone
   */
  public void begin(List<String> words) {
    if (!isTold(words)) {
      return;
    }
    String command = String.join(" ", words);
    Switch decision = decision();
    decision.advice().ifPresent(this::warn);
    if (decision.on()) {
      SdkStart start = started == null ? start() : started;
      start.settings().advice().ifPresent(this::warn);
      Duration patience = Durations.parse(flushTimeout().text());
      invocation = TracedInvocation.start(start, command, patience, this::warn);
    }
  }

  private void warn(String line) {
    console.printFailure("warning: " + TerminalText.printable(line));
  }

  /** Lets a client tell what it does. */
  public ClientOptions observe(ClientOptions client) {
    return invocation.observe(client);
  }

  /** Takes in the failure that the command is going to end with. */
  public void failed(Throwable failure, ErrorKind kind) {
    try {
      invocation.failed(failure, kind);
    } catch (RuntimeException e) {
      log(e);
    }
  }

  /** Ends the command as it was going to end, after what is left was sent. */
  public void end(int exitCode) {
    try {
      invocation.end(exitCode);
    } catch (RuntimeException e) {
      log(e);
    }
  }

  /** What goes wrong here is none of the command's business. */
  private static void log(RuntimeException failure) {
    System.getLogger("dev.sandglass.cli.otel")
        .log(System.Logger.Level.DEBUG, "OpenTelemetry failed", failure);
  }

  /** Sends one of each signal that goes out as OTLP, and says what came back. */
  public Map<Signal, Outcome> probe(Duration patience) {
    return Probe.run(settings(), Version.current(), patience);
  }
}
