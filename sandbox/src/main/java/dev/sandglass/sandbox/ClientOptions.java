package dev.sandglass.sandbox;

import dev.sandglass.sandbox.http.RequestObserver;
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
 */
public record ClientOptions(
    Map<String, String> environment,
    Duration connectTimeout,
    Duration requestTimeout,
    RequestObserver requestObserver,
    OperationObserver operationObserver,
    UsageTelemetry usageTelemetry) {
  public ClientOptions {
    environment = Map.copyOf(environment);
  }

  /** The defaults: 10 seconds to connect, 60 for an answer, this process's environment. */
  public static ClientOptions defaults() {
    return new ClientOptions(
        System.getenv(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        RequestObserver.NONE,
        OperationObserver.NONE,
        UsageTelemetry.UNSAID);
  }

  /** The same with another environment. */
  public ClientOptions withEnvironment(Map<String, String> other) {
    return new ClientOptions(
        other, connectTimeout, requestTimeout, requestObserver, operationObserver, usageTelemetry);
  }

  /** The same with another time for answers. */
  public ClientOptions withRequestTimeout(Duration other) {
    return new ClientOptions(
        environment, connectTimeout, other, requestObserver, operationObserver, usageTelemetry);
  }

  /** The same with other observers. */
  public ClientOptions withObservers(RequestObserver requests, OperationObserver operations) {
    return new ClientOptions(
        environment, connectTimeout, requestTimeout, requests, operations, usageTelemetry);
  }

  /** The same, telling the embedded engine something else about recording. */
  public ClientOptions withUsageTelemetry(UsageTelemetry other) {
    return new ClientOptions(
        environment, connectTimeout, requestTimeout, requestObserver, operationObserver, other);
  }
}
