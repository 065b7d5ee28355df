package dev.sandglass.cli.command.provider;

import dev.sandglass.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code sand provider}. */
@Command(
    name = "provider",
    description = "Manage where sandboxes live: this machine, or servers.",
    footer = {
      "  sand provider ls",
      "  sand provider add lab --url https://lab.example --api-key-file key.txt"
    })
public final class ProviderCommand extends CommandGroup {}
