package dev.sandglass.cli;

import java.util.Map;
import java.util.Optional;

/** The environment variables that {@code sand} was started with. Immutable. */
public record Environment(Map<String, String> variables) {
  /** Keeps a copy of the variables. */
  public Environment {
    variables = Map.copyOf(variables);
  }

  /** Returns the environment of this process. */
  public static Environment system() {
    return new Environment(System.getenv());
  }

  /** Returns a variable's value; an empty value counts as not set. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /** Returns whether a variable is set to anything but nothing. */
  public boolean has(String name) {
    return get(name).isPresent();
  }
}
