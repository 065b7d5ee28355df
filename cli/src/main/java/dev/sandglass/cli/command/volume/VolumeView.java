package dev.sandglass.cli.command.volume;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandglass.cli.console.ByteCount;
import dev.sandglass.cli.console.View;
import dev.sandglass.sandbox.VolumeInfo;
import java.time.temporal.ChronoUnit;

/** How volumes are shown. */
final class VolumeView {
  static final View<VolumeInfo> VIEW =
      View.<VolumeInfo>of(VolumeInfo::name, VolumeView::json)
          .column("NAME", VolumeInfo::name)
          .column(
              "CREATED", volume -> volume.createdAt().truncatedTo(ChronoUnit.SECONDS).toString())
          .column(
              "SIZE",
              volume ->
                  volume.sizeBytes().isPresent()
                      ? ByteCount.format(volume.sizeBytes().getAsLong())
                      : "")
          .column("USED BY", volume -> String.join(" ", volume.usedBy()));

  private VolumeView() {}

  private static ObjectNode json(VolumeInfo volume) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("name", volume.name());
    document.put("createdAt", volume.createdAt().toString());
    document.put(
        "sizeBytes", volume.sizeBytes().isPresent() ? volume.sizeBytes().getAsLong() : null);
    ArrayNode usedBy = document.putArray("usedBy");
    volume.usedBy().forEach(usedBy::add);
    return document;
  }
}
