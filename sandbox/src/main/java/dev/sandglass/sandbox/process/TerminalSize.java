package dev.sandglass.sandbox.process;

/**
 * Size of a terminal.
 *
 * @param columns its width, 1 to 65535
 * @param rows its height, 1 to 65535
 */
public record TerminalSize(int columns, int rows) {
  public TerminalSize {
    if (columns < 1 || columns > 0xffff || rows < 1 || rows > 0xffff) {
      throw new IllegalArgumentException(
          "A terminal has 1 to 65535 columns and rows, not " + columns + "x" + rows);
    }
  }
}
