package dev.sandglass.cli;

/**
 * What {@code sand} itself ends with. A command run inside a sandbox passes its own exit code on;
 * the codes here are chosen not to be mistaken for one.
 */
public enum ExitCode {
  /** All that was asked for was done. */
  SUCCESS(0, "Everything was done."),
  /** The code that {@code sand code} ran ended with an error. */
  CODE_FAILED(1, "The code given to `sand code` raised an error."),
  /** The command line is wrong; nothing was done. */
  USAGE(2, "The command line is wrong: unknown option, missing or malformed value."),
  /** A time limit passed. */
  TIMED_OUT(124, "A time limit passed (`--timeout`); what was started has been ended."),
  /** It could not be done. */
  CANNOT(125, "`sand` cannot do it: no such sandbox, wrong state, no engine, no permission, …"),
  /** Ctrl-C, or a question was answered with no. */
  INTERRUPTED(130, "Interrupted with Ctrl-C, or the answer to a question was no."),
  /** Whoever read the output went away, as in {@code sand ls | head -1}. */
  OUTPUT_CLOSED(141, "The reader of the output went away, as in `sand ls | head -1`.");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** Returns the number that the process ends with. */
  public int code() {
    return code;
  }

  /** Returns one sentence for the documentation. */
  public String meaning() {
    return meaning;
  }
}
