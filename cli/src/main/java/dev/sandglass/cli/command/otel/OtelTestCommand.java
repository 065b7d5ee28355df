package dev.sandglass.cli.command.otel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.ExitCode;
import dev.sandglass.cli.console.View;
import dev.sandglass.cli.otel.OtlpSettings;
import dev.sandglass.cli.otel.Outcome;
import dev.sandglass.cli.otel.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sand otel test}. */
@Command(
    name = "test",
    description = {
      "Send one span, one metric and one log record, and say what came back and what to try.",
      "It sends although OpenTelemetry may be off; 125 is the exit code if anything is not taken."
    },
    footer = {
      "  sand otel test",
      "  OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317 sand otel test --timeout 3s"
    })
public final class OtelTestCommand implements Callable<Integer> {
  private static final View<Result> VIEW =
      View.<Result>of(result -> result.signal().text(), OtelTestCommand::json)
          .column("SIGNAL", result -> result.signal().text())
          .column("RESULT", result -> token(result.outcome().kind()))
          .column("ENDPOINT", Result::endpoint)
          .column("ANSWER", result -> result.outcome().what());

  private final CommandContext context;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "How long to wait for answers, such as 3s; ${DEFAULT-VALUE} if not given.")
  private Duration timeout = Duration.ofSeconds(10);

  private record Result(Signal signal, String endpoint, String protocol, Outcome outcome) {}

  /** Creates the command. */
  public OtelTestCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    OtlpSettings settings = context.otel().settings();
    Map<Signal, Outcome> outcomes = context.otel().probe(timeout);
    List<Result> results =
        outcomes.entrySet().stream()
            .map(entry -> result(settings, entry.getKey(), entry.getValue()))
            .toList();
    context.printer().list(VIEW, results);
    results.stream()
        .map(Result::outcome)
        .map(Outcome::advice)
        .filter(advice -> !advice.isEmpty())
        .distinct()
        .forEach(context.printer()::remark);
    if (!context.otel().decision().on()) {
      context
          .printer()
          .remark("OpenTelemetry is off: other commands send nothing; --otel switches it on.");
    }
    boolean lost = outcomes.values().stream().anyMatch(Outcome::isLoss);
    return lost ? ExitCode.CANNOT.code() : ExitCode.SUCCESS.code();
  }

  private static Result result(OtlpSettings settings, Signal signal, Outcome outcome) {
    boolean otlp = settings.isOtlp(signal);
    return new Result(
        signal,
        otlp ? settings.shownEndpoint(signal) : "",
        otlp ? settings.protocol(signal).text() : "",
        outcome);
  }

  private static ObjectNode json(Result result) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("signal", result.signal().text());
    document.put("result", token(result.outcome().kind()));
    document.put("endpoint", result.endpoint());
    document.put("protocol", result.protocol());
    document.put("answer", result.outcome().what());
    document.put("advice", result.outcome().advice());
    return document;
  }

  private static String token(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
