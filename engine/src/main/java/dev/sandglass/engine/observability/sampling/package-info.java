/** What sandboxes use, measured from outside: per sandbox, and all of them together. */
@NullMarked
package dev.sandglass.engine.observability.sampling;

import org.jspecify.annotations.NullMarked;
