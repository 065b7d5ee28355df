/**
 * What usage telemetry can say: events whose parts are closed types, so that no free text fits in.
 */
@NullMarked
package dev.sandglass.telemetry.event;

import org.jspecify.annotations.NullMarked;
