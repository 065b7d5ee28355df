package dev.sandglass.sandbox.process;

import java.nio.charset.StandardCharsets;

/**
 * A command that has ended, with its output.
 *
 * @param exit how it ended
 * @param stdout its standard output
 * @param stderr its standard error
 * @param truncated whether there was more output than is kept
 */
public record CommandResult(CommandExit exit, byte[] stdout, byte[] stderr, boolean truncated) {
  /** Its exit code. */
  public int exitCode() {
    return exit.exitCode();
  }

  /** Its standard output as UTF-8. */
  public String stdoutText() {
    return new String(stdout, StandardCharsets.UTF_8);
  }

  /** Its standard error as UTF-8. */
  public String stderrText() {
    return new String(stderr, StandardCharsets.UTF_8);
  }
}
