package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.console.Console;
import dev.sandglass.cli.console.OutputClosedException;
import dev.sandglass.sandbox.process.CodeEvent;
import dev.sandglass.sandbox.process.OutputChannel;
import dev.sandglass.scrubber.TerminalText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Output as it comes, results as text, errors with their stack trace. */
final class CodeStreams implements CodeOutput {
  private final Console console;

  CodeStreams(Console console) {
    this.console = console;
  }

  @Override
  public void on(CodeEvent event) {
    if (event instanceof CodeEvent.Output output) {
      write(
          output.channel() == OutputChannel.STDOUT ? console.out() : console.err(), output.text());
    } else if (event instanceof CodeEvent.Result result) {
      String text = result.representations().get("text/plain");
      if (text == null) {
        text = "<" + String.join(", ", result.representations().keySet()) + ">";
      }
      write(console.out(), text.endsWith("\n") ? text : text + "\n");
    }
  }

  @Override
  public void end(CodeEvent.End end) {
    if (end instanceof CodeEvent.Failed failed) {
      String trace = String.join("\n", failed.traceback()).stripTrailing();
      String text = trace.isEmpty() ? failed.name() + ": " + failed.value() : trace;
      console.printError(TerminalText.printableLines(text));
    }
  }

  private static void write(OutputStream stream, String text) {
    try {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
      stream.flush();
    } catch (IOException e) {
      throw new OutputClosedException(e);
    }
  }
}
