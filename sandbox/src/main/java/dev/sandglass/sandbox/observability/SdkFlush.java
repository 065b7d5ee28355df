package dev.sandglass.sandbox.observability;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The one class that knows the SDK; it is loaded when an instance of it is to be flushed. */
final class SdkFlush {
  private SdkFlush() {}

  /** All signals at once; what has not left in time stays with the SDK. */
  static void flush(OpenTelemetry instance, Duration timeout) {
    OpenTelemetrySdk sdk = (OpenTelemetrySdk) instance;
    CompletableResultCode.ofAll(
            List.of(
                sdk.getSdkTracerProvider().forceFlush(),
                sdk.getSdkMeterProvider().forceFlush(),
                sdk.getSdkLoggerProvider().forceFlush()))
        .join(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }
}
