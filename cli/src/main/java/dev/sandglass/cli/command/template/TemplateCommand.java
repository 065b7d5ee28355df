package dev.sandglass.cli.command.template;

import dev.sandglass.cli.command.CommandGroup;
import picocli.CommandLine.Command;

/** {@code sand template}. */
@Command(
    name = "template",
    description = "Manage templates: root file systems to make sandboxes from.",
    footer = {
      "  sand template add debian debian-rootfs.tar",
      "  sand run --image debian -- cat /etc/os-release"
    })
public final class TemplateCommand extends CommandGroup {}
