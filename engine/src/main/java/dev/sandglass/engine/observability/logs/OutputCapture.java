package dev.sandglass.engine.observability.logs;

/** Wants to know what commands write. */
@FunctionalInterface
public interface OutputCapture {
  /**
   * Takes the outputs of a command that begins.
   *
   * @param sandbox id of the sandbox it runs in
   * @param process its id
   * @param program the program that runs, or the language of code; its directory is left out
   */
  CommandOutput command(String sandbox, String process, String program);
}
