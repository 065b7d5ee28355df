package dev.sandglass.engine.lifecycle;

import dev.sandglass.engine.isolation.Holder;
import dev.sandglass.engine.isolation.ResourceLimits;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A sandbox as whatever observes it sees it, at one moment.
 *
 * @param id its id
 * @param name its name, if it has one
 * @param state its state
 * @param limits its limits
 * @param holder present while it runs or is paused
 * @param directory its directory in the engine's state
 * @param entrypoint the entry point's command line
 * @param template the template that it was made from
 * @param snapshot id of the snapshot that it was made from; empty when made from an image
 * @param createdAt when it was made
 */
public record ObservedSandbox(
    String id,
    Optional<String> name,
    SandboxState state,
    ResourceLimits limits,
    Optional<Holder> holder,
    Path directory,
    List<String> entrypoint,
    String template,
    String snapshot,
    Instant createdAt) {
  static ObservedSandbox of(Sandbox sandbox) {
    SandboxRecord record = sandbox.record();
    boolean runs = record.state() == SandboxState.RUNNING || record.state() == SandboxState.PAUSED;
    return new ObservedSandbox(
        record.id(),
        record.name(),
        record.state(),
        record.origin().limits(),
        runs ? sandbox.holder() : Optional.empty(),
        sandbox.directory(),
        record.origin().entrypoint(),
        record.origin().template(),
        record.origin().snapshot(),
        record.origin().createdAt());
  }
}
