package dev.sandglass.engine.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A language that code contexts speak where its interpreter is in the sandbox. */
enum Language {
  PYTHON(List.of("python", "python3", "py"), List.of("python3", "python"), "driver.py"),
  JAVASCRIPT(List.of("javascript", "js", "node", "nodejs"), List.of("node", "nodejs"), "driver.js"),
  BASH(List.of("bash", "sh", "shell"), List.of("bash", "sh"), "driver.sh"),
  JAVA(List.of("java", "jshell"), List.of("jshell"), "SandglassDriver.java"),
  RUBY(List.of("ruby", "rb"), List.of("ruby"), "driver.rb"),
  PERL(List.of("perl", "pl"), List.of("perl"), "driver.pl"),
  PHP(List.of("php"), List.of("php"), "driver.php");

  /** Environment variable that brings the driver in; the driver removes it. */
  static final String DRIVER = "SANDGLASS_DRIVER";

  // The driver talks over descriptors of its own: 9 brings code, 8 and 7 are the two outputs.
  private static final String CHANNELS = "exec 9<&0 8>&1 7>&2 </dev/null; exec \"$@\"";
  private static final String JAVA_LAUNCH =
      "d=$(mktemp -d) && f=$d/SandglassDriver.java && printf %s \"$SANDGLASS_DRIVER\" >\"$f\""
          + " && unset SANDGLASS_DRIVER"
          // For the environment, which the driver changes from run to run.
          + " && exec java --add-opens java.base/java.lang=ALL-UNNAMED"
          + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \"$f\" \"$f\"";

  private final List<String> names;
  private final List<String> programs;
  private final String driver;

  Language(List<String> names, List<String> programs, String driver) {
    this.names = names;
    this.programs = programs;
    this.driver = driver;
  }

  /** The language that a client means. */
  static Optional<Language> of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(language -> language.names.contains(lower)).findFirst();
  }

  /** Its name for clients. */
  String title() {
    return names.get(0);
  }

  /** Programs that can run it, the best first. */
  List<String> programs() {
    return programs;
  }

  /** The resource with its driver. */
  String driver() {
    return driver;
  }

  /** The command that starts the driver in an interpreter; not for shells. */
  List<String> command(String program) {
    if (this == JAVA) {
      return List.of("sh", "-c", JAVA_LAUNCH);
    }
    List<String> command = new ArrayList<>(List.of("sh", "-c", CHANNELS, "sh", program));
    command.addAll(
        switch (this) {
          case PYTHON -> List.of("-c", "import os; exec(os.environ['SANDGLASS_DRIVER'])");
          case JAVASCRIPT -> List.of("-e", "(0, eval)(process.env.SANDGLASS_DRIVER)");
          case RUBY -> List.of("-e", "eval ENV['SANDGLASS_DRIVER'], TOPLEVEL_BINDING");
          case PERL -> List.of("-e", "eval $ENV{SANDGLASS_DRIVER}; die $@ if $@");
          case PHP -> List.of("-r", "eval(getenv('SANDGLASS_DRIVER'));");
          case JAVA, BASH -> throw new IllegalStateException("started in another way");
        });
    return command;
  }
}
