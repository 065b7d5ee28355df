package dev.sandglass.engine.isolation;

import java.nio.file.Path;

/**
 * A directory of the host that a sandbox sees.
 *
 * @param source absolute path on the host, already checked against the allow-list
 * @param target absolute path inside the sandbox
 * @param readOnly whether the sandbox may only read it
 */
public record BindMount(Path source, String target, boolean readOnly) {}
