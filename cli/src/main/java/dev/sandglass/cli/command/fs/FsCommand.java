package dev.sandglass.cli.command.fs;

import dev.sandglass.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code sand fs}. */
@Command(
    name = "fs",
    description = "Work with the files of a sandbox.",
    footer = {"  sand fs ls box /workspace", "  sand fs cat box /etc/os-release --lines 1:3"})
public final class FsCommand extends CommandGroup {}
