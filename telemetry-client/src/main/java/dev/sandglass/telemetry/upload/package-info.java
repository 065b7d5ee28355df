/**
 * Sends what was recorded, in a process of its own or when asked to. Nothing here is loaded by an
 * ordinary command, except {@link dev.sandglass.telemetry.upload.UploaderProcess} when an upload is
 * due.
 */
@NullMarked
package dev.sandglass.telemetry.upload;

import org.jspecify.annotations.NullMarked;
