package dev.sandglass.cli.command.telemetry;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.telemetry.upload.Effort;
import dev.sandglass.telemetry.upload.Uploader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sand telemetry upload}: the process in the background, which nobody watches. */
@Command(
    name = "upload",
    hidden = true,
    description = "Upload what waits; started by sand itself, and gone after 10 seconds.",
    footer = "  sand telemetry upload")
public final class TelemetryUploadCommand implements Callable<Integer> {
  private final CommandContext context;
  @Spec private CommandSpec spec;

  /** Creates the command. */
  public TelemetryUploadCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Uploader.run(Upload.plan(context, spec, Effort.BACKGROUND));
    return 0;
  }
}
