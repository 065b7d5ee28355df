package dev.sandglass.engine.lifecycle;

import dev.sandglass.engine.isolation.Holder;
import dev.sandglass.engine.isolation.ResourceLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A sandbox as it was when somebody asked for the running one. */
record RunningSandbox(SandboxRecord.Origin origin, Holder holder, Path directory)
    implements LiveSandbox {
  @Override
  public String id() {
    return origin.id();
  }

  @Override
  public Map<String, String> environment() {
    return origin.environment();
  }

  @Override
  public String workingDirectory() {
    return origin.workingDirectory();
  }

  @Override
  public List<String> entrypoint() {
    return origin.entrypoint();
  }

  @Override
  public ResourceLimits limits() {
    return origin.limits();
  }
}
