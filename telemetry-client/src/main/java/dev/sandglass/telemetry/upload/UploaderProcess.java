package dev.sandglass.telemetry.upload;

import dev.sandglass.telemetry.consent.Consent;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Starts the process that uploads, and lets go of it. Loads nothing that uploading needs. */
public final class UploaderProcess {
  /** Set in the uploader's environment: a process that has it never starts another. */
  public static final String GUARD = "SANDGLASS_TELEMETRY_UPLOADER";

  /**
   * Starts the command in a session of its own and ends at once, so that the uploader is nobody's
   * child: no terminal's hang-up ends it and no Java VM waits for it.
   */
  private static final String DETACH =
      "if command -v setsid >/dev/null 2>&1; then setsid \"$@\" & else trap '' HUP; \"$@\" & fi";

  private static final Set<String> PASSED_ON =
      Set.of(
          "PATH",
          "HOME",
          "LANG",
          "LC_ALL",
          "JAVA_HOME",
          "DO_NOT_TRACK",
          "SSL_CERT_FILE",
          "HTTPS_PROXY",
          "https_proxy",
          "ALL_PROXY",
          "all_proxy",
          "NO_PROXY",
          "no_proxy");

  /** Ends of the names of the switches of any program that uses this module. */
  private static final List<String> OWN_ENDS =
      List.of("_TELEMETRY", "_TELEMETRY_HOST", "_TELEMETRY_KEY", "_CLI_ID");

  private UploaderProcess() {}

  /**
   * Starts an uploader, except inside an uploader and in continuous integration. What it uploads it
   * finds on disk.
   *
   * @param command program and arguments
   * @param environment of this process; the uploader gets only what it needs of it
   * @return whether one was started; failures are no more than that
   */
  public static boolean start(List<String> command, Map<String, String> environment) {
    if (!environment.getOrDefault(GUARD, "").isEmpty()
        || Consent.isContinuousIntegration(environment)) {
      return false;
    }
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", DETACH, "sh"));
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.directory(new File("/"));
    builder.redirectInput(Redirect.from(new File("/dev/null")));
    builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
    Map<String, String> passedOn = builder.environment();
    passedOn.clear();
    environment.forEach(
        (name, value) -> {
          if (isPassedOn(name)) {
            passedOn.put(name, value);
          }
        });
    passedOn.put(GUARD, "1");
    try {
      builder.start();
      return true;
    } catch (IOException e) {
      return false; // the next command that finds an upload due tries again
    }
  }

  private static boolean isPassedOn(String name) {
    if (PASSED_ON.contains(name) || name.startsWith("XDG_")) {
      return true;
    }
    for (String end : OWN_ENDS) {
      if (name.endsWith(end)) {
        return true;
      }
    }
    return false;
  }
}
