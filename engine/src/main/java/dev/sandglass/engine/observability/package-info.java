/**
 * What happens inside sandboxes: metrics, logs and traces.
 *
 * <p>Producers (the sampler, the capture of outputs, the receiver of what programs tell themselves)
 * hand a {@link dev.sandglass.engine.observability.SignalBatch} to {@link
 * dev.sandglass.engine.observability.Signals}, which stamps it with the resource of its sandbox and
 * passes it to every {@link dev.sandglass.engine.observability.SignalSink}: the local store and
 * whatever forwards. The messages are OTLP's own, so that what is forwarded is what was told.
 */
@NullMarked
package dev.sandglass.engine.observability;

import org.jspecify.annotations.NullMarked;
