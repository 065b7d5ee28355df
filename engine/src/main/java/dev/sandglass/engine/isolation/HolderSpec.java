package dev.sandglass.engine.isolation;

import java.util.List;

/**
 * What a sandbox is made of.
 *
 * @param id the sandbox's id, {@code [a-z0-9-]{1,63}}; its files are in {@code sandboxes/ID} of the
 *     engine's state directory
 * @param hostTemplate whether the host's {@code /usr} and tools are mounted read-only into it
 * @param layers names of read-only layers in {@code layers/}, uppermost first; never empty
 * @param binds directories of the host to mount
 * @param limits resource limits
 * @param hostname what the sandbox calls itself
 * @param network which network it gets
 */
public record HolderSpec(
    String id,
    boolean hostTemplate,
    List<String> layers,
    List<BindMount> binds,
    ResourceLimits limits,
    String hostname,
    NetworkMode network) {
  /** Copies the lists. */
  public HolderSpec {
    layers = List.copyOf(layers);
    binds = List.copyOf(binds);
  }
}
