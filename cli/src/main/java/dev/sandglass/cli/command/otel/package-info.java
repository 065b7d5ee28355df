/** {@code sand otel}: see and try where OpenTelemetry goes. */
@NullMarked
package dev.sandglass.cli.command.otel;

import org.jspecify.annotations.NullMarked;
