package dev.sandglass.telemetry.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sandglass.scrubber.HttpMethod;
import dev.sandglass.scrubber.ImageReference;
import dev.sandglass.scrubber.PublicImage;
import dev.sandglass.scrubber.QueryArgument;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads events back from lines of JSON. Whatever a line holds, what comes out is made of the
 * vocabulary's words: a line that says anything more is no event. Immutable.
 */
public final class EventReader {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Vocabulary vocabulary;

  /** Reads events that are made of these words. */
  public EventReader(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** Returns the event that {@link EventWriter} wrote as this line; anything else is empty. */
  public Optional<Event> read(String line) {
    try {
      JsonNode json = MAPPER.readTree(line);
      Event event =
          new Event(
              word(json, "uuid", EventId::of),
              Instant.parse(text(json, "timestamp")),
              word(json, "cli_id", CliId::of),
              client(json),
              body(json));
      // Written anew it must be the same line: there is no room for anything beside the event.
      return Optional.of(event).filter(read -> EventWriter.write(read).equals(line));
    } catch (JsonProcessingException | MalformedEventException | DateTimeException e) {
      // Torn, foreign or of another version: the caller counts it.
      return Optional.empty();
    }
  }

  private static Client client(JsonNode json) {
    return new Client(
        word(json, "version", ReleaseVersion::of),
        token(json, "os", Client.OperatingSystem.class),
        token(json, "architecture", Client.Architecture.class),
        token(json, "runtime", Client.RuntimeKind.class),
        token(json, "source", Client.Source.class));
  }

  private Event.Body body(JsonNode json) {
    return switch (token(json, "event", EventName.class)) {
      case COMMAND -> command(json);
      case REQUEST -> request(json);
      case LIFECYCLE -> sandbox(json);
    };
  }

  private CommandUsed command(JsonNode json) {
    List<OptionName> options = new ArrayList<>();
    for (JsonNode option : json.path("options")) {
      options.add(
          vocabulary.option(option.asText()).orElseThrow(() -> new MalformedEventException()));
    }
    return new CommandUsed(
        word(json, "command", vocabulary::command),
        word(json, "called_as", vocabulary::call),
        options,
        milliseconds(json),
        token(json, "outcome", CommandUsed.Outcome.class),
        json.has("error_kind")
            ? Optional.of(word(json, "error_kind", vocabulary::errorKind))
            : Optional.empty());
  }

  private RequestHandled request(JsonNode json) {
    List<QueryArgument> query = new ArrayList<>();
    for (var argument : json.path("query").properties()) {
      query.add(
          QueryArgument.of(argument.getKey(), argument.getValue().asText())
              .orElseThrow(() -> new MalformedEventException()));
    }
    return new RequestHandled(
        token(json, "side", RequestHandled.Side.class),
        HttpMethod.of(text(json, "method")),
        word(json, "route", vocabulary::route),
        query,
        HttpStatus.of(json.path("status").asInt()),
        milliseconds(json),
        token(json, "provider", RequestHandled.ProviderKind.class));
  }

  private static SandboxChanged sandbox(JsonNode json) {
    // Only names that are public by definition can stand in a line; proofs come later.
    Optional<PublicImage> image =
        ImageReference.parse(json.path("image").asText()).flatMap(PublicImage::official);
    return new SandboxChanged(
        token(json, "change", SandboxChanged.Change.class),
        token(json, "origin", SandboxChanged.Origin.class),
        image,
        Optional.empty());
  }

  private static Milliseconds milliseconds(JsonNode json) {
    int value = json.path("duration_ms").asInt(-1);
    if (value < 0 || value > Milliseconds.MAX) {
      throw new MalformedEventException();
    }
    return new Milliseconds(value);
  }

  private static <E extends Enum<E>> E token(JsonNode json, String name, Class<E> type) {
    return word(json, name, text -> Token.read(type, text));
  }

  private static <T> T word(JsonNode json, String name, Function<String, Optional<T>> reader) {
    return reader.apply(text(json, name)).orElseThrow(() -> new MalformedEventException());
  }

  private static String text(JsonNode json, String name) {
    return json.path(name).asText();
  }

  private static final class MalformedEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
