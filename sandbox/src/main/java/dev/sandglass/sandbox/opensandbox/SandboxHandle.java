package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.OperationFact;
import dev.sandglass.sandbox.OperationObserver.Observation;
import dev.sandglass.sandbox.Ports;
import dev.sandglass.sandbox.Sandbox;
import dev.sandglass.sandbox.SandboxDetails;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxInfo;
import dev.sandglass.sandbox.SandboxMetrics;
import dev.sandglass.sandbox.SandboxState;
import dev.sandglass.sandbox.SnapshotInfo;
import dev.sandglass.sandbox.files.FileSystem;
import dev.sandglass.sandbox.http.Failures;
import dev.sandglass.sandbox.http.Route;
import dev.sandglass.sandbox.http.RouteCall;
import dev.sandglass.sandbox.process.CodeInterpreter;
import dev.sandglass.sandbox.process.Processes;
import dev.sandglass.sandbox.signals.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A sandbox of a server. */
final class SandboxHandle implements Sandbox {
  private static final Duration STOP_MARGIN = Duration.ofSeconds(30);
  private static final Duration SNAPSHOT_POLL = Duration.ofMillis(50);

  private final Link link;
  private final String id;
  private final Execd execd;

  SandboxHandle(Link link, String id) {
    this.link = link.inSandbox(id);
    this.id = id;
    this.execd = new Execd(this.link, id);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public SandboxInfo info() {
    return link.observed(
        Operation.SANDBOX_GET,
        () -> LifecycleJson.sandbox(link.json(RouteCall.to(Route.SANDBOX_GET, id))));
  }

  @Override
  public SandboxDetails details() {
    link.need(Capability.DETAILS);
    return link.observed(
        Operation.SANDBOX_GET,
        () -> LifecycleJson.details(link.json(RouteCall.to(Route.SANDBOX_DETAILS, id))));
  }

  @Override
  public SandboxInfo start(Duration timeout) {
    link.need(Capability.STOP_START);
    return link.observing(
        Operation.SANDBOX_START,
        observation -> {
          link.run(RouteCall.to(Route.SANDBOX_START, id));
          return await(observation, SandboxState.RUNNING, timeout);
        });
  }

  @Override
  public SandboxInfo stop(Duration grace) {
    link.need(Capability.STOP_START);
    return link.observing(
        Operation.SANDBOX_STOP,
        observation -> {
          ObjectNode body = Fields.object().put("timeoutSeconds", grace.toSeconds());
          link.run(
              RouteCall.to(Route.SANDBOX_STOP, id).json(body).timeout(grace.plus(STOP_MARGIN)));
          return await(observation, SandboxState.STOPPED, grace.plus(STOP_MARGIN));
        });
  }

  @Override
  public SandboxInfo pause(Duration timeout) {
    link.need(Capability.PAUSE);
    return link.observing(
        Operation.SANDBOX_PAUSE,
        observation -> {
          link.run(RouteCall.to(Route.SANDBOX_PAUSE, id));
          return await(observation, SandboxState.PAUSED, timeout);
        });
  }

  @Override
  public SandboxInfo resume(Duration timeout) {
    link.need(Capability.PAUSE);
    return link.observing(
        Operation.SANDBOX_RESUME,
        observation -> {
          link.run(RouteCall.to(Route.SANDBOX_RESUME, id));
          return await(observation, SandboxState.RUNNING, timeout);
        });
  }

  private SandboxInfo await(Observation observation, SandboxState state, Duration timeout) {
    return new Waiting(link, id, observation).waitFor(Set.of(state), timeout);
  }

  @Override
  public void delete() {
    link.observed(Operation.SANDBOX_DELETE, () -> link.run(RouteCall.to(Route.SANDBOX_DELETE, id)));
  }

  @Override
  public Instant renew(Instant expiresAt) {
    link.need(Capability.RENEW);
    ObjectNode body = Fields.object().put("expiresAt", expiresAt.toString());
    return link.observed(
        Operation.SANDBOX_RENEW,
        () ->
            Fields.instant(
                link.json(RouteCall.to(Route.SANDBOX_RENEW, id).json(body)), "expiresAt"));
  }

  @Override
  public SandboxInfo patchMetadata(Map<String, Optional<String>> changes) {
    link.need(Capability.METADATA);
    ObjectNode body = Fields.object();
    changes.forEach((key, value) -> body.put(key, value.orElse(null)));
    return link.observed(
        Operation.SANDBOX_PATCH_METADATA,
        () ->
            LifecycleJson.sandbox(
                link.json(RouteCall.to(Route.SANDBOX_PATCH_METADATA, id).json(body))));
  }

  @Override
  public SandboxInfo waitFor(Set<SandboxState> states, Duration timeout) {
    return link.observing(
        Operation.SANDBOX_WAIT,
        observation -> new Waiting(link, id, observation).waitFor(states, timeout));
  }

  @Override
  public SandboxMetrics metrics() {
    link.need(Capability.METRICS);
    return link.observed(
        Operation.SANDBOX_METRICS,
        () -> {
          JsonNode node = execd.json(RouteCall.to(Route.METRICS));
          return new SandboxMetrics(
              node.path("cpu_count").asDouble(),
              node.path("cpu_used_pct").asDouble(),
              node.path("mem_total_mib").asDouble(),
              node.path("mem_used_mib").asDouble(),
              Instant.ofEpochMilli(node.path("timestamp").asLong()));
        });
  }

  @Override
  public Signals signals() {
    return new EngineSignals(link, id);
  }

  @Override
  public Processes processes() {
    return link.can(Capability.EXEC_BYTE_EXACT)
        ? new EngineProcesses(link, id)
        : new ExecdProcesses(link, execd);
  }

  @Override
  public CodeInterpreter code() {
    return new ExecdCode(link, execd);
  }

  @Override
  public FileSystem files() {
    return new ExecdFiles(link, id, execd);
  }

  @Override
  public Ports ports() {
    return new PortList(link, id);
  }

  @Override
  public SnapshotInfo snapshot(Optional<String> name, Duration timeout) {
    link.need(Capability.SNAPSHOTS);
    return link.observing(
        Operation.SNAPSHOT_CREATE, observation -> takeSnapshot(observation, name, timeout));
  }

  private SnapshotInfo takeSnapshot(
      Observation observation, Optional<String> name, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    ObjectNode body = Fields.object();
    name.ifPresent(value -> body.put("name", value));
    SnapshotInfo snapshot =
        LifecycleJson.snapshot(
            link.json(RouteCall.to(Route.SANDBOX_SNAPSHOT, id).json(body).timeout(timeout)));
    boolean awaited = !snapshot.state().equals(SnapshotInfo.READY);
    if (awaited) {
      observation.happened(new OperationFact.StateAwaited(Set.of(SnapshotInfo.READY)));
    }
    while (!snapshot.state().equals(SnapshotInfo.READY)) {
      if (snapshot.state().equals(SnapshotInfo.FAILED)) {
        throw new SandboxException.WrongState(
            "The snapshot failed"
                + snapshot.message().map(text -> ": " + Failures.printable(text)).orElse(""),
            SandboxException.Details.NONE);
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new SandboxException.TimedOut(
            "The snapshot " + Failures.printable(snapshot.id()) + " is not ready yet",
            SandboxException.Details.NONE);
      }
      Waiting.sleep(SNAPSHOT_POLL);
      snapshot = LifecycleJson.snapshot(link.json(RouteCall.to(Route.SNAPSHOT_GET, snapshot.id())));
    }
    if (awaited) {
      observation.happened(new OperationFact.StateReached(SnapshotInfo.READY));
    }
    return snapshot;
  }
}
