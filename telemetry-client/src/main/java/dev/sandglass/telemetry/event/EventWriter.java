package dev.sandglass.telemetry.event;

import dev.sandglass.scrubber.PublicGitRepository;
import dev.sandglass.scrubber.PublicImage;
import dev.sandglass.scrubber.QueryArgument;
import dev.sandglass.scrubber.QueryNumber;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;

/**
 * Writes an event as one line of JSON. By hand and without a library, because every command waits
 * for it; closed types leave nothing to escape.
 */
public final class EventWriter {
  private final StringBuilder json = new StringBuilder(512);

  private EventWriter() {}

  /** Returns the event as JSON on one line, without a line feed. */
  public static String write(Event event) {
    EventWriter writer = new EventWriter();
    writer.json.append('{');
    writer.number("schema", Event.SCHEMA_VERSION);
    writer.text("event", event.body().eventName().token());
    writer.text("uuid", event.id().toString());
    writer.text("timestamp", timestamp(event.timestamp()));
    writer.text("cli_id", event.cliId().toString());
    writer.client(event.client());
    writer.body(event.body());
    return writer.json.append('}').toString();
  }

  /** Writes a time in UTC, always with three digits for milliseconds. */
  static String timestamp(Instant time) {
    LocalDateTime utc =
        LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
    // A formatter would pull in more of the JDK than everything else here together.
    StringBuilder text = new StringBuilder(24);
    digits(text, utc.getYear(), 4).append('-');
    digits(text, utc.getMonthValue(), 2).append('-');
    digits(text, utc.getDayOfMonth(), 2).append('T');
    digits(text, utc.getHour(), 2).append(':');
    digits(text, utc.getMinute(), 2).append(':');
    digits(text, utc.getSecond(), 2).append('.');
    return digits(text, utc.getNano() / 1_000_000, 3).append('Z').toString();
  }

  private static StringBuilder digits(StringBuilder text, int number, int width) {
    String digits = Integer.toString(number);
    for (int i = digits.length(); i < width; i++) {
      text.append('0');
    }
    return text.append(digits);
  }

  private void client(Client client) {
    text("version", client.version().toString());
    token("os", client.operatingSystem());
    token("architecture", client.architecture());
    token("runtime", client.runtime());
    token("source", client.source());
  }

  private void body(Event.Body body) {
    if (body instanceof CommandUsed used) {
      command(used);
    } else if (body instanceof RequestHandled request) {
      request(request);
    } else if (body instanceof SandboxChanged changed) {
      sandbox(changed);
    }
  }

  private void command(CommandUsed used) {
    text("command", used.command().toString());
    text("called_as", used.calledAs().toString());
    name("options").append('[');
    for (Iterator<OptionName> options = used.options().iterator(); options.hasNext(); ) {
      json.append('"').append(options.next()).append(options.hasNext() ? "\"," : "\"");
    }
    json.append(']');
    number("duration_ms", used.duration().value());
    token("outcome", used.outcome());
    used.errorKind().ifPresent(kind -> text("error_kind", kind.toString()));
  }

  private void request(RequestHandled request) {
    token("side", request.side());
    text("method", request.method().name());
    text("route", request.route().toString());
    query(request.query());
    request.status().ifPresent(status -> number("status", status.value()));
    number("duration_ms", request.duration().value());
    token("provider", request.provider());
  }

  private void query(List<QueryArgument> query) {
    if (query.isEmpty()) {
      return;
    }
    name("query").append('{');
    for (QueryArgument argument : query) {
      String value = argument.value().text();
      boolean bare = argument.value() instanceof QueryNumber;
      name(argument.parameter().text()).append(bare ? value : '"' + value + '"');
    }
    json.append('}');
  }

  private void sandbox(SandboxChanged changed) {
    token("change", changed.change());
    token("origin", changed.origin());
    if (changed.origin() == SandboxChanged.Origin.IMAGE) {
      text("image", changed.image().map(PublicImage::text).orElse(SandboxChanged.UNDISCLOSED));
      text(
          "repository",
          changed.repository().map(PublicGitRepository::text).orElse(SandboxChanged.UNDISCLOSED));
    }
  }

  private void token(String name, Enum<?> value) {
    text(name, Token.of(value));
  }

  private void text(String name, String value) {
    name(name).append('"').append(value).append('"');
  }

  private void number(String name, int value) {
    name(name).append(value);
  }

  private StringBuilder name(String name) {
    if (json.charAt(json.length() - 1) != '{') {
      json.append(',');
    }
    return json.append('"').append(name).append("\":");
  }
}
