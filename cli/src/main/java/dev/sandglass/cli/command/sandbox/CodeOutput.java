package dev.sandglass.cli.command.sandbox;

import dev.sandglass.sandbox.process.CodeEvent;

/** Where the events of running code go. */
sealed interface CodeOutput permits CodeStreams, CodeDocument {
  /** Something happened; the end comes here too and is not looked at. */
  void on(CodeEvent event);

  /** The code ended. */
  void end(CodeEvent.End end);
}
