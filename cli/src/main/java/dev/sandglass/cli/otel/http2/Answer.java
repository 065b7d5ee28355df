package dev.sandglass.cli.otel.http2;

import java.util.List;
import java.util.Optional;

/**
 * What came back, whole.
 *
 * @param head the first lines, without the status
 * @param body what was between head and trailers
 * @param trailers the last lines; empty if there were none
 */
public record Answer(int status, List<Header> head, byte[] body, List<Header> trailers) {
  /**
   * Returns a value from the trailers, or else from the head: an answer without a body has only one
   * of the two.
   *
   * @param name in lower case
   */
  public Optional<String> last(String name) {
    return find(trailers, name).or(() -> find(head, name));
  }

  private static Optional<String> find(List<Header> headers, String name) {
    return headers.stream()
        .filter(header -> header.name().equals(name))
        .map(Header::value)
        .findFirst();
  }
}
