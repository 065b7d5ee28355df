package dev.sandglass.engine.lifecycle;

import dev.sandglass.engine.isolation.ResourceLimits;
import dev.sandglass.engine.server.ApiException;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What all sandboxes together may have. Counted are limits, not use: those of processors and memory
 * of sandboxes that run or are about to, and those of disks of all there are. Where there is a
 * quota every sandbox needs a limit, since one without could take everything.
 */
final class Quotas {
  private final ResourceLimits quota;

  Quotas(ResourceLimits quota) {
    this.quota = quota;
  }

  /** Refuses a new sandbox that would exceed a quota. */
  void checkNew(ResourceLimits wanted, Collection<Sandbox> existing) {
    checkStart(wanted, existing);
    check(
        new Resource("disk", "bytes", ResourceLimits::diskBytes, "--disk"),
        wanted,
        existing,
        false);
  }

  /** Refuses to start a sandbox that would exceed a quota. */
  void checkStart(ResourceLimits wanted, Collection<Sandbox> existing) {
    check(
        new Resource("processors", "thousandths", ResourceLimits::cpuMillis, "--cpu"),
        wanted,
        existing,
        true);
    check(
        new Resource("memory", "bytes", ResourceLimits::memoryBytes, "--memory"),
        wanted,
        existing,
        true);
  }

  private record Resource(
      String name, String unit, Function<ResourceLimits, OptionalLong> amount, String option) {
    String show(long value) {
      return unit.equals("bytes")
          ? (value + (1 << 20) - 1) / (1 << 20) + " MiB"
          : (value % 1_000 == 0 ? Long.toString(value / 1_000) : Double.toString(value / 1_000.0));
    }
  }

  private void check(
      Resource resource, ResourceLimits wanted, Collection<Sandbox> existing, boolean onlyAlive) {
    OptionalLong total = resource.amount().apply(quota);
    if (total.isEmpty()) {
      return;
    }
    OptionalLong amount = resource.amount().apply(wanted);
    if (amount.isEmpty()) {
      throw exceeded(
          "there is a quota of "
              + resource.name()
              + " ("
              + resource.show(total.getAsLong())
              + "), so each sandbox needs a limit of its own: "
              + resource.option());
    }
    long used = used(resource.amount(), existing, onlyAlive);
    if (used + amount.getAsLong() > total.getAsLong()) {
      throw exceeded(
          "this needs "
              + resource.show(amount.getAsLong())
              + " of "
              + resource.name()
              + ", and of the quota of "
              + resource.show(total.getAsLong())
              + " only "
              + resource.show(Math.max(0, total.getAsLong() - used))
              + " are left: ask for less, or "
              + (onlyAlive ? "stop" : "delete")
              + " other sandboxes");
    }
  }

  /** The sum of a limit over sandboxes. */
  static long used(
      Function<ResourceLimits, OptionalLong> amount,
      Collection<Sandbox> sandboxes,
      boolean onlyAlive) {
    return sandboxes.stream()
        .map(Sandbox::record)
        // What is on its way out gives its share back before anything new can use it up.
        .filter(record -> !record.deleting())
        .filter(record -> !onlyAlive || counts(record.state()))
        .mapToLong(record -> amount.apply(record.origin().limits()).orElse(0))
        .sum();
  }

  private static boolean counts(SandboxState state) {
    return state != SandboxState.STOPPING && SandboxState.ALIVE.contains(state);
  }

  private static ApiException exceeded(String message) {
    return new ApiException(409, "SANDBOX::QUOTA_EXCEEDED", message);
  }
}
