package dev.sandglass.sandbox.opensandbox;

import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.OperationFact;
import dev.sandglass.sandbox.OperationObserver.Observation;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.Details;
import dev.sandglass.sandbox.SandboxInfo;
import dev.sandglass.sandbox.SandboxState;
import dev.sandglass.sandbox.http.Failures;
import dev.sandglass.sandbox.http.Route;
import dev.sandglass.sandbox.http.RouteCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Waiting for a state: the engine tells when it is reached, other servers are asked repeatedly. */
final class Waiting {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration FIRST_POLL = Duration.ofMillis(50);
  private static final Duration SLOWEST_POLL = Duration.ofSeconds(1);

  private final Link link;
  private final String id;
  private final Observation observation;

  Waiting(Link link, String id, Observation observation) {
    this.link = link;
    this.id = id;
    this.observation = observation;
  }

  SandboxInfo waitFor(Set<SandboxState> states, Duration timeout) {
    observation.happened(
        new OperationFact.StateAwaited(
            states.stream().map(SandboxState::name).collect(Collectors.toSet())));
    SandboxInfo reached = reach(states, timeout);
    observation.happened(new OperationFact.StateReached(reached.state().name()));
    return reached;
  }

  private SandboxInfo reach(Set<SandboxState> states, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    Duration pause = FIRST_POLL;
    while (true) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      Optional<SandboxInfo> reached =
          link.can(Capability.STOP_START) ? ask(states, left) : poll(states);
      if (reached.isPresent()) {
        return reached.get();
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new SandboxException.TimedOut(
            "The sandbox "
                + Failures.printable(id)
                + " was not "
                + names(states)
                + " within "
                + timeout.toMillis() / 1000.0
                + " s",
            Details.NONE);
      }
      if (!link.can(Capability.STOP_START)) {
        sleep(pause.compareTo(left) < 0 ? pause : left);
        pause =
            pause.multipliedBy(2).compareTo(SLOWEST_POLL) < 0
                ? pause.multipliedBy(2)
                : SLOWEST_POLL;
      }
    }
  }

  private Optional<SandboxInfo> ask(Set<SandboxState> states, Duration left) {
    Duration wait = left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    RouteCall call = RouteCall.to(Route.SANDBOX_WAIT, id).timeout(wait.plus(GRACE));
    states.forEach(state -> call.query("state", state.name()));
    call.query("timeout", Long.toString(seconds));
    try {
      return Optional.of(LifecycleJson.sandbox(link.json(call)));
    } catch (SandboxException.TimedOut e) {
      return Optional.empty();
    } catch (SandboxException.NotFound e) {
      if (states.contains(SandboxState.DELETED)) {
        return Optional.of(deleted());
      }
      throw e;
    }
  }

  private Optional<SandboxInfo> poll(Set<SandboxState> states) {
    SandboxInfo info;
    try {
      info = LifecycleJson.sandbox(link.json(RouteCall.to(Route.SANDBOX_GET, id)));
    } catch (SandboxException.NotFound e) {
      if (states.contains(SandboxState.DELETED)) {
        return Optional.of(deleted());
      }
      throw e;
    }
    if (states.contains(info.state())) {
      return Optional.of(info);
    }
    boolean ended =
        info.state().equals(SandboxState.FAILED)
            || (info.state().equals(SandboxState.TERMINATED)
                && !states.contains(SandboxState.DELETED));
    if (ended) {
      throw new SandboxException.WrongState(
          "The sandbox is "
              + Failures.printable(info.state().name())
              + info.message().map(text -> ": " + Failures.printable(text)).orElse(""),
          Details.NONE);
    }
    return Optional.empty();
  }

  private SandboxInfo deleted() {
    return new SandboxInfo(
        id,
        SandboxState.DELETED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Map.of(),
        Instant.EPOCH,
        Optional.empty());
  }

  private static String names(Set<SandboxState> states) {
    return String.join(" or ", states.stream().map(SandboxState::name).sorted().toList());
  }

  static void sleep(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      throw Failures.interrupted(e);
    }
  }
}
