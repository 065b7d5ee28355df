package dev.sandglass.telemetry.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How enum constants are written in events: {@code USAGE_ERROR} is {@code usage-error}. */
final class Token {
  private Token() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static <E extends Enum<E>> Optional<E> read(Class<E> type, String token) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> of(constant).equals(token))
        .findFirst();
  }
}
