/** The local engine: a daemon that runs sandboxes on this machine. */
@NullMarked
package dev.sandglass.engine;

import org.jspecify.annotations.NullMarked;
