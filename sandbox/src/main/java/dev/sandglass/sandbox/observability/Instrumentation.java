package dev.sandglass.sandbox.observability;

import dev.sandglass.sandbox.Batch;
import dev.sandglass.sandbox.ClientOptions;
import dev.sandglass.sandbox.Operation;
import dev.sandglass.sandbox.OperationObserver;
import dev.sandglass.sandbox.http.ExchangeObserver;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.time.Duration;

/** What makes spans and metrics of what one client does, if that is wanted. */
public interface Instrumentation extends AutoCloseable {
  /** Is told of operations: that of the options, and what makes spans. */
  OperationObserver operations();

  /** Is told of each attempt of a request. */
  ExchangeObserver exchanges();

  /**
   * The same work on many sandboxes begins.
   *
   * @param operation what is done with each
   * @param size how many there are
   */
  Batch batch(Operation operation, int size);

  /** Sends what was recorded on its way, if that was asked for. */
  @Override
  void close();

  /** Returns what the options ask for. */
  static Instrumentation of(ClientOptions options, String providerKind) {
    OpenTelemetrySource source = options.openTelemetry();
    if (source instanceof OpenTelemetrySource.Given given) {
      return new Recording(given, providerKind, options.operationObserver());
    }
    if (source instanceof OpenTelemetrySource.Global && GlobalOpenTelemetry.isSet()) {
      // Who set it for the whole program decides when it is flushed.
      return new Recording(
          new OpenTelemetrySource.Given(GlobalOpenTelemetry.get(), Duration.ZERO, new UnderWay()),
          providerKind,
          options.operationObserver());
    }
    return none(options.operationObserver());
  }

  /** Returns what only passes operations on. */
  static Instrumentation none(OperationObserver observer) {
    return new Silent(observer);
  }
}
