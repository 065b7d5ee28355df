package dev.sandglass.sandbox;

import dev.sandglass.sandbox.http.RequestObserver;
import dev.sandglass.sandbox.observability.OpenTelemetrySource;
import dev.sandglass.sandbox.observability.UnderWay;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.Map;

/**
 * How a client behaves.
 *
 * @param environment where directories and settings are looked up; normally {@link System#getenv()}
 * @param connectTimeout for a connection to a server elsewhere; the embedded engine gets 2 seconds
 * @param requestTimeout for the head of an answer, all attempts together; transfers have none
 * @param requestObserver is told of every request
 * @param operationObserver is told of every operation
 * @param usageTelemetry what the embedded engine is told about recording these requests
 * @param openTelemetry where spans and metrics go
 */
public record ClientOptions(
    Map<String, String> environment,
    Duration connectTimeout,
    Duration requestTimeout,
    RequestObserver requestObserver,
    OperationObserver operationObserver,
    UsageTelemetry usageTelemetry,
    OpenTelemetrySource openTelemetry) {
  /** How long closing a client waits for an SDK that was handed over: 2 seconds. */
  public static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(2);

  public ClientOptions {
    environment = Map.copyOf(environment);
  }

  /**
   * The defaults: 10 seconds to connect, 60 for an answer, this process's environment, and the
   * global OpenTelemetry if one has been set when the client is made.
   */
  public static ClientOptions defaults() {
    return new ClientOptions(
        System.getenv(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        RequestObserver.NONE,
        OperationObserver.NONE,
        UsageTelemetry.UNSAID,
        OpenTelemetrySource.GLOBAL);
  }

  /** The same with another environment. */
  public ClientOptions withEnvironment(Map<String, String> other) {
    return new ClientOptions(
        other,
        connectTimeout,
        requestTimeout,
        requestObserver,
        operationObserver,
        usageTelemetry,
        openTelemetry);
  }

  /** The same with another time for answers. */
  public ClientOptions withRequestTimeout(Duration other) {
    return new ClientOptions(
        environment,
        connectTimeout,
        other,
        requestObserver,
        operationObserver,
        usageTelemetry,
        openTelemetry);
  }

  /** The same with other observers. */
  public ClientOptions withObservers(RequestObserver requests, OperationObserver operations) {
    return new ClientOptions(
        environment,
        connectTimeout,
        requestTimeout,
        requests,
        operations,
        usageTelemetry,
        openTelemetry);
  }

  /** The same, telling the embedded engine something else about recording. */
  public ClientOptions withUsageTelemetry(UsageTelemetry other) {
    return new ClientOptions(
        environment,
        connectTimeout,
        requestTimeout,
        requestObserver,
        operationObserver,
        other,
        openTelemetry);
  }

  /**
   * The same with spans and metrics of its own. Operations are children of the span that is current
   * on the calling thread, and the context goes on by the propagators of this instance.
   *
   * <p>Closing the client flushes the instance, if it is an SDK, within {@link #FLUSH_TIMEOUT}; it
   * never shuts it down.
   */
  public ClientOptions withOpenTelemetry(OpenTelemetry instance) {
    return withOpenTelemetry(instance, FLUSH_TIMEOUT);
  }

  /**
   * The same with spans and metrics of its own.
   *
   * @param instance gets them
   * @param flushTimeout how long closing the client may wait until what was recorded has left; zero
   *     leaves flushing to whoever made the instance
   */
  public ClientOptions withOpenTelemetry(OpenTelemetry instance, Duration flushTimeout) {
    return withOpenTelemetry(instance, flushTimeout, new UnderWay());
  }

  /**
   * The same with spans and metrics of its own, for a program that wants to tell of what is under
   * way when it is made to end.
   *
   * @param underWay is told what begins and ends; may be the same for several clients
   */
  public ClientOptions withOpenTelemetry(
      OpenTelemetry instance, Duration flushTimeout, UnderWay underWay) {
    return with(new OpenTelemetrySource.Given(instance, flushTimeout, underWay));
  }

  /** The same without spans and metrics, whatever the global OpenTelemetry is. */
  public ClientOptions withoutOpenTelemetry() {
    return with(OpenTelemetrySource.NONE);
  }

  private ClientOptions with(OpenTelemetrySource source) {
    return new ClientOptions(
        environment,
        connectTimeout,
        requestTimeout,
        requestObserver,
        operationObserver,
        usageTelemetry,
        source);
  }
}
