package dev.sandglass.telemetry.event;

import dev.sandglass.scrubber.HttpMethod;
import dev.sandglass.scrubber.ImageReference;
import dev.sandglass.scrubber.PublicImage;
import dev.sandglass.scrubber.ReportableQuery;
import dev.sandglass.scrubber.RouteTemplate;
import dev.sandglass.telemetry.event.Client.Architecture;
import dev.sandglass.telemetry.event.Client.OperatingSystem;
import dev.sandglass.telemetry.event.Client.RuntimeKind;
import dev.sandglass.telemetry.event.Client.Source;
import dev.sandglass.telemetry.event.CommandUsed.Outcome;
import dev.sandglass.telemetry.event.RequestHandled.ProviderKind;
import dev.sandglass.telemetry.event.RequestHandled.Side;
import dev.sandglass.telemetry.event.SandboxChanged.Change;
import dev.sandglass.telemetry.event.SandboxChanged.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A small program and events of it. */
final class Samples {
  static final RouteTemplate ROUTE = RouteTemplate.of("/sandboxes/:sandboxId/start");
  static final CommandLine PROGRAM = new CommandLine(new Program());
  static final Vocabulary WORDS =
      Vocabulary.of(PROGRAM.getCommandSpec(), Failure.class, List.of(ROUTE));
  static final Instant TIME = Instant.parse("2026-03-01T10:20:30.007Z");
  static final CliId CLI_ID = new CliId(UUID.fromString("7f3f6cc5-1a45-4a0b-8d4e-8a4d0a1b2c3d"));

  enum Failure {
    NOT_FOUND,
    TIMED_OUT
  }

  @Command(
      name = "demo",
      subcommands = {Files.class})
  static final class Program {
    @Option(names = {"-V", "--verbose"})
    private boolean verbose;
  }

  @Command(
      name = "files",
      aliases = "fs",
      subcommands = {ListFiles.class})
  static final class Files {}

  @Command(
      name = "list",
      aliases = {"ls", "dir"})
  static final class ListFiles {
    @Option(names = "--format")
    private String format = "";

    @Option(names = "-a")
    private boolean all;
  }

  private Samples() {}

  static Event event(Event.Body body) {
    Client client =
        new Client(
            ReleaseVersion.of("1.2.3").orElseThrow(),
            OperatingSystem.LINUX,
            Architecture.AMD64,
            RuntimeKind.JVM,
            Source.TERMINAL);
    EventId id = EventId.of("0195502c-9d57-7abc-8def-0123456789ab").orElseThrow();
    return new Event(id, TIME, CLI_ID, client, body);
  }

  static CommandUsed command() {
    var list = PROGRAM.getSubcommands().get("files").getSubcommands().get("list").getCommandSpec();
    return new CommandUsed(
        CommandName.of(list),
        CommandName.called(list, List.of("fs", "ls")),
        List.of(OptionName.of(list.findOption("--format"))),
        new Milliseconds(17),
        Outcome.FAILED,
        Optional.of(ErrorKind.of(Failure.NOT_FOUND)));
  }

  static RequestHandled request() {
    return new RequestHandled(
        Side.MADE,
        HttpMethod.POST,
        ROUTE,
        ReportableQuery.of("page=2&state=Running&token=hunter2"),
        HttpStatus.of(404),
        new Milliseconds(3),
        ProviderKind.LOCAL);
  }

  static SandboxChanged sandbox() {
    Optional<PublicImage> image =
        ImageReference.parse("python:3.12").flatMap(PublicImage::official);
    return new SandboxChanged(Change.CREATED, Origin.IMAGE, image, Optional.empty());
  }
}
