package dev.sandglass.cli.command.fs;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.value.FileMode;
import dev.sandglass.cli.value.InnerPath;
import dev.sandglass.sandbox.files.Permissions;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand fs write}. */
@Command(
    name = "write",
    description = "Write a file from a text, or from standard input; missing directories are made.",
    footer = {
      "  sand fs write box /workspace/greeting.txt \"Hello\"",
      "  curl -s https://example.com | sand fs write box /workspace/page.html"
    })
public final class FsWriteCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      index = "0",
      paramLabel = "SANDBOX",
      description = "Name, id, or the beginning of the id.")
  private String sandbox = "";

  @Parameters(index = "1", paramLabel = "PATH", description = "The file; replaced if it exists.")
  private InnerPath path = new InnerPath("/");

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "TEXT",
      description = "Its content; without it standard input is read to the end.")
  private @Nullable String text;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "Permission bits in octal, such as 600.")
  private @Nullable FileMode mode;

  /** Creates the command. */
  public FsWriteCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    InputStream content =
        text == null
            ? context.console().in()
            : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    Permissions permissions = mode == null ? Permissions.DEFAULT : Permissions.mode(mode.bits());
    context.sandbox(sandbox).files().write(path.text(), content, permissions);
    return 0;
  }
}
