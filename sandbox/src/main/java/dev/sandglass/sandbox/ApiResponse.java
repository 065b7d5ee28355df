package dev.sandglass.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * The answer to a raw call, whatever its status.
 *
 * @param status HTTP status
 * @param headers header fields, names in lower case
 * @param body the body as it comes; untrusted bytes
 */
public record ApiResponse(int status, Map<String, List<String>> headers, InputStream body)
    implements AutoCloseable {
  /** Ends the transfer of the body. */
  @Override
  public void close() throws IOException {
    body.close();
  }
}
