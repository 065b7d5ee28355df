package dev.sandglass.sandbox.observability;

import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;

/**
 * Where a client's spans and metrics go. No class of OpenTelemetry is loaded for {@link #NONE}, and
 * for {@link #GLOBAL} only what tells whether there is one.
 */
public sealed interface OpenTelemetrySource {
  /** Nowhere. */
  OpenTelemetrySource NONE = new None();

  /** To the global instance, if one has been set when the client is made. It is never set here. */
  OpenTelemetrySource GLOBAL = new Global();

  /** Nowhere. */
  record None() implements OpenTelemetrySource {}

  /** To the global instance. */
  record Global() implements OpenTelemetrySource {}

  /**
   * To an instance that was handed over.
   *
   * @param instance gets them
   * @param flushTimeout how long closing the client may wait for them to leave; zero means that
   *     somebody else flushes
   * @param underWay is told what begins and ends
   */
  record Given(OpenTelemetry instance, Duration flushTimeout, UnderWay underWay)
      implements OpenTelemetrySource {}
}
