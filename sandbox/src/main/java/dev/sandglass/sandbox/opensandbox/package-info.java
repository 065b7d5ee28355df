/**
 * The OpenSandbox protocol (lifecycle and execd), and the embedded engine's extensions to it.
 *
 * <p>{@link dev.sandglass.sandbox.opensandbox.OpenSandboxProvider} is the door. What a server can
 * do is a set of capabilities; each part asks for what it needs before it sends anything.
 */
@NullMarked
package dev.sandglass.sandbox.opensandbox;

import org.jspecify.annotations.NullMarked;
