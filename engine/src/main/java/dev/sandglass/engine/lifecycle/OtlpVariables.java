package dev.sandglass.engine.lifecycle;

import java.util.Map;

/** Where programs of a sandbox are told to send what they tell about themselves. */
final class OtlpVariables {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";
  private static final String RECEIVER = "http://127.0.0.1:4318";

  private static final String SWITCH = "SANDGLASS_SANDBOX_OTEL_RECEIVER";

  private OtlpVariables() {}

  /** Whether there is a receiver: a program that listens at its ports itself does without. */
  static boolean receives(Map<String, String> environment) {
    return !environment.getOrDefault(SWITCH, "").equals("off");
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
