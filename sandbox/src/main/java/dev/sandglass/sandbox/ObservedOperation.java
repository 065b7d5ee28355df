package dev.sandglass.sandbox;

import java.util.Optional;

/**
 * An operation as an observer sees it: nothing of its arguments but the sandbox.
 *
 * @param operation which
 * @param provider kind of the provider, such as {@code local}
 * @param sandboxId the sandbox it is about, if there is one and it is known from the beginning
 */
public record ObservedOperation(Operation operation, String provider, Optional<String> sandboxId) {}
