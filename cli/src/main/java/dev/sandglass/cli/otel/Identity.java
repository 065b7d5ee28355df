package dev.sandglass.cli.otel;

import dev.sandglass.cli.Version;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Who sends: the resource of all signals. Says nothing about the host, the user or the command
 * line; who wants that there adds it with {@code OTEL_RESOURCE_ATTRIBUTES}, which wins here as
 * {@code OTEL_SERVICE_NAME} does.
 */
final class Identity {
  private static final String NOBODY = "unknown_service";

  private Identity() {}

  /** Adds who we are to what the SDK and the user have said. */
  static Resource of(Resource said) {
    AttributesBuilder own = Attributes.builder();
    for (ResourceAttribute attribute : ResourceAttribute.values()) {
      own.put(attribute.key(), value(attribute));
    }
    return Resource.create(own.build())
        .merge(said.toBuilder().removeIf(key -> isOfTheSdk(key, said)).build());
  }

  /** The SDK has a name for those who have none. */
  private static boolean isOfTheSdk(AttributeKey<?> key, Resource said) {
    return key.getKey().equals(ResourceAttribute.SERVICE_NAME.key())
        && String.valueOf(said.getAttribute(key)).startsWith(NOBODY);
  }

  /**
   * Draws a UUID of version 4, as {@link java.util.UUID#randomUUID} does, but from the source that
   * ids of traces come from: nobody need be kept from guessing it.
   */
  private static String instance() {
    Random random = ThreadLocalRandom.current();
    long high = random.nextLong() & ~0xf000L | 0x4000L;
    long low = random.nextLong() & ~(3L << 62) | 2L << 62;
    return new UUID(high, low).toString();
  }

  private static String value(ResourceAttribute attribute) {
    return switch (attribute) {
      case SERVICE_NAME -> "sandglass";
      case SERVICE_VERSION -> Version.current().text();
      // Every command is an instance of its own: its sums are mistaken for no other's.
      case SERVICE_INSTANCE_ID -> instance();
      case OS_TYPE -> property("os.name").toLowerCase(Locale.ROOT).split(" ")[0];
      case OS_NAME -> property("os.name");
      case OS_VERSION -> property("os.version");
      case HOST_ARCH -> architecture(property("os.arch"));
      case RUNTIME_NAME -> property("java.runtime.name");
      case RUNTIME_VERSION -> property("java.runtime.version");
      case RUNTIME_DESCRIPTION -> property("java.vm.name");
    };
  }

  /** Some of them are missing in a native image. */
  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private static String architecture(String name) {
    return switch (name) {
      case "x86_64", "amd64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }
}
