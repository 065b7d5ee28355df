package dev.sandglass.cli.command.otel;

import dev.sandglass.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code sand otel}. */
@Command(
    name = "otel",
    description = {
      "See and try where sand sends OpenTelemetry: traces, metrics and logs of your commands.",
      "They go to a backend of your own, and only if you switch that on."
    },
    footer = {"  sand otel status", "  sand otel test"})
public final class OtelCommand extends CommandGroup {}
