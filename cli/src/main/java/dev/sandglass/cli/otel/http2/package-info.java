/**
 * As much of HTTP/2 (RFC 9113, RFC 7541) as one call of gRPC takes: one request on a connection of
 * its own, and an answer with trailers, which the client of the JDK does not show.
 *
 * <p>{@link dev.sandglass.cli.otel.http2.Http2Connection} is the door. It reads and writes a plain
 * socket, so that nothing has to be loaded and started for it: a command that lives for a fraction
 * of a second makes one call for each signal and ends.
 */
@NullMarked
package dev.sandglass.cli.otel.http2;

import org.jspecify.annotations.NullMarked;
