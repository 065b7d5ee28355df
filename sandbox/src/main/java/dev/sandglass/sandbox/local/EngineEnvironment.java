package dev.sandglass.sandbox.local;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The environment of the engine: of that of whoever starts it, only what it needs. */
final class EngineEnvironment {
  private static final Set<String> PASSED_ON = Set.of("PATH", "HOME", "LANG", "LOG_LEVEL");
  private static final String DO_NOT_TRACK = "DO_NOT_TRACK";
  private static final String TELEMETRY = "SANDGLASS_TELEMETRY";

  private EngineEnvironment() {}

  /** Returns what the engine gets. */
  static Map<String, String> of(Map<String, String> environment) {
    Map<String, String> passed = new HashMap<>();
    environment.forEach(
        (name, value) -> {
          if (isPassedOn(name)) {
            passed.put(name, value);
          }
        });
    forbidRecording(environment, passed);
    // Java reads file names in the locale's encoding, and fails on the host's own in the C locale.
    passed.put("LC_ALL", "C.UTF-8");
    return passed;
  }

  private static boolean isPassedOn(String name) {
    return PASSED_ON.contains(name)
        || (name.startsWith("XDG_") || name.startsWith("SANDGLASS_"))
            && !name.startsWith(TELEMETRY);
  }

  /**
   * The engine serves later commands too, which may have been started by others than this one: what
   * switches usage telemetry off holds for it, what switches it on for a single command does not.
   */
  private static void forbidRecording(Map<String, String> from, Map<String, String> to) {
    String doNotTrack = from.getOrDefault(DO_NOT_TRACK, "").toLowerCase(Locale.ROOT);
    if (!Set.of("", "0", "false").contains(doNotTrack)) {
      to.put(DO_NOT_TRACK, "1");
    }
    String telemetry = from.getOrDefault(TELEMETRY, "").toLowerCase(Locale.ROOT);
    if (!Set.of("", "on", "log").contains(telemetry)) {
      to.put(TELEMETRY, "off");
    }
  }
}
