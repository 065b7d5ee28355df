package dev.sandglass.cli.otel.http2;

/**
 * One line of a head or of trailers.
 *
 * @param name in lower case; begins with a colon if HTTP/2 itself means something by it
 * @param value as it is sent
 */
public record Header(String name, String value) {
  private static final int OVERHEAD = 32;

  /** Returns what it counts for in a table (RFC 7541, section 4.1). */
  int size() {
    return name.length() + value.length() + OVERHEAD;
  }
}
