/** The signals of the last days in one SQLite file: bounded, written in batches, and queried. */
@NullMarked
package dev.sandglass.engine.observability.store;

import org.jspecify.annotations.NullMarked;
