package dev.sandglass.engine.lifecycle;

import dev.sandglass.engine.observability.forward.Destination;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where programs of a sandbox are told to send what they tell about themselves. */
final class OtlpVariables {
  private static final String PREFIX = "OTEL_EXPORTER_OTLP_";
  private static final String ENDPOINT = PREFIX + "ENDPOINT";
  private static final String PROTOCOL = PREFIX + "PROTOCOL";
  private static final Pattern LOOPBACK =
      Pattern.compile("^\\s*[a-z]+://(localhost|127\\.[0-9.]+|\\[::1])([:/]|$)");
  private static final String RECEIVER = "http://127.0.0.1:4318";

  private static final String SWITCH = "SANDGLASS_SANDBOX_OTEL_RECEIVER";

  private OtlpVariables() {}

  /** Whether there is a receiver: a program that listens at its ports itself does without. */
  static boolean receives(Map<String, String> environment) {
    return !environment.getOrDefault(SWITCH, "").equals("off");
  }

  /**
   * Takes out of the environment that a client wants where the engine shall send what the sandbox
   * tells: its programs need not know, and the headers are secret. An endpoint of the sandbox's own
   * loopback interface is left alone, as are all of a sandbox without a receiver, unless the client
   * says that they are meant for the engine.
   *
   * @param asked whether the client said so
   * @param receives whether the sandbox has a receiver
   */
  static Optional<Destination> take(Map<String, String> wanted, boolean asked, boolean receives) {
    List<String> endpoints = endpoints(wanted);
    if (asked && endpoints.isEmpty()) {
      throw Invalid.request("extensions.sandglass.otel-export needs env." + ENDPOINT);
    }
    boolean inside = endpoints.stream().anyMatch(url -> LOOPBACK.matcher(url).find());
    if (!asked && (endpoints.isEmpty() || inside || !receives)) {
      return Optional.empty();
    }
    Map<String, String> variables = new HashMap<>();
    wanted.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX)) {
            variables.put(name.substring(PREFIX.length()), value);
          }
        });
    try {
      Destination destination = Destination.parse(variables);
      wanted.keySet().removeIf(name -> name.startsWith(PREFIX));
      return Optional.of(destination);
    } catch (IllegalArgumentException e) {
      throw Invalid.request("env." + PREFIX + ": " + e.getMessage());
    }
  }

  /** The endpoint for all signals, or else those for single ones. */
  private static List<String> endpoints(Map<String, String> wanted) {
    String general = wanted.getOrDefault(ENDPOINT, "");
    return general.isBlank()
        ? Stream.of("TRACES_", "METRICS_", "LOGS_")
            .map(signal -> wanted.getOrDefault(PREFIX + signal + "ENDPOINT", ""))
            .filter(endpoint -> !endpoint.isBlank())
            .toList()
        : List.of(general);
  }

  /**
   * Leads programs to the receiver inside their sandbox, unless its environment leads them
   * elsewhere.
   */
  static void preset(Map<String, String> environment) {
    if (environment.getOrDefault(ENDPOINT, "").isEmpty()) {
      environment.put(ENDPOINT, RECEIVER);
      environment.putIfAbsent(PROTOCOL, "http/protobuf");
    }
  }
}
