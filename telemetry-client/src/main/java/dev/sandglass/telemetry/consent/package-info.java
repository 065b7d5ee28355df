/** Whether anything may be recorded, who decided that, and where it stands. */
@NullMarked
package dev.sandglass.telemetry.consent;

import org.jspecify.annotations.NullMarked;
