package dev.sandglass.cli.command.telemetry;

import dev.sandglass.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code sand telemetry}. */
@Command(
    name = "telemetry",
    description = {
      "See and switch what sand tells about its usage.",
      "Which commands are used and how they end, under a random ID; never arguments, names, paths, contents or your address."
    },
    footer = {"  sand telemetry status", "  sand telemetry disable"})
public final class TelemetryCommand extends CommandGroup {}
