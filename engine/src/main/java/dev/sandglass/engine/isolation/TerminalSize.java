package dev.sandglass.engine.isolation;

/**
 * Size of a terminal in character cells.
 *
 * @param columns width, 1 to 10,000
 * @param rows height, 1 to 10,000
 */
public record TerminalSize(int columns, int rows) {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a value is out of bounds
   */
  public TerminalSize {
    if (columns < 1 || columns > 10_000 || rows < 1 || rows > 10_000) {
      throw new IllegalArgumentException(
          "a terminal has 1 to 10000 columns and rows, not " + columns + "x" + rows);
    }
  }
}
