package dev.sandglass.sandbox.opensandbox;

import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.Pages;
import dev.sandglass.sandbox.SandboxException;
import dev.sandglass.sandbox.SnapshotInfo;
import dev.sandglass.sandbox.Snapshots;
import dev.sandglass.sandbox.http.Failures;
import dev.sandglass.sandbox.http.Route;
import dev.sandglass.sandbox.http.RouteCall;
import java.util.List;
import java.util.Optional;

/** The snapshots of a server. */
final class SnapshotList implements Snapshots {
  private static final String PAGE_SIZE = "200";

  private final Link link;

  SnapshotList(Link link) {
    this.link = link;
  }

  @Override
  public SnapshotInfo get(String id) {
    link.need(Capability.SNAPSHOTS);
    return link.observed(
        Operation.SNAPSHOT_GET,
        () -> LifecycleJson.snapshot(link.json(RouteCall.to(Route.SNAPSHOT_GET, id))));
  }

  @Override
  public SnapshotInfo resolve(String wanted) {
    link.need(Capability.SNAPSHOTS);
    return link.observed(Operation.SNAPSHOT_GET, () -> find(wanted));
  }

  private SnapshotInfo find(String wanted) {
    List<SnapshotInfo> all = new Pages<>(number -> page(Optional.empty(), number)).toList();
    List<SnapshotInfo> found = all.stream().filter(s -> s.id().equals(wanted)).toList();
    if (found.isEmpty()) {
      found = all.stream().filter(s -> s.name().equals(Optional.of(wanted))).toList();
    }
    if (found.isEmpty() && !wanted.isEmpty()) {
      found = all.stream().filter(s -> s.id().startsWith(wanted)).toList();
    }
    String shown = "'" + Failures.printable(wanted) + "'";
    if (found.isEmpty()) {
      throw new SandboxException.NotFound("No snapshot " + shown, SandboxException.Details.NONE);
    }
    if (found.size() > 1) {
      List<String> ids = found.stream().map(SnapshotInfo::id).toList();
      throw new SandboxException.Ambiguous(
          shown
              + " fits "
              + ids.size()
              + " snapshots; say which by id: "
              + Failures.printable(String.join(", ", ids)),
          ids);
    }
    return found.get(0);
  }

  @Override
  public Pages<SnapshotInfo> list(Optional<String> sandboxId) {
    link.need(Capability.SNAPSHOTS);
    // Nothing is asked for before the first page is.
    return new Pages<>(
        number -> link.observed(Operation.SNAPSHOT_LIST, () -> page(sandboxId, number)));
  }

  private Pages.Page<SnapshotInfo> page(Optional<String> sandboxId, int number) {
    RouteCall call = RouteCall.to(Route.SNAPSHOTS_LIST);
    sandboxId.ifPresent(id -> call.query("sandboxId", id));
    call.query("page", Integer.toString(number)).query("pageSize", PAGE_SIZE);
    return LifecycleJson.page(link.json(call), LifecycleJson::snapshot);
  }

  @Override
  public void delete(String id) {
    link.need(Capability.SNAPSHOTS);
    link.observed(
        Operation.SNAPSHOT_DELETE, () -> link.run(RouteCall.to(Route.SNAPSHOT_DELETE, id)));
  }
}
