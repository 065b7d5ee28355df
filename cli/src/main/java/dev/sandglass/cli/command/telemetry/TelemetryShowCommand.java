package dev.sandglass.cli.command.telemetry;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.telemetry.upload.Effort;
import dev.sandglass.telemetry.upload.Preview;
import dev.sandglass.telemetry.upload.Uploader;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sand telemetry show}. */
@Command(
    name = "show",
    description = {
      "Print exactly the bytes that would be sent now.",
      "One line for each request; sent compressed with gzip, and otherwise as they stand here."
    },
    footer = {"  sand telemetry show", "  sand telemetry show -o json"})
public final class TelemetryShowCommand implements Callable<Integer> {
  private final CommandContext context;
  @Spec private CommandSpec spec;

  /** Creates the command. */
  public TelemetryShowCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Preview preview;
    try {
      preview = Uploader.preview(Upload.plan(context, spec, Effort.FOREGROUND));
    } catch (UncheckedIOException e) {
      throw CommandException.cannot(
          ErrorKind.LOCAL_FILE, e.getMessage() + ": " + e.getCause().getMessage());
    }
    if (preview.bodies().isEmpty()) {
      context.printer().remark("Nothing waits to be sent.");
    }
    JsonLines.print(context, preview.bodies());
    preview
        .unproven()
        .forEach(
            name -> context.printer().remark("Sent too if it turns out to be public: " + name));
    return 0;
  }
}
