package dev.sandglass.cli.otel;

import dev.sandglass.cli.Version;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * Who sends: the resource of all signals. Says nothing about the host, the user or the command
 * line; who wants that there adds it with {@code OTEL_RESOURCE_ATTRIBUTES}, which wins here as
 * {@code OTEL_SERVICE_NAME} does.
 */
final class Identity {
  private static final String SERVICE_NAME = "service.name";
  private static final String INSTANCE = "service.instance.id";
  private static final String NOBODY = "unknown_service";

  private Identity() {}

  /**
   * Adds who we are to what the SDK and the user have said.
   *
   * @param named the attributes that the user named
   */
  static Resource of(Resource said, Set<String> named) {
    AttributesBuilder own = Attributes.builder();
    own.put(SERVICE_NAME, "sandglass");
    own.put("service.version", Version.current().text());
    // Every command is an instance of its own, so that its cumulative sums are mistaken for no
    // other's.
    own.put(INSTANCE, UUID.randomUUID().toString());
    own.put("os.type", System.getProperty("os.name").toLowerCase(Locale.ROOT).split(" ")[0]);
    own.put("os.name", System.getProperty("os.name"));
    own.put("os.version", System.getProperty("os.version"));
    own.put("host.arch", architecture(System.getProperty("os.arch")));
    own.put("process.runtime.name", System.getProperty("java.runtime.name", "native image"));
    own.put("process.runtime.version", System.getProperty("java.runtime.version", ""));
    own.put("process.runtime.description", System.getProperty("java.vm.name", ""));
    return Resource.create(own.build())
        .merge(said.toBuilder().removeIf(key -> isOfTheSdk(key, said, named)).build());
  }

  /** The SDK has a name for those who have none, and one number for all runs in a process. */
  private static boolean isOfTheSdk(AttributeKey<?> key, Resource said, Set<String> named) {
    return switch (key.getKey()) {
      case SERVICE_NAME -> String.valueOf(said.getAttribute(key)).startsWith(NOBODY);
      case INSTANCE -> !named.contains(INSTANCE);
      default -> false;
    };
  }

  private static String architecture(String name) {
    return switch (name) {
      case "x86_64", "amd64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }
}
