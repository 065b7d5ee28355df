package dev.sandglass.telemetry.upload;

import dev.sandglass.telemetry.Installation;
import dev.sandglass.telemetry.event.Vocabulary;

/**
 * What an upload needs to know.
 *
 * @param installation whose events are sent
 * @param vocabulary the words that its events can be made of
 * @param schema the JSON Schema of its events, as text; what does not follow it is not sent
 * @param destination where they are sent
 * @param effort how long it may take
 */
public record UploadPlan(
    Installation installation,
    Vocabulary vocabulary,
    String schema,
    Destination destination,
    Effort effort) {}
