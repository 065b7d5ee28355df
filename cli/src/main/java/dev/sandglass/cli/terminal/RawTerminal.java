package dev.sandglass.cli.terminal;

import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.ExitCode;
import dev.sandglass.sandbox.process.TerminalSize;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The terminal at standard input, in raw mode until closed: every key goes to the command inside,
 * Ctrl-C too. Works through {@code stty}.
 */
public final class RawTerminal implements AutoCloseable {
  private static final TerminalSize USUAL = new TerminalSize(80, 24);

  private final String saved;
  private final Thread restorer;
  private boolean closed;

  private RawTerminal(String saved) {
    this.saved = saved;
    this.restorer = new Thread(this::restore, "terminal-restorer");
  }

  /**
   * Puts the terminal into raw mode.
   *
   * @throws CommandException if standard input is no terminal or there is no {@code stty}
   */
  public static RawTerminal open() {
    RawTerminal terminal = new RawTerminal(stty("-g"));
    // For an end that passes by close(), such as an unhandled signal.
    Runtime.getRuntime().addShutdownHook(terminal.restorer);
    stty("raw", "-echo");
    return terminal;
  }

  /** Returns the size now; 80x24 when the terminal does not know its own. */
  public TerminalSize size() {
    String[] size = stty("size").split(" ");
    try {
      return new TerminalSize(Integer.parseInt(size[1]), Integer.parseInt(size[0]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      return USUAL;
    }
  }

  /** Puts the terminal back into the mode it was in. */
  @Override
  public void close() {
    restore();
    Runtime.getRuntime().removeShutdownHook(restorer);
  }

  private synchronized void restore() {
    if (!closed) {
      closed = true;
      try {
        stty(saved);
      } catch (CommandException e) {
        // The terminal is gone, so there is nothing to put back.
        return;
      }
    }
  }

  private static String stty(String... arguments) {
    List<String> command = new ArrayList<>(List.of("stty"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(Redirect.INHERIT)
              .redirectError(Redirect.DISCARD)
              .start();
      byte[] answer = process.getInputStream().readAllBytes();
      if (process.waitFor() != 0) {
        throw CommandException.cannot(ErrorKind.NO_TERMINAL, "Standard input is not a terminal");
      }
      return new String(answer, StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw CommandException.cannot(ErrorKind.NO_TERMINAL, "Cannot run stty: " + e.getMessage())
          .withHint("Install coreutils, or leave -t out.")
          .causedBy(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.INTERRUPTED, ErrorKind.INTERRUPTED, "Interrupted");
    }
  }
}
