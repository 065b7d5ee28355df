package dev.sandglass.cli.command.telemetry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.console.View;
import dev.sandglass.telemetry.upload.Effort;
import dev.sandglass.telemetry.upload.UploadReport;
import dev.sandglass.telemetry.upload.Uploader;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sand telemetry flush}. */
@Command(
    name = "flush",
    description = "Upload what waits, now, and say what happened; takes 30 seconds at most.",
    footer = {"  sand telemetry flush", "  sand telemetry flush -o json"})
public final class TelemetryFlushCommand implements Callable<Integer> {
  private static final View<UploadReport> VIEW =
      View.<UploadReport>of(report -> Status.token(report.outcome()), TelemetryFlushCommand::json)
          .titled(TelemetryFlushCommand::text);

  private final CommandContext context;
  @Spec private CommandSpec spec;

  /** Creates the command. */
  public TelemetryFlushCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    UploadReport report = Uploader.run(Upload.plan(context, spec, Effort.FOREGROUND));
    switch (report.outcome()) {
      case SENT, NOTHING_TO_SEND -> context.printer().result(VIEW, report);
      default ->
          throw CommandException.cannot(ErrorKind.UPLOAD, text(report)).withHint(hint(report));
    }
    return 0;
  }

  private static String text(UploadReport report) {
    String counts =
        report.sent()
            + " sent, "
            + report.kept()
            + " kept, "
            + report.dead()
            + " held back, "
            + (report.skipped() + report.dropped())
            + " given up";
    return switch (report.outcome()) {
      case SENT -> "Uploaded: " + counts;
      case NOTHING_TO_SEND -> "Nothing waits to be sent";
      case OFF -> "Usage telemetry is off; nothing was sent";
      case NO_KEY -> "This build has no project key; nothing was sent";
      case UNUSABLE_HOST -> "SANDGLASS_TELEMETRY_HOST cannot be used; nothing was sent";
      case NOT_DUE -> "An earlier failure asks to wait; nothing was sent";
      case BUSY -> "Another upload is going on; nothing was sent";
      case WITHDRAWN -> "Usage telemetry was switched off in the middle: " + counts;
      case KEY_REFUSED -> "The host does not accept the project key: " + counts;
      case UNAVAILABLE ->
          "The host could not be reached, or did not take the events"
              + report.problem().map(problem -> " (" + Status.token(problem) + ")").orElse("")
              + report.status().map(status -> " (HTTP " + status + ")").orElse("")
              + ": "
              + counts;
      case OUT_OF_TIME -> "There was more to send than fitted into the time: " + counts;
      case UNUSABLE_DIRECTORY -> "The directory of the queue cannot be used; nothing was sent";
    };
  }

  private static String hint(UploadReport report) {
    return switch (report.outcome()) {
      case OFF -> "'sand telemetry status' says what decided that.";
      case NO_KEY -> "SANDGLASS_TELEMETRY_HOST and SANDGLASS_TELEMETRY_KEY name a project.";
      case UNUSABLE_HOST -> "It must be an https:// URL, or http:// of this machine.";
      default -> "Nothing is lost; 'sand telemetry status' shows what waits.";
    };
  }

  private static ObjectNode json(UploadReport report) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("outcome", Status.token(report.outcome()));
    json.put("sent", report.sent());
    json.put("kept", report.kept());
    json.put("dead", report.dead());
    json.put("skipped", report.skipped());
    json.put("dropped", report.dropped());
    json.put("status", report.status().orElse(null));
    json.put("notBefore", report.notBefore().map(Instant::toString).orElse(null));
    return json;
  }
}
