package dev.sandglass.cli.command.template;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.ErrorKind;
import dev.sandglass.cli.console.Progress;
import dev.sandglass.sandbox.TemplateInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sand template add}. */
@Command(
    name = "add",
    description = {
      "Add a root file system under a name.",
      "The source is a directory, a tarball, or an OCI image layout (directory or tarball)."
    },
    footer = {"  sand template add debian ./rootfs", "  sand template add alpine alpine.tar.gz"})
public final class TemplateAddCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "SOURCE", description = "The directory or file.")
  private Path source = Path.of("");

  /** Creates the command. */
  public TemplateAddCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (!Files.exists(source)) {
      throw CommandException.cannot(ErrorKind.LOCAL_FILE, "'" + source + "' does not exist");
    }
    TemplateInfo template;
    try (Progress progress = context.printer().progress("Adding " + name)) {
      progress.step("reading " + source);
      template = context.client().templates().add(name, source.toAbsolutePath().normalize());
    }
    context.printer().result(TemplateView.VIEW, template);
    return 0;
  }
}
