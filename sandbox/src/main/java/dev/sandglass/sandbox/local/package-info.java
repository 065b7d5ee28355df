/** The embedded engine: found through one file, started when it is needed. */
@NullMarked
package dev.sandglass.sandbox.local;

import org.jspecify.annotations.NullMarked;
