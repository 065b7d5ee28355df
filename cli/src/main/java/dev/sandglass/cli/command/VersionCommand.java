package dev.sandglass.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.CommandContext;
import dev.sandglass.cli.Version;
import dev.sandglass.cli.console.View;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sand version}. */
@Command(
    name = "version",
    description = "Print the version of sand, of Java, and of the system.",
    footer = {"  sand version", "  sand version -o json"})
public final class VersionCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Creates the command. */
  public VersionCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    View<Version> view =
        View.<Version>of(Version::text, version -> json(version, system))
            .column("sand", Version::text)
            .column("java", version -> System.getProperty("java.version"))
            .column("system", version -> system);
    context.printer().details(view, Version.current());
    return 0;
  }

  private static ObjectNode json(Version version, String system) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("version", version.text());
    document.put("java", System.getProperty("java.version"));
    document.put("system", system);
    return document;
  }
}
