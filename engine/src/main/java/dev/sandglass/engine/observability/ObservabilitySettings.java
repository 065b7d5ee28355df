package dev.sandglass.engine.observability;

import dev.sandglass.engine.isolation.ResourceLimits;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the engine observes sandboxes.
 *
 * @param interval time between two samples of a sandbox
 * @param prefix begin of the names of metrics, with its dot
 * @param organization id of the organization that the sandboxes belong to
 * @param region id of the region that they are in
 * @param retention for how long signals are kept; zero keeps none
 * @param maxBytes size of everything kept, in bytes
 * @param quota what all sandboxes together may have
 */
public record ObservabilitySettings(
    Duration interval,
    String prefix,
    String organization,
    String region,
    Duration retention,
    long maxBytes,
    ResourceLimits quota) {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Pattern BYTES = Pattern.compile("([1-9][0-9]{0,9})(Ki|Mi|Gi|Ti|k|K|M|G|T)?");
  private static final Pattern CPU = Pattern.compile("([0-9]{1,6})(?:\\.([0-9]{1,3}))?(m?)");
  private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9_.-]{0,62}");
  private static final Pattern LABEL = Pattern.compile("[\\x21-\\x7e]{1,128}");
  private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);
  private static final Duration MAX_INTERVAL = Duration.ofHours(1);

  /**
   * Reads the environment.
   *
   * @throws IllegalArgumentException if a variable makes no sense
   */
  public static ObservabilitySettings of(Map<String, String> environment) {
    Duration interval = duration("SANDGLASS_METRICS_INTERVAL", environment, Duration.ofSeconds(10));
    if (interval.compareTo(MIN_INTERVAL) < 0 || interval.compareTo(MAX_INTERVAL) > 0) {
      throw new IllegalArgumentException("SANDGLASS_METRICS_INTERVAL must be 1s to 1h");
    }
    String prefix = value("SANDGLASS_METRICS_PREFIX", environment, "sandglass.", PREFIX);
    return new ObservabilitySettings(
        interval,
        prefix.endsWith(".") ? prefix : prefix + ".",
        value("SANDGLASS_ORGANIZATION", environment, "local", LABEL),
        value("SANDGLASS_REGION", environment, "local", LABEL),
        duration("SANDGLASS_SIGNALS_RETENTION", environment, Duration.ofDays(3)),
        bytes("SANDGLASS_SIGNALS_MAX_SIZE", environment).orElse(512L * 1024 * 1024),
        new ResourceLimits(
            cpuMillis("SANDGLASS_QUOTA_CPU", environment),
            bytes("SANDGLASS_QUOTA_MEMORY", environment),
            bytes("SANDGLASS_QUOTA_DISK", environment),
            OptionalLong.empty()));
  }

  private static String value(
      String name, Map<String, String> environment, String byDefault, Pattern pattern) {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      return byDefault;
    }
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(name + " must match " + pattern);
    }
    return value;
  }

  /**
   * Reads a duration like {@code 10s} from a variable; {@code none} is zero.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Duration duration(
      String name, Map<String, String> environment, Duration byDefault) {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      return byDefault;
    }
    if (value.equals("none")) {
      return Duration.ZERO;
    }
    Matcher matcher = DURATION.matcher(value);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      sum = sum.plus(amount(Long.parseLong(matcher.group(1)), matcher.group(2)));
      end = matcher.end();
    }
    if (end != value.length()) {
      throw new IllegalArgumentException(name + " must be a duration like 10s or 3d");
    }
    return sum;
  }

  private static Duration amount(long number, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /**
   * Reads a size like {@code 512Mi} from a variable; empty if it is not set.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static OptionalLong bytes(String name, Map<String, String> environment) {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    Matcher matcher = BYTES.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(name + " must be a size like 512Mi or 10Gi");
    }
    long unit =
        switch (matcher.group(2) == null ? "" : matcher.group(2)) {
          case "Ki" -> 1L << 10;
          case "Mi" -> 1L << 20;
          case "Gi" -> 1L << 30;
          case "Ti" -> 1L << 40;
          case "k", "K" -> 1_000L;
          case "M" -> 1_000_000L;
          case "G" -> 1_000_000_000L;
          case "T" -> 1_000_000_000_000L;
          default -> 1L;
        };
    return OptionalLong.of(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
  }

  private static OptionalLong cpuMillis(String name, Map<String, String> environment) {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    Matcher matcher = CPU.matcher(value);
    boolean fits = matcher.matches() && (matcher.group(2) == null || matcher.group(3).isEmpty());
    if (!fits) {
      throw new IllegalArgumentException(name + " must be processors like 500m or 2.5");
    }
    long whole = Long.parseLong(matcher.group(1));
    if (!matcher.group(3).isEmpty()) {
      return OptionalLong.of(whole);
    }
    String fraction = matcher.group(2) == null ? "" : matcher.group(2);
    return OptionalLong.of(whole * 1_000 + Long.parseLong((fraction + "000").substring(0, 3)));
  }
}
