package dev.sandglass.engine.observability;

import java.util.Map;
import java.util.Optional;

/**
 * What signals of a sandbox are labelled with.
 *
 * @param id its id
 * @param name its name, if it has one
 * @param template the template it was made from, directly or through a snapshot
 * @param snapshot id of the snapshot it was made from, if it was
 * @param environment the environment of its commands
 */
public record SandboxIdentity(
    String id,
    Optional<String> name,
    String template,
    Optional<String> snapshot,
    Map<String, String> environment) {}
