package dev.sandglass.sandbox.http;

import java.net.URI;
import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * Is told of every single attempt to get an answer. Unlike a {@link RequestObserver} it sees where
 * requests go, so it is for the user's own observability only. Must be quick, thread-safe, and
 * never throw.
 */
@FunctionalInterface
public interface ExchangeObserver {
  /** Wants to know nothing. */
  ExchangeObserver NONE = exchange -> Observation.NONE;

  /** An attempt begins on the calling thread. */
  Observation started(Exchange exchange);

  /**
   * The attempt that ended on the calling thread will be made again.
   *
   * @param resends how many attempts there will then have been beyond the first
   * @param wait until then
   */
  default void retrying(int resends, Duration wait) {}

  /**
   * One attempt.
   *
   * @param request what was declared of it beforehand
   * @param method HTTP method as it is sent
   * @param target where it goes, with everything concrete
   * @param resends how many attempts there were before it
   */
  record Exchange(ObservedRequest request, String method, URI target, int resends) {}

  /**
   * One attempt being observed. Either {@link #answered} or {@link #failed} is called, once; only
   * after the former {@link #served} may follow.
   */
  interface Observation {
    /** Wants to know nothing. */
    Observation NONE =
        new Observation() {
          @Override
          public void addHeaders(BiConsumer<String, String> headers) {}

          @Override
          public void answered(int status) {}

          @Override
          public void served(String serverTiming) {}

          @Override
          public void failed(Throwable failure) {}
        };

    /** Adds header fields that tell the server what the request is part of. */
    void addHeaders(BiConsumer<String, String> headers);

    /** The head of an answer has come. */
    void answered(int status);

    /** The server says how long it worked, in words of {@link ServerTiming}. */
    void served(String serverTiming);

    /** No answer will come. */
    void failed(Throwable failure);
  }
}
