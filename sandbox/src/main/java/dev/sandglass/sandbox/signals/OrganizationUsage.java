package dev.sandglass.sandbox.signals;

import java.util.List;

/**
 * What all sandboxes together take, and may take.
 *
 * @param organizationId the organization
 * @param regionId the region
 * @param sandboxes how many there are
 * @param running how many run
 * @param items each resource
 */
public record OrganizationUsage(
    String organizationId, String regionId, int sandboxes, int running, List<Item> items) {
  /** Copies the list. */
  public OrganizationUsage {
    items = List.copyOf(items);
  }

  /**
   * A resource.
   *
   * @param resource {@code cpu}, {@code memory} or {@code disk}
   * @param unit <code>{cpu}</code> for processors, {@code By} for bytes
   * @param used what the sandboxes take: their limits, or what those without a limit use
   * @param total what they may take
   * @param quota whether that is a quota, and not the whole machine
   */
  public record Item(String resource, String unit, double used, double total, boolean quota) {}
}
