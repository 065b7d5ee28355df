package dev.sandglass.cli.telemetry;

import dev.sandglass.cli.Environment;
import dev.sandglass.sandbox.local.OwnProgram;
import dev.sandglass.telemetry.upload.UploaderProcess;
import java.util.List;

/** Starts the uploader: this program again, in the background. */
final class Uploads {
  private static final List<String> ARGUMENTS = List.of("telemetry", "upload");

  private Uploads() {}

  static void start(Environment environment) {
    List<String> command =
        OwnProgram.command(
            environment.variables(),
            ARGUMENTS,
            List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            List.of("dev.sandglass.cli.Main", ARGUMENTS.get(0), ARGUMENTS.get(1)));
    UploaderProcess.start(command, environment.variables());
  }
}
