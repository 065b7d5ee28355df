package dev.sandglass.sandbox.opensandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sandglass.sandbox.Capability;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.VolumeInfo;
import dev.sandglass.sandbox.Volumes;
import dev.sandglass.sandbox.http.Route;
import dev.sandglass.sandbox.http.RouteCall;
import java.util.List;

/** The named volumes of the engine. */
final class VolumeList implements Volumes {
  private final Link link;

  VolumeList(Link link) {
    this.link = link;
  }

  @Override
  public VolumeInfo create(String name) {
    link.need(Capability.VOLUMES);
    var body = Fields.object().put("name", name);
    return link.observed(
        Operation.VOLUME_CREATE,
        () -> volume(link.json(RouteCall.to(Route.VOLUMES_CREATE).json(body))));
  }

  @Override
  public List<VolumeInfo> list() {
    link.need(Capability.VOLUMES);
    return link.observed(
        Operation.VOLUME_LIST,
        () ->
            Fields.list(
                PortList.items(link.json(RouteCall.to(Route.VOLUMES_LIST))), VolumeList::volume));
  }

  @Override
  public void delete(String name) {
    link.need(Capability.VOLUMES);
    link.observed(Operation.VOLUME_DELETE, () -> link.run(RouteCall.to(Route.VOLUME_DELETE, name)));
  }

  private static VolumeInfo volume(JsonNode node) {
    return new VolumeInfo(
        Fields.text(node, "name"),
        Fields.instant(node, "createdAt"),
        Fields.optionalLong(node, "sizeBytes"),
        Fields.texts(node, "usedBy"));
  }
}
