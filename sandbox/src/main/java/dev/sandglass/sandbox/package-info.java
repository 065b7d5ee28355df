/**
 * The client API: sandboxes, what can be done with them, and the providers behind them.
 *
 * <p>Start at {@link dev.sandglass.sandbox.SandboxClient}. Everything that can go wrong is a {@link
 * dev.sandglass.sandbox.SandboxException}. All types are safe for use by several threads unless
 * they say otherwise; blocking calls end with {@link
 * dev.sandglass.sandbox.SandboxException.Interrupted} when their thread is interrupted.
 */
@NullMarked
package dev.sandglass.sandbox;

import org.jspecify.annotations.NullMarked;
