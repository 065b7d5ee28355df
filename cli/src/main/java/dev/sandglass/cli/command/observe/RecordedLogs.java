package dev.sandglass.cli.command.observe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.console.Documents;
import dev.sandglass.cli.console.View;
import dev.sandglass.cli.terminal.Interruption;
import dev.sandglass.sandbox.signals.LogEntry;
import dev.sandglass.sandbox.signals.LogQuery;
import dev.sandglass.sandbox.signals.Signals;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Shows the log records that the engine keeps of a sandbox. */
public final class RecordedLogs {
  private static final View<LogEntry> VIEW =
      View.of(entry -> Long.toString(entry.id()), RecordedLogs::json);

  private static final int MOST_AT_ONCE = 1_000;

  private final CommandContext context;
  private final LogQuery query;
  private final Optional<String> stream;
  private final OptionalInt tail;
  private final boolean follow;

  /**
   * Prepares to show.
   *
   * @param query which records
   * @param stream only those of this output, {@code stdout} or {@code stderr}
   * @param tail only so many at the end
   * @param follow whether to go on with those that come
   */
  public RecordedLogs(
      CommandContext context,
      LogQuery query,
      Optional<String> stream,
      OptionalInt tail,
      boolean follow) {
    this.context = context;
    this.query = query;
    this.stream = stream;
    this.tail = tail;
    this.follow = follow;
  }

  /** Shows them; with {@code follow} until somebody interrupts. */
  public void show(String sandbox) {
    Signals signals = Observed.sandbox(context, sandbox).signals();
    Interruption.interruptible(
        () -> {
          show(signals);
          return 0;
        });
  }

  private void show(Signals signals) {
    if (!follow && context.format().isDocument()) {
      List<LogEntry> all = new ArrayList<>();
      read(signals, filtered(all::add));
      context.printer().list(VIEW, all);
      return;
    }
    long cursor = read(signals, filtered(this::print));
    while (follow) {
      cursor = signals.await(query, cursor, filtered(this::print));
    }
  }

  private Consumer<LogEntry> filtered(Consumer<LogEntry> next) {
    return entry -> {
      boolean wanted =
          stream.isEmpty() || stream.get().equals(entry.attributes().get("log.iostream"));
      if (wanted) {
        next.accept(entry);
      }
    };
  }

  /** Passes on what there is, and returns the cursor of what comes then. */
  private long read(Signals signals, Consumer<LogEntry> consumer) {
    if (tail.isEmpty()) {
      return signals.read(query, 0, consumer);
    }
    int left = tail.getAsInt();
    List<LogEntry> last = new ArrayList<>();
    Signals.LogPage page = signals.logs(query, true, 1, Math.max(1, Math.min(left, MOST_AT_ONCE)));
    long cursor = page.cursor().orElse(0);
    for (int number = 2; ; number++) {
      last.addAll(page.items());
      if (last.size() >= left || page.items().size() < MOST_AT_ONCE) {
        break;
      }
      page = signals.logs(query, true, number, MOST_AT_ONCE);
    }
    List<LogEntry> wanted = new ArrayList<>(last.subList(0, Math.min(left, last.size())));
    Collections.reverse(wanted);
    wanted.forEach(consumer);
    return cursor;
  }

  private void print(LogEntry entry) {
    switch (context.format()) {
      case TABLE -> context.printer().line(text(entry));
      case JSON -> context.console().print(Documents.compactJson(json(entry)) + "\n");
      case YAML -> context.console().print("---\n" + Documents.yaml(json(entry)));
      case NAME -> context.printer().line(Long.toString(entry.id()));
    }
  }

  private static String text(LogEntry entry) {
    return instant(entry.timestamp())
        + " "
        + String.format("%-5s", entry.severityText())
        + " "
        + source(entry)
        + ": "
        + entry.body();
  }

  private static String instant(Instant time) {
    // Always with three digits: lines stay in columns.
    String text = time.truncatedTo(ChronoUnit.MILLIS).plusNanos(1).toString();
    return text.substring(0, 23) + "Z";
  }

  /** What wrote it: a command, a program that tells about itself, or the engine. */
  private static String source(LogEntry entry) {
    Map<String, String> attributes = entry.attributes();
    if (attributes.containsKey("process.id")) {
      String program = attributes.getOrDefault("process.command", "");
      return attributes.get("process.id") + (program.isEmpty() ? "" : " " + program);
    }
    return entry.eventName().filter(name -> name.startsWith("sandbox.")).isPresent()
        ? "sandbox"
        : entry.serviceName();
  }

  private static ObjectNode json(LogEntry entry) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", entry.id());
    json.put("timestamp", entry.timestamp().toString());
    json.put("severityText", entry.severityText());
    json.put("severityNumber", entry.severityNumber());
    json.put("body", entry.body());
    json.put("serviceName", entry.serviceName());
    json.put("eventName", entry.eventName().orElse(null));
    json.put("traceId", entry.traceId().orElse(null));
    json.put("spanId", entry.spanId().orElse(null));
    ObjectNode attributes = json.putObject("attributes");
    new TreeMap<>(entry.attributes()).forEach(attributes::put);
    ObjectNode resource = json.putObject("resourceAttributes");
    new TreeMap<>(entry.resourceAttributes()).forEach(resource::put);
    return json;
  }
}
