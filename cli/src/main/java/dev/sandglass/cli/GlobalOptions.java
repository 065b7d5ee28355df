package dev.sandglass.cli;

import dev.sandglass.cli.console.OutputFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes, before or after its name. Filled while arguments are read. */
public final class GlobalOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show how to use it, with examples.")
  private boolean help;

  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      description = "Write results as ${COMPLETION-CANDIDATES}; errors too, when it is json.")
  private @Nullable OutputFormat format;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Write results only: no progress, no remarks, names instead of tables.")
  private boolean quiet;

  @Option(
      names = "--no-input",
      scope = ScopeType.INHERIT,
      description = "Never ask a question; what needs an answer fails.")
  private boolean noInput;

  @Option(
      names = "--provider",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "Where sandboxes live; else SANDGLASS_PROVIDER, else the configuration.")
  private @Nullable String provider;

  private @Nullable Boolean otel;

  @Option(
      names = "--otel",
      scope = ScopeType.INHERIT,
      description = "Send traces, metrics and logs of this command to your OpenTelemetry backend.")
  private void switchOn(boolean given) {
    otel = given ? Boolean.TRUE : otel;
  }

  @Option(
      names = "--no-otel",
      scope = ScopeType.INHERIT,
      description = "Send no OpenTelemetry, whatever the environment says.")
  private void switchOff(boolean given) {
    otel = given ? Boolean.FALSE : otel;
  }

  /** Returns what the command line says about OpenTelemetry; the last of several counts. */
  public Optional<Boolean> otel() {
    return Optional.ofNullable(otel);
  }

  /** Returns the output format asked for on the command line. */
  public Optional<OutputFormat> format() {
    return Optional.ofNullable(format);
  }

  /** Returns whether only results may be written. */
  public boolean quiet() {
    return quiet;
  }

  /** Returns whether no question may be asked. */
  public boolean noInput() {
    return noInput;
  }

  /** Returns the provider asked for on the command line. */
  public Optional<String> provider() {
    return Optional.ofNullable(provider);
  }
}
