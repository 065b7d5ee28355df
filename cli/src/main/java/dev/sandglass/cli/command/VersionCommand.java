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
    description = "Print what this build of sand is, and what it runs on.",
    footer = {"  sand version", "  sand version -o json"})
public final class VersionCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Creates the command. */
  public VersionCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    View<Version> view =
        View.<Version>of(Version::text, VersionCommand::json)
            .column("sand", Version::text)
            .column("commit", version -> version.commit().orElse("unknown"))
            .column("build", version -> Version.build())
            .column("runtime", version -> runtime())
            .column("system", version -> system());
    context.printer().details(view, Version.current());
    return 0;
  }

  private static ObjectNode json(Version version) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("version", version.text());
    document.put("commit", version.commit().orElse(null));
    document.put("build", Version.build());
    document.put("runtime", runtime());
    document.put("java", System.getProperty("java.version"));
    document.put("system", system());
    return document;
  }

  private static String runtime() {
    return System.getProperty("java.vm.name") + " " + System.getProperty("java.version");
  }

  private static String system() {
    return System.getProperty("os.name") + " " + System.getProperty("os.arch");
  }
}
