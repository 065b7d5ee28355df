package dev.sandglass.sandbox.process;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command to run.
 *
 * @param command program and arguments; no shell takes part
 * @param workingDirectory absolute path inside; empty means the sandbox's own
 * @param environment variables beyond the sandbox's own
 * @param user {@code 0}, {@code 1000}, {@code 1000:1000} or a name; empty means the default
 * @param timeout after which the command is ended; empty means never
 * @param terminal size of the terminal to run it on; empty means pipes
 * @param stdin whether standard input will be sent; if not, the command reads end of file
 */
public record ExecRequest(
    List<String> command,
    Optional<String> workingDirectory,
    Map<String, String> environment,
    Optional<String> user,
    Optional<Duration> timeout,
    Optional<TerminalSize> terminal,
    boolean stdin) {
  public ExecRequest {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("A command needs at least the name of a program");
    }
  }

  /** A command with all defaults. */
  public static ExecRequest of(String... command) {
    return builder(List.of(command)).build();
  }

  /** Starts a request. */
  public static Builder builder(List<String> command) {
    return new Builder(command);
  }

  /** The same with more variables; those that it has already keep their values. */
  public ExecRequest withDefaults(Map<String, String> variables) {
    if (variables.isEmpty()) {
      return this;
    }
    Map<String, String> all = new LinkedHashMap<>(variables);
    all.putAll(environment);
    return new ExecRequest(command, workingDirectory, all, user, timeout, terminal, stdin);
  }

  /** Collects how a command is run. Not for use by several threads. */
  public static final class Builder {
    private final List<String> command;
    private Optional<String> workingDirectory = Optional.empty();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Optional<String> user = Optional.empty();
    private Optional<Duration> timeout = Optional.empty();
    private Optional<TerminalSize> terminal = Optional.empty();
    private boolean stdin;

    private Builder(List<String> command) {
      this.command = command;
    }

    /** Sets the working directory. */
    public Builder workingDirectory(String path) {
      workingDirectory = Optional.of(path);
      return this;
    }

    /** Adds a variable. */
    public Builder environment(String key, String value) {
      environment.put(key, value);
      return this;
    }

    /** Sets the user. */
    public Builder user(String value) {
      user = Optional.of(value);
      return this;
    }

    /** Sets the time after which the command is ended. */
    public Builder timeout(Duration value) {
      timeout = Optional.of(value);
      return this;
    }

    /** Runs it on a terminal, with standard input. */
    public Builder terminal(TerminalSize size) {
      terminal = Optional.of(size);
      stdin = true;
      return this;
    }

    /** Sets whether standard input will be sent. */
    public Builder stdin(boolean value) {
      stdin = value;
      return this;
    }

    /** Returns the request. */
    public ExecRequest build() {
      return new ExecRequest(
          command, workingDirectory, environment, user, timeout, terminal, stdin);
    }
  }
}
