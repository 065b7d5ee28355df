package dev.sandglass.cli.command.engine;

import dev.sandglass.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code sand engine}. */
@Command(
    name = "engine",
    description =
        "See and control the engine of this machine; other commands start it by themselves.",
    footer = {"  sand engine status", "  sand engine logs -f"})
public final class EngineCommand extends CommandGroup {}
