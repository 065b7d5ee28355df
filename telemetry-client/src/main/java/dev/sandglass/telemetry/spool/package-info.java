/**
 * The queue of events on disk: {@link dev.sandglass.telemetry.spool.Spool} is its entrance, for
 * every command; {@link dev.sandglass.telemetry.spool.Queue} its exit, for the one uploader.
 */
@NullMarked
package dev.sandglass.telemetry.spool;

import org.jspecify.annotations.NullMarked;
