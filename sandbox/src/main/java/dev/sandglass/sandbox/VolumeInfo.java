package dev.sandglass.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * A named volume.
 *
 * @param name its name
 * @param createdAt when it was created
 * @param sizeBytes how much it holds, if known
 * @param usedBy ids of the sandboxes that mount it
 */
public record VolumeInfo(
    String name, Instant createdAt, OptionalLong sizeBytes, List<String> usedBy) {
  public VolumeInfo {
    usedBy = List.copyOf(usedBy);
  }
}
