package dev.sandglass.engine.lifecycle;

import dev.sandglass.engine.isolation.ResourceLimits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts as Kubernetes writes them: {@code 500m}, {@code 512Mi}. */
final class Quantities {
  private static final Pattern CPU = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(m?)");
  private static final Pattern BYTES =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)(|k|K|M|G|T|P|Ki|Mi|Gi|Ti|Pi)");
  private static final Pattern COUNT = Pattern.compile("\\d{1,7}");
  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE / 2);

  private Quantities() {}

  /** Reads {@code resourceLimits}; every key must be known, so that nothing is ignored silently. */
  static ResourceLimits limits(Map<String, String> values) {
    OptionalLong cpu = OptionalLong.empty();
    OptionalLong memory = OptionalLong.empty();
    OptionalLong disk = OptionalLong.empty();
    OptionalLong processes = OptionalLong.empty();
    for (var entry : values.entrySet()) {
      String value = entry.getValue();
      switch (entry.getKey()) {
        case "cpu" -> cpu = OptionalLong.of(cpuMillis(value));
        case "memory" -> memory = OptionalLong.of(bytes("memory", value));
        case "disk" -> disk = OptionalLong.of(bytes("disk", value));
        case "pids" -> processes = OptionalLong.of(count(value));
        case "gpu" -> throw Invalid.request("resourceLimits.gpu: there are no GPUs here");
        default ->
            throw Invalid.request(
                "resourceLimits has no "
                    + Invalid.quoted(entry.getKey())
                    + ": known are cpu, memory, disk and pids");
      }
    }
    return new ResourceLimits(cpu, memory, disk, processes);
  }

  private static long cpuMillis(String value) {
    Matcher matcher = CPU.matcher(value);
    if (!matcher.matches()) {
      throw malformed("cpu", value, "500m or 2");
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    BigDecimal millis = matcher.group(2).isEmpty() ? number.movePointRight(3) : number;
    return positive("cpu", value, millis, "500m or 2");
  }

  private static long bytes(String name, String value) {
    Matcher matcher = BYTES.matcher(value);
    if (!matcher.matches()) {
      throw malformed(name, value, "512Mi or 10Gi");
    }
    String unit = matcher.group(2);
    long base = unit.endsWith("i") ? 1024 : 1000;
    int power = unit.isEmpty() ? 0 : "KMGTP".indexOf(Character.toUpperCase(unit.charAt(0))) + 1;
    BigDecimal factor = BigDecimal.valueOf(base).pow(power);
    return positive(
        name, value, new BigDecimal(matcher.group(1)).multiply(factor), "512Mi or 10Gi");
  }

  private static long count(String value) {
    if (!COUNT.matcher(value).matches()) {
      throw malformed("pids", value, "512");
    }
    return positive("pids", value, new BigDecimal(value), "512");
  }

  private static long positive(String name, String value, BigDecimal number, String example) {
    BigDecimal whole = number.setScale(0, RoundingMode.CEILING);
    if (whole.signum() <= 0 || whole.compareTo(MAX) > 0) {
      throw malformed(name, value, example);
    }
    return whole.longValueExact();
  }

  private static RuntimeException malformed(String name, String value, String example) {
    return Invalid.request(
        "resourceLimits." + name + " must be like " + example + ", not " + Invalid.quoted(value));
  }
}
