/** What happened inside sandboxes: their metrics and logs, as the engine keeps them. */
@NullMarked
package dev.sandglass.sandbox.signals;

import org.jspecify.annotations.NullMarked;
