package dev.sandglass.sandbox.opensandbox;

import dev.sandglass.sandbox.process.ExecRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Command lines for servers that take only text for a shell. */
final class ShellText {
  private ShellText() {}

  static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  static String quote(List<String> words) {
    return words.stream().map(ShellText::quote).collect(Collectors.joining(" "));
  }

  /** The command with its variables. */
  static String withEnvironment(ExecRequest request) {
    StringBuilder text = new StringBuilder();
    if (!request.environment().isEmpty()) {
      text.append("env");
      for (Map.Entry<String, String> variable : request.environment().entrySet()) {
        text.append(' ').append(quote(variable.getKey() + "=" + variable.getValue()));
      }
      text.append(' ');
    }
    return text.append(quote(request.command())).toString();
  }
}
