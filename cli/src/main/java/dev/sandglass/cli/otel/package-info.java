/**
 * The user's own observability: what {@code sand} does, as OpenTelemetry traces, metrics and logs
 * that go to a backend of the user's choice. Nothing of it knows the anonymous usage telemetry.
 *
 * <p>{@link dev.sandglass.cli.otel.Otel} is the door. As long as nobody switches it on, no class of
 * OpenTelemetry is loaded: only classes behind that door name any.
 */
@NullMarked
package dev.sandglass.cli.otel;

import org.jspecify.annotations.NullMarked;
