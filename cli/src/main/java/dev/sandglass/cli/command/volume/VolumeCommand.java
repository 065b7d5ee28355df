package dev.sandglass.cli.command.volume;

import dev.sandglass.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code sand volume}. */
@Command(
    name = "volume",
    description = "Manage named volumes: directories that outlive sandboxes.",
    footer = {"  sand volume create cache", "  sand run -v cache:/root/.cache -- make"})
public final class VolumeCommand extends CommandGroup {}
