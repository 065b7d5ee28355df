package dev.sandglass.telemetry;

import dev.sandglass.telemetry.event.ReleaseVersion;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The program that reports, as it is known before anything happens.
 *
 * @param name its name, which is also that of its directories; lower case
 * @param version gives its version, when something is recorded
 * @param notice what its users are told before anything is recorded
 */
public record Application(String name, Supplier<ReleaseVersion> version, Notice notice) {

  /** The environment variable that switches telemetry: {@code NAME_TELEMETRY}. */
  public String variable() {
    return prefix() + "_TELEMETRY";
  }

  /** The environment variable that hands the CLI ID on to sandboxes: {@code NAME_CLI_ID}. */
  public String idVariable() {
    return prefix() + "_CLI_ID";
  }

  private String prefix() {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /**
   * What users are told, once for each version of it.
   *
   * @param version grows when something is told that was not told before
   * @param lines the text
   */
  public record Notice(int version, List<String> lines) {
    /** Copies the lines. */
    public Notice {
      lines = List.copyOf(lines);
    }
  }
}
