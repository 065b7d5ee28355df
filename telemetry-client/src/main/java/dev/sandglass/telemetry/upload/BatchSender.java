package dev.sandglass.telemetry.upload;

import com.posthog.java.Sender;
import com.posthog.java.shaded.org.json.JSONObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Posts finished events to PostHog's batch endpoint, once: whether and when to try again is for the
 * caller to say, who knows where the events are kept.
 */
final class BatchSender implements Sender {
  /** How long one request may take. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Destination destination;
  private final Requests requests;
  private final Clock clock;

  BatchSender(Destination destination, Requests requests, Clock clock) {
    this.destination = destination;
    this.requests = requests;
    this.clock = clock;
  }

  /** Returns whether the events arrived. */
  @Override
  public Boolean send(List<JSONObject> events) {
    return deliver(events, PATIENCE) instanceof Answer.Accepted;
  }

  /**
   * PostHog's client asks for feature flags this way; nothing here has any.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public JSONObject post(String route, String distinctId) {
    throw new UnsupportedOperationException("Only events are sent");
  }

  /**
   * Posts events and says what became of them.
   *
   * @param patience for the whole request
   */
  Answer deliver(List<JSONObject> events, Duration patience) {
    HttpRequest request =
        HttpRequest.newBuilder(destination.batches())
            .header("Content-Type", "application/json")
            .header("Content-Encoding", "gzip")
            .header("User-Agent", PostHogEvent.LIBRARY)
            .POST(BodyPublishers.ofByteArray(gzip(body(destination.key(), events))))
            .build();
    try {
      return Answer.of(requests.send(request, patience), clock.instant());
    } catch (Requests.NoReplyException e) {
      return Answer.of(e.problem());
    }
  }

  /** Returns the JSON that is posted for these events. */
  static String body(String key, List<JSONObject> events) {
    return StableJson.write(new JSONObject().put("api_key", key).put("batch", events));
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen in memory
    }
    return bytes.toByteArray();
  }
}
