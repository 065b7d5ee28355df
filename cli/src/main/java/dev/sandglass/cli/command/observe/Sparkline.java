package dev.sandglass.cli.command.observe;

import java.util.List;

/** The course of a value in one line of text. */
final class Sparkline {
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private Sparkline() {}

  /**
   * Returns a bar for each step, each the mean of the values in it; values that never change are
   * lowest bars.
   *
   * @param width how many bars at most
   */
  static String of(List<Double> values, int width) {
    if (values.isEmpty()) {
      return "";
    }
    int bars = Math.min(width, values.size());
    double[] means = new double[bars];
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int bar = 0; bar < bars; bar++) {
      int from = (int) ((long) bar * values.size() / bars);
      int to = (int) ((long) (bar + 1) * values.size() / bars);
      means[bar] =
          values.subList(from, to).stream().mapToDouble(Double::doubleValue).average().orElse(0);
      least = Math.min(least, means[bar]);
      most = Math.max(most, means[bar]);
    }
    StringBuilder line = new StringBuilder();
    double range = most - least;
    for (double mean : means) {
      double height = range > 0 ? (mean - least) / range : 0;
      line.append(BARS.charAt((int) Math.round(height * (BARS.length() - 1))));
    }
    return line.toString();
  }
}
