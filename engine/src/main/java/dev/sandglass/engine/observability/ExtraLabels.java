package dev.sandglass.engine.observability;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Labels that a sandbox was created with for all its signals: {@code key=value} with commas between
 * them, in an environment variable.
 */
final class ExtraLabels {
  /** The variables that are read; where both set a key, the first one's value holds. */
  static final List<String> VARIABLES =
      List.of("SANDGLASS_SANDBOX_OTEL_EXTRA_LABELS", "DAYTONA_SANDBOX_OTEL_EXTRA_LABELS");

  private static final int MAX_LABELS = 64;
  private static final int MAX_LENGTH = 1024;

  private ExtraLabels() {}

  /**
   * Reads the labels; pairs that are malformed, too long or too many are left out.
   *
   * @param warnings is told of each pair that was left out, by its place and without its content
   */
  static Map<String, String> of(Map<String, String> environment, Consumer<String> warnings) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String variable : VARIABLES) {
      String text = environment.getOrDefault(variable, "");
      if (text.isBlank()) {
        continue;
      }
      String[] pairs = text.split(",", -1);
      for (int place = 1; place <= pairs.length; place++) {
        String pair = pairs[place - 1];
        int equals = pair.indexOf('=');
        String key = equals < 0 ? "" : pair.substring(0, equals).strip();
        if (key.isEmpty() || pair.length() > MAX_LENGTH || labels.size() == MAX_LABELS) {
          warnings.accept(variable + ": pair " + place + " is not a label of its own: left out");
        } else {
          labels.putIfAbsent(key, pair.substring(equals + 1).strip());
        }
      }
    }
    return labels;
  }
}
