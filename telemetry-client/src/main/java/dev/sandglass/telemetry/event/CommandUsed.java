package dev.sandglass.telemetry.event;

import java.util.List;
import java.util.Optional;

/**
 * A command was run.
 *
 * @param command the command
 * @param calledAs the words it was called by
 * @param options the options given, in alphabetical order
 * @param duration how long it took
 * @param outcome how it ended
 * @param errorKind why it failed, if it did
 */
public record CommandUsed(
    @Meaning(
            name = "command",
            value =
                "The command, by its declared name; `invalid-command` for one that does not exist.")
        CommandName command,
    @Meaning(name = "called_as", value = "The same by the name it was called by, such as an alias.")
        CommandName calledAs,
    @Meaning(name = "options", value = "Names of the options given, as declared; never values.")
        List<OptionName> options,
    @Meaning(name = "duration_ms", value = "How long it took, in milliseconds.")
        Milliseconds duration,
    @Meaning(name = "outcome", value = "How it ended.") Outcome outcome,
    @Meaning(name = "error_kind", value = "The kind of error it failed with; never its text.")
        Optional<ErrorKind> errorKind)
    implements Event.Body {

  /** How a command can end. */
  public enum Outcome {
    OK,
    USAGE_ERROR,
    FAILED,
    INTERRUPTED,
    SANDBOX_COMMAND_FAILED
  }

  /** Copies the options. */
  public CommandUsed {
    options = List.copyOf(options);
  }

  @Override
  public EventName eventName() {
    return EventName.COMMAND;
  }
}
