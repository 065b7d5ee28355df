/**
 * Sends signals on to observability backends: to the one that a sandbox was created with, else to
 * the engine's, if there is any. What could not be sent yet waits on disk.
 */
@NullMarked
package dev.sandglass.engine.observability.forward;

import org.jspecify.annotations.NullMarked;
