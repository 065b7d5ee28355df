package dev.sandglass.telemetry.upload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sandglass.scrubber.GitHost;
import dev.sandglass.scrubber.RouteTemplate;
import dev.sandglass.telemetry.Application;
import dev.sandglass.telemetry.Installation;
import dev.sandglass.telemetry.consent.YamlSettings;
import dev.sandglass.telemetry.event.CliId;
import dev.sandglass.telemetry.event.Client;
import dev.sandglass.telemetry.event.CommandName;
import dev.sandglass.telemetry.event.CommandUsed;
import dev.sandglass.telemetry.event.Event;
import dev.sandglass.telemetry.event.EventId;
import dev.sandglass.telemetry.event.EventSchema;
import dev.sandglass.telemetry.event.Milliseconds;
import dev.sandglass.telemetry.event.RandomBytes;
import dev.sandglass.telemetry.event.ReleaseVersion;
import dev.sandglass.telemetry.event.Vocabulary;
import dev.sandglass.telemetry.spool.SentLog;
import dev.sandglass.telemetry.spool.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A small program with telemetry switched on, in a directory of its own. */
final class Demo {
  static final String KEY = "phc_demo";
  static final CliId ID = CliId.of("7f3f6cc5-1a45-4a0b-8d4e-8a4d0a1b2c3d").orElseThrow();
  static final Client CLIENT =
      new Client(
          ReleaseVersion.of("1.2.3").orElseThrow(),
          Client.OperatingSystem.LINUX,
          Client.Architecture.AMD64,
          Client.RuntimeKind.JVM,
          Client.Source.TERMINAL);

  private static final JsonMapper MAPPER = new JsonMapper();
  static final Vocabulary WORDS =
      Vocabulary.of(
          new CommandLine(new Program()).getCommandSpec(),
          Failure.class,
          List.of(RouteTemplate.of("/sandboxes/:sandboxId")));

  enum Failure {
    NOT_FOUND
  }

  /** Fails with what it was given, as careless programs do. */
  @Command(name = "demo")
  static final class Program implements Runnable {
    @Option(names = "--api-key", defaultValue = "")
    private String apiKey = "";

    @Override
    public void run() {
      if (!apiKey.isEmpty()) {
        throw new IllegalStateException("Cannot read /home/ada/.demo with key " + apiKey);
      }
    }
  }

  final Path home;
  final StateDirectory state;
  final YamlSettings settings;
  final List<String> traced = new ArrayList<>();
  final Map<String, String> environment = new TreeMap<>();
  Clock clock = Clock.systemUTC();
  PublicChecks.Hosts hosts = new PublicChecks.Hosts(Map.of(), Map.of());

  /** Begins with an empty queue, sending to a URL. */
  Demo(Path home, URI host) {
    this.home = home;
    this.state = new StateDirectory(home.resolve("state/demo/telemetry"));
    this.settings = YamlSettings.of(home.resolve("config/demo/telemetry.yaml"));
    environment.put("HOME", home.toString());
    environment.put("DEMO_TELEMETRY_HOST", host.toString());
    settings.enable(true);
    settings.idOrElseStore(ID);
  }

  Installation installation() {
    var notice = new Application.Notice(1, List.of("demo counts its use"));
    var application = new Application("demo", CLIENT::version, notice);
    return new Installation(
        application, environment, settings, state, clock, RandomBytes.system(), traced::add);
  }

  UploadPlan plan(Effort effort) {
    return new UploadPlan(
        installation(),
        WORDS,
        EventSchema.of(WORDS).toString(),
        Destination.of(environment, "DEMO_TELEMETRY", KEY),
        effort);
  }

  /** Uploads as a person would, who waits for 20 seconds at most. */
  UploadReport upload() {
    return upload(Duration.ofSeconds(20), Steps.UNWATCHED);
  }

  UploadReport upload(Duration limit, Steps steps) {
    return new Uploader(plan(Effort.FOREGROUND), hosts, limit, steps).upload();
  }

  /** Returns what an upload would send. */
  Preview preview() {
    return Uploader.preview(plan(Effort.FOREGROUND));
  }

  /** Has a server asked whether repositories at GitHub and images at GHCR are public. */
  void ask(LoopbackServer server) {
    var registry =
        new PublicChecks.Registry(server.uri().resolve("/token"), "registry", server.uri());
    hosts =
        new PublicChecks.Hosts(Map.of(GitHost.GITHUB, server.uri()), Map.of("ghcr.io", registry));
  }

  /** Records a number of commands, each in a file of its own. */
  List<EventId> recordCommands(int count) {
    List<EventId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Event event = event(command(), ID);
      record(event);
      ids.add(event.id());
    }
    return ids;
  }

  /** Records events in one file. */
  void record(Event... events) {
    if (installation().spool().write(List.of(events), clock.instant()).isEmpty()) {
      throw new AssertionError("Not recorded: " + traced);
    }
  }

  Event event(Event.Body body, CliId id) {
    Instant now = Instant.ofEpochMilli(clock.millis());
    return new Event(EventId.at(now, RandomBytes.system()), now, id, CLIENT, body);
  }

  static CommandUsed command() {
    return new CommandUsed(
        CommandName.INVALID,
        CommandName.INVALID,
        List.of(),
        new Milliseconds(17),
        CommandUsed.Outcome.USAGE_ERROR,
        Optional.empty());
  }

  /** Returns the identities of the events that wait in the queue or were claimed by somebody. */
  List<String> queued() {
    List<String> ids = new ArrayList<>();
    for (String part : List.of("queue", "unfinished", "claimed")) {
      for (Path file : files(part)) {
        lines(file).stream()
            .filter(line -> line.endsWith("}"))
            .forEach(line -> ids.add(json(line).path("uuid").asText()));
      }
    }
    return ids;
  }

  /** Returns the identities of the events that were sent, according to the user's copy. */
  List<String> sent() {
    try {
      return new SentLog(state)
          .read().stream().map(line -> json(line).path("uuid").asText()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the identities and reasons of the events that were put away: {@code ID.reason}. */
  List<String> dead() {
    return files("dead").stream()
        .map(file -> file.getFileName().toString().replace(".json", ""))
        .toList();
  }

  /** Returns the regular files below a part of the state directory. */
  List<Path> files(String part) {
    try (Stream<Path> all = Files.walk(state.path().resolve(part))) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
