package dev.sandglass.cli.command.fs;

import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.CommandException;
import dev.sandglass.cli.console.OutputFormat;
import dev.sandglass.cli.value.InnerPath;
import dev.sandglass.sandbox.files.FileInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sand fs tree}. */
@Command(
    name = "tree",
    description = "Show a directory as a tree.",
    footer = {"  sand fs tree box /workspace", "  sand fs tree box /etc --depth 1"})
public final class FsTreeCommand implements Callable<Integer> {
  private final CommandContext context;

  @Parameters(
      index = "0",
      paramLabel = "SANDBOX",
      description = "Name, id, or the beginning of the id.")
  private String sandbox = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PATH",
      defaultValue = "/workspace",
      description = "The directory; /workspace by default.")
  private InnerPath path = new InnerPath("/workspace");

  @Option(names = "--depth", paramLabel = "LEVELS", description = "How many levels; 5 by default.")
  private int depth = 5;

  /** Creates the command. */
  public FsTreeCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (depth < 1) {
      throw CommandException.usage("'" + depth + "' is not a number of levels above 0");
    }
    List<FileInfo> files = context.sandbox(sandbox).files().list(path.text(), depth);
    if (context.format() != OutputFormat.TABLE) {
      context.printer().list(FileView.VIEW, files);
      return 0;
    }
    Map<String, List<FileInfo>> children = new TreeMap<>();
    for (FileInfo file : files) {
      String parent = file.path().substring(0, Math.max(1, file.path().lastIndexOf('/')));
      children.computeIfAbsent(parent, key -> new ArrayList<>()).add(file);
    }
    String root = path.text().length() > 1 ? path.text().replaceFirst("/+$", "") : "/";
    context.printer().line(root);
    show(children, root, "");
    return 0;
  }

  private void show(Map<String, List<FileInfo>> children, String parent, String indent) {
    List<FileInfo> files = children.getOrDefault(parent, List.of());
    for (int i = 0; i < files.size(); i++) {
      FileInfo file = files.get(i);
      boolean last = i == files.size() - 1;
      String mark = file.type() == FileInfo.Type.DIRECTORY ? "/" : "";
      context.printer().line(indent + (last ? "└── " : "├── ") + file.fileName() + mark);
      show(children, file.path(), indent + (last ? "    " : "│   "));
    }
  }
}
