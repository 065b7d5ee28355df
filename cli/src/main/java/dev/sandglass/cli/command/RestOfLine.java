package dev.sandglass.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Takes everything from the first word of a command on, so that the options of {@code ls -l} are
 * those of {@code ls}.
 */
public final class RestOfLine implements IParameterConsumer {
  // Stack is what picocli hands over.
  @Override
  public void consumeParameters(Stack<String> arguments, ArgSpec argument, CommandSpec command) {
    List<String> rest = new ArrayList<>();
    while (!arguments.isEmpty()) {
      rest.add(arguments.pop());
    }
    argument.setValue(rest);
  }
}
