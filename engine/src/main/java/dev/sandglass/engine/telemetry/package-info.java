/**
 * Anonymous usage telemetry of the engine. The rest of the engine tells it what happens through two
 * interfaces and knows nothing about it.
 */
@NullMarked
package dev.sandglass.engine.telemetry;

import org.jspecify.annotations.NullMarked;
