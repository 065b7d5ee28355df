package dev.sandglass.cli.otel.http2;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.Stream;

/** What lines of heads are numbered by (RFC 7541, section 2.3). */
final class HeaderTable {
  /** Size of the part that grows, as long as nobody says anything else. */
  static final int CAPACITY = 4096;

  /** The lines that everybody knows, the first of which is number 1. */
  private static final List<Header> FIXED =
      """
      :authority
      :method GET
      :method POST
      :path /
      :path /index.html
      :scheme http
      :scheme https
      :status 200
      :status 204
      :status 206
      :status 304
      :status 400
      :status 404
      :status 500
      accept-charset
      accept-encoding gzip, deflate
      accept-language
      accept-ranges
      accept
      access-control-allow-origin
      age
      allow
      authorization
      cache-control
      content-disposition
      content-encoding
      content-language
      content-length
      content-location
      content-range
      content-type
      cookie
      date
      etag
      expect
      expires
      from
      host
      if-match
      if-modified-since
      if-none-match
      if-range
      if-unmodified-since
      last-modified
      link
      location
      max-forwards
      proxy-authenticate
      proxy-authorization
      range
      referer
      refresh
      retry-after
      server
      set-cookie
      strict-transport-security
      transfer-encoding
      user-agent
      vary
      via
      www-authenticate
      """
          .lines()
          .map(line -> line.split(" ", 2))
          .map(parts -> new Header(parts[0], parts.length == 2 ? parts[1] : ""))
          .toList();

  private final ArrayDeque<Header> added = new ArrayDeque<>();
  private int capacity = CAPACITY;
  private int size;

  /** Returns the line with a number. */
  Header get(int number) throws IOException {
    if (number < 1 || number > FIXED.size() + added.size()) {
      throw new IOException("No line of a head has the number " + number);
    }
    if (number <= FIXED.size()) {
      return FIXED.get(number - 1);
    }
    Stream<Header> latestFirst = added.stream();
    return latestFirst.skip(number - FIXED.size() - 1L).findFirst().orElseThrow();
  }

  /** Takes in a line; it gets the first number behind the fixed ones. */
  void add(Header header) {
    added.addFirst(header);
    size += header.size();
    evict();
  }

  /** Bounds the part that grows. */
  void resize(int bytes) throws IOException {
    if (bytes > CAPACITY) {
      throw new IOException("A table of " + bytes + " bytes was never offered");
    }
    capacity = bytes;
    evict();
  }

  private void evict() {
    while (size > capacity) {
      size -= added.removeLast().size();
    }
  }
}
