package dev.sandglass.cli.command.sandbox;

import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.value.MalformedValueException;
import dev.sandglass.sandbox.SandboxState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names of states on the command line; their case does not matter. */
final class StateOption {
  private static final List<SandboxState> LISTABLE =
      List.of(
          SandboxState.PENDING,
          SandboxState.STARTING,
          SandboxState.RUNNING,
          SandboxState.PAUSING,
          SandboxState.PAUSED,
          SandboxState.RESUMING,
          SandboxState.STOPPING,
          SandboxState.STOPPED,
          SandboxState.TERMINATED,
          SandboxState.FAILED);

  private StateOption() {}

  /** Reads states that a sandbox in a list can have. */
  static List<SandboxState> listable(List<String> names) {
    return names.stream().map(name -> find(name, LISTABLE)).toList();
  }

  /** Reads states that can be waited for: those of a list and {@code deleted}. */
  static List<SandboxState> awaitable(List<String> names) {
    List<SandboxState> states = new ArrayList<>(LISTABLE);
    states.add(SandboxState.DELETED);
    return names.stream().map(name -> find(name, states)).toList();
  }

  private static SandboxState find(String name, List<SandboxState> states) {
    return states.stream()
        .filter(state -> state.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> refusal(name, states));
  }

  private static CommandException refusal(String name, List<SandboxState> states) {
    String known =
        states.stream()
            .map(state -> state.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return CommandException.usage(
        "Invalid value for option '--state': "
            + new MalformedValueException(name, "one of " + known).getMessage());
  }
}
