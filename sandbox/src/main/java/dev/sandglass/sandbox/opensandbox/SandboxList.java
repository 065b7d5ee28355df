package dev.sandglass.sandbox.opensandbox;

import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.CreateRequest;
import dev.sandglass.sandbox.ListFilter;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.OperationFact;
import dev.sandglass.sandbox.OperationObserver.Observation;
import dev.sandglass.sandbox.Pages;
import dev.sandglass.sandbox.Sandbox;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SandboxException.Details;
import dev.sandglass.sandbox.SandboxInfo;
import dev.sandglass.sandbox.SandboxState;
import dev.sandglass.sandbox.Sandboxes;
import dev.sandglass.sandbox.http.Answer;
import dev.sandglass.sandbox.http.Failures;
import dev.sandglass.sandbox.http.Route;
import dev.sandglass.sandbox.http.RouteCall;
import dev.sandglass.sandbox.signals.OrganizationUsage;
import dev.sandglass.sandbox.signals.SandboxUsage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The sandboxes of a server. */
final class SandboxList implements Sandboxes {
  /** What the SDKs of OpenSandbox ask for when nobody says anything. */
  private static final Map<String, String> USUAL_LIMITS = Map.of("cpu", "1", "memory", "2Gi");

  private static final int CANDIDATES_SHOWN = 5;

  private final Link link;

  SandboxList(Link link) {
    this.link = link;
  }

  @Override
  public Sandbox create(CreateRequest request) {
    checkSupported(request);
    return link.observing(
        Operation.SANDBOX_CREATE, observation -> createAndWait(observation, request));
  }

  private void checkSupported(CreateRequest request) {
    if (request.uniqueName()) {
      link.need(Capability.UNIQUE_NAMES);
    }
    if (!request.volumes().isEmpty()) {
      link.need(Capability.VOLUME_MOUNTS);
    }
    if (request.source() instanceof CreateRequest.FromSnapshot) {
      link.need(Capability.SNAPSHOTS);
    }
  }

  private Sandbox createAndWait(Observation observation, CreateRequest request) {
    boolean embedded = link.can(Capability.STOP_START);
    var body = LifecycleJson.create(request, embedded ? Map.of() : USUAL_LIMITS);
    RouteCall call = RouteCall.to(Route.SANDBOXES_CREATE).json(body).sheltered();
    Answer answer = link.send(call);
    boolean interrupted = Thread.interrupted(); // first the id, or nobody could delete it
    SandboxInfo info = LifecycleJson.sandbox(answer.json());
    observation.happened(new OperationFact.SandboxKnown(info.id()));
    if (interrupted) {
      SandboxException reason = Failures.interrupted(new InterruptedException());
      deleteUnready(info.id(), reason);
      throw reason;
    }
    Sandbox sandbox = handle(info.id());
    if (request.readyTimeout().isZero() || info.state().equals(SandboxState.RUNNING)) {
      return sandbox;
    }
    try {
      new Waiting(link, info.id(), observation)
          .waitFor(Set.of(SandboxState.RUNNING), request.readyTimeout());
      return sandbox;
    } catch (SandboxException e) {
      deleteUnready(info.id(), e);
      throw e;
    }
  }

