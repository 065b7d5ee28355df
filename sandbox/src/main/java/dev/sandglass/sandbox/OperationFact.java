package dev.sandglass.sandbox;

import dev.sandglass.sandbox.process.CommandExit;
import java.util.Set;

/** What is learned while an operation goes on. Never an argument, a path or a content. */
public sealed interface OperationFact {
  /**
   * Which sandbox it is about.
   *
   * @param id its id
   */
  record SandboxKnown(String id) implements OperationFact {}

  /**
   * The server is asked or watched until a state is reached.
   *
   * @param states names of the states that are waited for
   */
  record StateAwaited(Set<String> states) implements OperationFact {
    public StateAwaited {
      states = Set.copyOf(states);
    }
  }

  /**
   * One of the states that were waited for is reached.
   *
   * @param state its name
   */
  record StateReached(String state) implements OperationFact {}

  /**
   * The command ended.
   *
   * @param exit how
   */
  record Exited(CommandExit exit) implements OperationFact {}

  /**
   * What came out of the sandbox: output or content.
   *
   * @param count bytes in all
   */
  record BytesRead(long count) implements OperationFact {}

  /**
   * What went into the sandbox: input or content.
   *
   * @param count bytes in all
   */
  record BytesWritten(long count) implements OperationFact {}

  /**
   * How many files were listed, found or changed.
   *
   * @param count their number
   */
  record FilesCounted(long count) implements OperationFact {}
}
