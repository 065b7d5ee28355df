/** Anonymous usage telemetry, apart from the observability of the user. */
@NullMarked
package dev.sandglass.telemetry;

import org.jspecify.annotations.NullMarked;
