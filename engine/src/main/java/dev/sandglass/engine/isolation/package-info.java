/**
 * Isolation of sandboxes by Linux namespaces: the only package that starts processes for a sandbox.
 *
 * <p>A sandbox is held by a <em>holder</em>, a trusted host process that owns the sandbox's user,
 * mount, network, PID, IPC and UTS namespaces and outlives the engine. Everything else joins it:
 * commands through bubblewrap without capabilities, and trusted tools of the host that read and
 * write the sandbox's files from inside its mount namespace.
 */
@NullMarked
package dev.sandglass.engine.isolation;

import org.jspecify.annotations.NullMarked;
