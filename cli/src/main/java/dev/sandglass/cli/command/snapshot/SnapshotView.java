package dev.sandglass.cli.command.snapshot;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.console.View;
import dev.sandglass.sandbox.SnapshotInfo;
import java.time.temporal.ChronoUnit;

/** How snapshots are shown. */
final class SnapshotView {
  static final View<SnapshotInfo> VIEW =
      View.<SnapshotInfo>of(SnapshotInfo::id, SnapshotView::json)
          .column("ID", SnapshotInfo::id)
          .column("NAME", snapshot -> snapshot.name().orElse(""))
          .column("SANDBOX", SnapshotInfo::sandboxId)
          .column("STATE", SnapshotInfo::state)
          .column(
              "CREATED",
              snapshot -> snapshot.createdAt().truncatedTo(ChronoUnit.SECONDS).toString());

  private SnapshotView() {}

  private static ObjectNode json(SnapshotInfo snapshot) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("id", snapshot.id());
    document.put("name", snapshot.name().orElse(null));
    document.put("sandboxId", snapshot.sandboxId());
    document.put("state", snapshot.state());
    document.put("message", snapshot.message().orElse(null));
    document.put("createdAt", snapshot.createdAt().toString());
    return document;
  }
}
