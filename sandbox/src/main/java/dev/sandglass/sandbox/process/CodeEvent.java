package dev.sandglass.sandbox.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What happens while code runs. All text is untrusted. */
public sealed interface CodeEvent {
  /** How a run ended. */
  sealed interface End extends CodeEvent {}

  /**
   * The run began.
   *
   * @param id its id, for interrupting
   */
  record Started(String id) implements CodeEvent {}

  /**
   * Output.
   *
   * @param channel where it came from
   * @param text what was written, with its line ends
   */
  record Output(OutputChannel channel, String text) implements CodeEvent {}

  /**
   * The value of the last expression, or something displayed.
   *
   * @param representations the value by media type, such as {@code text/plain}
   */
  record Result(Map<String, String> representations) implements CodeEvent {
    public Result {
      representations = Map.copyOf(representations);
    }
  }

  /**
   * The number of this run in its context.
   *
   * @param count counted from 1
   */
  record ExecutionCount(int count) implements CodeEvent {}

  /**
   * The server tells its state.
   *
   * @param text what it says
   */
  record Status(String text) implements CodeEvent {}

  /**
   * The code ended well.
   *
   * @param duration how long it ran
   */
  record Completed(Duration duration) implements End {}

  /**
   * The code ended with an error.
   *
   * @param name the kind of error, such as {@code NameError}
   * @param value its message
   * @param traceback lines of the stack trace
   */
  record Failed(String name, String value, List<String> traceback) implements End {
    public Failed {
      traceback = List.copyOf(traceback);
    }
  }
}
