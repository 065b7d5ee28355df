package dev.sandglass.cli.command.config;

import dev.sandglass.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code sand config}. */
@Command(
    name = "config",
    description = "Read and change the configuration.",
    footer = {"  sand config ls", "  sand config set defaults.memory 1Gi"})
public final class ConfigCommand extends CommandGroup {}
