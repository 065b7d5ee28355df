package dev.sandglass.cli.command.snapshot;

import dev.sandglass.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code sand snapshot}. */
@Command(
    name = "snapshot",
    description = "Keep the state of files of a sandbox, to make others from.",
    footer = {"  sand snapshot create box --name clean", "  sand create --snapshot clean"})
public final class SnapshotCommand extends CommandGroup {}
