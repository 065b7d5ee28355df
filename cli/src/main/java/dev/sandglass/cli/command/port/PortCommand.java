package dev.sandglass.cli.command.port;

import dev.sandglass.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code sand port}. */
@Command(
    name = "port",
    description = "Reach ports inside a sandbox.",
    footer = {"  sand port url box 8080", "  sand port ls box"})
public final class PortCommand extends CommandGroup {}