  /** Even an interrupted creator leaves nothing behind. */
  private void deleteUnready(String id, SandboxException reason) {
    boolean interrupted = Thread.interrupted();
    try {
      link.run(RouteCall.to(Route.SANDBOX_DELETE, id));
    } catch (SandboxException e) {
      reason.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public Sandbox get(String idOrName) {
    return link.observing(
        Operation.SANDBOX_GET,
        observation -> {
          Optional<String> id = byId(idOrName).or(() -> only(idOrName, named(idOrName)));
          return found(observation, id.orElseThrow(() -> noSuch(idOrName)));
        });
  }

  @Override
  public Sandbox resolve(String nameOrIdPrefix) {
    return link.observing(
        Operation.SANDBOX_RESOLVE,
        observation -> {
          Optional<String> id =
              only(nameOrIdPrefix, named(nameOrIdPrefix))
                  .or(() -> byId(nameOrIdPrefix))
                  .or(() -> only(nameOrIdPrefix, beginningWith(nameOrIdPrefix)));
          return found(observation, id.orElseThrow(() -> noSuch(nameOrIdPrefix)));
        });
  }

  private Sandbox found(Observation observation, String id) {
    observation.happened(new OperationFact.SandboxKnown(id));
    return handle(id);
  }

  private Optional<String> byId(String id) {
    RouteCall call;
    try {
      call = RouteCall.to(Route.SANDBOX_GET, id);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // it cannot be anything's id
    }
    try {
      return Optional.of(LifecycleJson.sandbox(link.json(call)).id());
    } catch (SandboxException.NotFound | SandboxException.InvalidRequest e) {
      return Optional.empty();
    }
  }

  private List<SandboxInfo> named(String name) {
    Map<String, String> wanted = Map.of(SandboxInfo.NAME_KEY, name);
    // A server that ignores the filter must not make us take the wrong sandbox.
    return matching(
        ListFilter.ALL.withMetadata(wanted), info -> info.name().equals(Optional.of(name)));
  }

  private List<SandboxInfo> beginningWith(String prefix) {
    return prefix.isEmpty()
        ? List.of()
        : matching(ListFilter.ALL, info -> info.id().startsWith(prefix));
  }

  private List<SandboxInfo> matching(ListFilter filter, Predicate<SandboxInfo> predicate) {
    return pages(filter).stream().filter(predicate).toList();
  }

  private static Optional<String> only(String wanted, List<SandboxInfo> found) {
    if (found.size() > 1) {
      List<String> ids = new ArrayList<>(found.stream().map(SandboxInfo::id).toList());
      int shown = Math.min(CANDIDATES_SHOWN, ids.size());
      throw new SandboxException.Ambiguous(
          "'"
              + Failures.printable(wanted)
              + "' fits "
              + ids.size()
              + " sandboxes; say which by id: "
              + Failures.printable(String.join(", ", ids.subList(0, shown)))
              + (shown < ids.size() ? ", …" : ""),
          ids);
    }
    return found.stream().findFirst().map(SandboxInfo::id);
  }

  private static SandboxException noSuch(String wanted) {
    return new SandboxException.NotFound(
        "No sandbox '" + Failures.printable(wanted) + "'", Details.NONE);
  }

  @Override
  public Sandbox handle(String id) {
    return new SandboxHandle(link, id);
  }

  @Override
  public Pages<SandboxInfo> list(ListFilter filter) {
    // Nothing is asked for before the first page is.
    return new Pages<>(number -> link.observed(Operation.SANDBOX_LIST, () -> page(filter, number)));
  }

  private Pages<SandboxInfo> pages(ListFilter filter) {
    return new Pages<>(number -> page(filter, number));
  }

  private Pages.Page<SandboxInfo> page(ListFilter filter, int number) {
    RouteCall call = RouteCall.to(Route.SANDBOXES_LIST);
    filter.states().forEach(state -> call.query("state", state.name()));
    if (!filter.metadata().isEmpty()) {
      call.query("metadata", metadataQuery(filter.metadata()));
    }
    call.query("page", Integer.toString(number));
    call.query("pageSize", Integer.toString(filter.pageSize()));
    return LifecycleJson.page(link.json(call), LifecycleJson::sandbox);
  }

  private static String metadataQuery(Map<String, String> metadata) {
    List<String> pairs = new ArrayList<>();
    metadata.forEach((key, value) -> pairs.add(encode(key) + "=" + encode(value)));
    return String.join("&", pairs);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public List<SandboxUsage> usage() {
    link.need(Capability.SIGNALS);
    return link.observed(
        Operation.SANDBOX_USAGE,
        () ->
            Fields.list(
                link.json(RouteCall.to(Route.METRICS_NOW)).path("items"), SignalsJson::usage));
  }

  @Override
  public OrganizationUsage organization() {
    link.need(Capability.SIGNALS);
    return link.observed(
        Operation.ORGANIZATION_USAGE,
        () -> SignalsJson.organization(link.json(RouteCall.to(Route.USAGE))));
  }
}
