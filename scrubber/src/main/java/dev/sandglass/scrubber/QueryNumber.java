package dev.sandglass.scrubber;

/**
 * A number in a query.
 *
 * @param value from 0 to {@link QueryParameter#MAX_NUMBER}
 */
public record QueryNumber(int value) implements QueryValue {
  /** Checks the bounds. */
  public QueryNumber {
    if (value < 0 || value > QueryParameter.MAX_NUMBER) {
      throw new IllegalArgumentException("A reported number is from 0 to a million");
    }
  }

  @Override
  public String text() {
    return Integer.toString(value);
  }
}
