/**
 * What {@code sand} brings to anonymous usage telemetry: its settings, its commands, its errors.
 */
@NullMarked
package dev.sandglass.cli.telemetry;

import org.jspecify.annotations.NullMarked;
