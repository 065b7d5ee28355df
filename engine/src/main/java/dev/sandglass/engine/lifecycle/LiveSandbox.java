package dev.sandglass.engine.lifecycle;

import dev.sandglass.engine.isolation.Holder;
import dev.sandglass.engine.isolation.ResourceLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A sandbox that runs, as the parts of the engine that work inside it see it. */
public interface LiveSandbox {
  /** Its id. */
  String id();

  /** Its holder. */
  Holder holder();

  /** Its directory in the engine's state; {@code commands/} below it is the executions' own. */
  Path directory();

  /** Environment that every command in it starts with (template, create request, PATH, HOME …). */
  Map<String, String> environment();

  /** Working directory of commands that name none. */
  String workingDirectory();

  /** Its resource limits. */
  ResourceLimits limits();

  /** The entry point's command line. */
  List<String> entrypoint();
}
