package dev.sandglass.cli.command.telemetry;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.telemetry.Schema;
import dev.sandglass.cli.telemetry.Words;
import dev.sandglass.telemetry.upload.Effort;
import dev.sandglass.telemetry.upload.UploadPlan;
import picocli.CommandLine.Model.CommandSpec;

/** What an upload of this program's events needs to know. */
final class Upload {
  private Upload() {}

  /**
   * Returns the plan of an upload.
   *
   * @param command any command of the model of all commands
   */
  static UploadPlan plan(CommandContext context, CommandSpec command, Effort effort) {
    return new UploadPlan(
        context.telemetry().installation(),
        Words.of(command.root()),
        Schema.text(),
        context.telemetry().destination(),
        effort);
  }
}
