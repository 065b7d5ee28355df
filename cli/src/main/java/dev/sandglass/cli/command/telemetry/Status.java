package dev.sandglass.cli.command.telemetry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.console.ByteCount;
import dev.sandglass.cli.console.View;
import dev.sandglass.cli.telemetry.Reasons;
import dev.sandglass.telemetry.Installation;
import dev.sandglass.telemetry.consent.Decision;
import dev.sandglass.telemetry.consent.Mode;
import dev.sandglass.telemetry.event.CliId;
import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.spool.DeadLetters;
import dev.sandglass.telemetry.spool.QueueSize;
import dev.sandglass.telemetry.spool.UploadState;
import dev.sandglass.telemetry.upload.Destination;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** All there is to know about telemetry at one moment. */
record Status(
    Decision decision,
    String settings,
    Optional<CliId> id,
    QueueSize queue,
    long dropped,
    long skipped,
    int dead,
    UploadState upload,
    Destination destination,
    String directory) {

  static final View<Status> VIEW =
      View.<Status>of(Status::state, Status::json)
          .column("STATE", Status::state)
          .column("DECIDED BY", Status::decidedBy)
          .column("ID", status -> status.id.map(CliId::toString).orElse("none"))
          .column("WAITING", Status::waiting)
          .column("GIVEN UP", Status::givenUp)
          .column("LAST UPLOAD", Status::lastUpload)
          .column("HOST", Status::host)
          .column("SCHEMA", status -> Integer.toString(Event.SCHEMA_VERSION))
          .column("DIRECTORY", Status::directory);

  /** After a switch: what holds now, which the switch need not have decided. */
  static final View<Status> SWITCHED =
      View.<Status>of(Status::state, Status::json)
          .titled(status -> "Usage telemetry is " + status.state() + ": " + status.decidedBy());

  static final View<Status> RESET =
      View.<Status>of(Status::state, Status::json)
          .titled(status -> "The ID is now " + status.id.map(CliId::toString).orElse("none"));

  static Status of(CommandContext context) {
    Installation installation = context.telemetry().installation();
    int dead;
    try {
      dead = new DeadLetters(installation.state()).count();
    } catch (IOException e) {
      dead = 0; // the directory cannot be read: there is nothing to show
    }
    return new Status(
        installation.consent().decide(),
        installation.settings().location(),
        installation.id(),
        installation.spool().size(),
        installation.spool().dropped(),
        installation.spool().skipped(),
        dead,
        UploadState.read(installation.state()),
        context.telemetry().destination(),
        installation.state().path().toString());
  }

  private String state() {
    return token(decision.mode());
  }

  private String decidedBy() {
    return Reasons.of(decision);
  }

  private String waiting() {
    return queue.events() == 0
        ? "nothing"
        : count(queue.events(), "event")
            + " in "
            + count(queue.files(), "file")
            + ", "
            + ByteCount.format(queue.bytes())
            + queue.oldest().map(time -> ", the oldest of " + time).orElse("");
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private String givenUp() {
    return dropped + " too many or too old, " + skipped + " unreadable, " + dead + " held back";
  }

  private String lastUpload() {
    return upload
        .lastAttempt()
        .map(
            time ->
                time
                    + ", "
                    + upload.resultText()
                    + upload.lastStatus().map(status -> " (HTTP " + status + ")").orElse("")
                    + upload.notBefore().map(next -> ", not again before " + next).orElse(""))
        .orElse("never");
  }

  private String host() {
    return destination
        .problem()
        .map(
            problem ->
                switch (problem) {
                  case NO_KEY -> "none: this build has no project key, so nothing is uploaded";
                  case UNUSABLE_HOST ->
                      "none: SANDGLASS_TELEMETRY_HOST must be an https:// URL, or http:// of this"
                          + " machine";
                })
        .orElse(destination.host());
  }

  private ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("state", state());
    json.put("recording", decision.mode() == Mode.ON);
    ObjectNode decided = json.putObject("decidedBy");
    decided.put("source", token(decision.decidedBy()));
    decided.put("where", decision.where().isEmpty() ? null : decision.where());
    json.put("settings", settings);
    json.put("id", id.map(CliId::toString).orElse(null));
    ObjectNode waiting = json.putObject("queue");
    waiting.put("files", queue.files());
    waiting.put("events", queue.events());
    waiting.put("bytes", queue.bytes());
    waiting.put("oldest", queue.oldest().map(Instant::toString).orElse(null));
    waiting.put("dropped", dropped);
    waiting.put("skipped", skipped);
    waiting.put("dead", dead);
    ObjectNode last = json.putObject("upload");
    last.put("lastAttempt", upload.lastAttempt().map(Instant::toString).orElse(null));
    last.put("result", upload.resultText());
    last.put("status", upload.lastStatus().orElse(null));
    last.put("notBefore", upload.notBefore().map(Instant::toString).orElse(null));
    last.put("failures", upload.failures());
    last.put("host", destination.host());
    last.put("problem", destination.problem().map(Status::token).orElse(null));
    json.put("schemaVersion", Event.SCHEMA_VERSION);
    json.put("directory", directory);
    return json;
  }

  /** Returns how a constant is written for users. */
  static String token(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
