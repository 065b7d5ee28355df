/**
 * One request over HTTP/2 on a connection of its own, and an answer with trailers, which the client
 * of the JDK does not show. Netty speaks the protocol.
 *
 * <p>{@link dev.sandglass.cli.otel.http2.Http2Request} is the door.
 */
@NullMarked
package dev.sandglass.cli.otel.http2;

import org.jspecify.annotations.NullMarked;
