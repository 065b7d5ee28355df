package dev.sandglass.cli.reference;

import dev.sandglass.cli.otel.OtelVariable;
import dev.sandglass.cli.otel.ResourceAttribute;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.observability.Metric;
import dev.sandglass.sandbox.observability.SpanAttribute;
import dev.sandglass.sandbox.observability.SpanEvent;
import dev.sandglass.sandbox.observability.SpanType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** {@code docs/opentelemetry.md}: prose for how to use it, tables from the code that does it. */
public final class OpenTelemetryDocument {
  private OpenTelemetryDocument() {}

  /** Returns the document. */
  public static String of(CommandSpec root) {
    return OpenTelemetryProse.HEAD
        + variables()
        + "\n## What is sent\n\n### Spans\n\n"
        + spans(root)
        + "\nOperations, the same with every provider: "
        + Arrays.stream(Operation.values())
            .map(operation -> code(operation.operationName()))
            .collect(Collectors.joining(", "))
        + ".\n\n### Events on spans\n\n"
        + events()
        + "\n### Attributes of spans, events and metrics\n\n"
        + attributes()
        + "\n### Metrics\n\n"
        + metrics()
        + "\n### Resource\n\n"
        + resource()
        + OpenTelemetryProse.TAIL;
  }

  private static String variables() {
    StringBuilder text = new StringBuilder("| Variable | Default | Meaning |\n|---|---|---|\n");
    for (OtelVariable variable : OtelVariable.values()) {
      String names =
          variable.names().stream()
              .map(OpenTelemetryDocument::code)
              .collect(Collectors.joining(", "));
      row(
          text,
          names,
          variable.byDefault().map(OpenTelemetryDocument::code).orElse(""),
          variable.meaning());
    }
    return text.toString();
  }

  private static String spans(CommandSpec root) {
    StringBuilder text =
        new StringBuilder("| Span | Kind | Stands for | Attributes |\n|---|---|---|---|\n");
    row(
        text,
        "`sand …`, such as " + code(root.name() + " fs ls"),
        "INTERNAL",
        "One command, without its arguments; the root of all others",
        keys(List.of(SpanAttribute.EXIT_CODE, SpanAttribute.ERROR_TYPE)));
    for (SpanType type : SpanType.values()) {
      String name =
          switch (type) {
            case OPERATION -> "Name of the operation, such as `Sandbox.create`";
            case REQUEST -> "Method and template, such as `GET /sandboxes/:sandboxId`";
            case SERVED -> "The same with the engine's path";
            case BACKGROUND -> code(SpanType.BACKGROUND_NAME);
          };
      row(text, name, type.kindName(), type.description(), keys(type.attributes()));
    }
    return text.toString();
  }

  private static String events() {
    StringBuilder text = new StringBuilder("| Event | Meaning | Attributes |\n|---|---|---|\n");
    for (SpanEvent event : SpanEvent.values()) {
      row(text, code(event.eventName()), event.description(), keys(event.attributes()));
    }
    return text.toString();
  }

  private static String attributes() {
    StringBuilder text = new StringBuilder("| Attribute | Type | Meaning |\n|---|---|---|\n");
    for (SpanAttribute attribute : SpanAttribute.values()) {
      row(
          text,
          code(attribute.key()),
          attribute.type().name().toLowerCase(Locale.ROOT),
          attribute.description());
    }
    return text.toString();
  }

  private static String metrics() {
    StringBuilder text =
        new StringBuilder(
            "| Metric | Kind | Unit | Meaning | Attributes |\n|---|---|---|---|---|\n");
    for (Metric metric : Metric.values()) {
      row(
          text,
          code(metric.metricName()),
          metric.instrument().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          code(metric.unit()),
          metric.description(),
          keys(metric.attributes()));
    }
    String bounds =
        Metric.DURATION_BUCKETS.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return text + "\nBuckets of durations end at " + bounds + " seconds.\n";
  }

  private static String resource() {
    StringBuilder text = new StringBuilder("| Attribute | Value |\n|---|---|\n");
    for (ResourceAttribute attribute : ResourceAttribute.values()) {
      row(text, code(attribute.key()), attribute.description());
    }
    return text.toString();
  }

  private static String keys(List<SpanAttribute> attributes) {
    return attributes.stream()
        .map(attribute -> code(attribute.key()))
        .collect(Collectors.joining(", "));
  }

  private static void row(StringBuilder text, String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
