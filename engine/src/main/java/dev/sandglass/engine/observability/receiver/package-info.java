/**
 * Receives what programs in sandboxes tell about themselves: OTLP by gRPC and HTTP, at {@code
 * 127.0.0.1:4317} and {@code :4318} inside every sandbox. All of it is untrusted: bounded in size
 * and rate for each sandbox, and parsed by threads that take turns among sandboxes.
 */
@NullMarked
package dev.sandglass.engine.observability.receiver;

import org.jspecify.annotations.NullMarked;
