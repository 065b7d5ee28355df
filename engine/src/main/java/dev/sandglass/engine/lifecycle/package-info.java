/** Sandboxes from creation to deletion: their records, states, snapshots, volumes and templates. */
@NullMarked
package dev.sandglass.engine.lifecycle;

import org.jspecify.annotations.NullMarked;
