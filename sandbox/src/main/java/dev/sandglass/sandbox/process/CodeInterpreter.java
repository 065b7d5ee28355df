package dev.sandglass.sandbox.process;

import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.SandboxException;
import java.util.List;
import java.util.Optional;

/** Stateful code execution in a sandbox; needs {@link Capability#CODE}. */
public interface CodeInterpreter {
  /**
   * Runs code and passes what happens to a listener, on the calling thread, until it ends. An
   * interrupted thread interrupts the code too.
   *
   * @param language such as {@code python}; also needed with a context
   * @param code the source
   * @param contextId a context whose state is used and kept; empty means the server's default
   * @param listener is told what happens
   * @return how it ended: {@link CodeEvent.Completed} or {@link CodeEvent.Failed}
   * @throws SandboxException.InvalidRequest if the sandbox has no such interpreter
   * @throws SandboxException.NotFound if there is no such context
   */
  CodeEvent.End run(
      String language, String code, Optional<String> contextId, CodeListener listener);

  /** Creates a context that keeps its state between runs. */
  CodeContext createContext(String language);

  /** Lists the contexts of a language. */
  List<CodeContext> contexts(String language);

  /** Ends a context. */
  void deleteContext(String contextId);

  /** Interrupts what runs in a context. */
  void interrupt(String contextId);

  /**
   * A context.
   *
   * @param id its id
   * @param language its language
   */
  record CodeContext(String id, String language) {}

  /** Is told what happens while code runs; throwing ends the run. */
  @FunctionalInterface
  interface CodeListener {
    /** Something happened. Nothing more is read until this returns. */
    void on(CodeEvent event);
  }
}
