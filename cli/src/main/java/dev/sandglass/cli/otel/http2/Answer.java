package dev.sandglass.cli.otel.http2;

import io.netty.handler.codec.http2.Http2Headers;
import java.util.Optional;

/**
 * What came back, whole.
 *
 * @param head the first lines
 * @param body what was between head and trailers
 * @param trailers the last lines; empty if there were none
 */
public record Answer(int status, Http2Headers head, byte[] body, Http2Headers trailers) {
  /**
   * Returns a value from the trailers, or else from the head: an answer without a body has only one
   * of the two.
   *
   * @param name in lower case
   */
  public Optional<String> last(String name) {
    return Optional.ofNullable(trailers.get(name))
        .or(() -> Optional.ofNullable(head.get(name)))
        .map(CharSequence::toString);
  }
}
