package dev.sandglass.scrubber;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The path of a request target as a strict server reads it: in the grammar of RFC 3986, without
 * empty and dot segments. Anything else has no path here.
 */
final class RequestPath {
  /** Servers answer 414 to less. */
  private static final int MAX_LENGTH = 8192;

  private static final List<String> SCHEMES = List.of("https://", "http://", "wss://", "ws://");

  private RequestPath() {}

  /** Returns the decoded segments of a target, or empty if no strict server would route it. */
  static Optional<List<String>> segments(String target) {
    if (target.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    int start = pathStart(target);
    if (start < 0) {
      return Optional.empty();
    }
    int end = start;
    while (end < target.length() && target.charAt(end) != '?' && target.charAt(end) != '#') {
      end++;
    }
    return start == end ? Optional.empty() : split(target.substring(start + 1, end));
  }

  /** The place of the path's first slash, or -1. */
  private static int pathStart(String target) {
    if (target.startsWith("/")) {
      return 0;
    }
    for (String scheme : SCHEMES) {
      if (target.regionMatches(true, 0, scheme, 0, scheme.length())) {
        int slash = scheme.length();
        while (slash < target.length() && target.charAt(slash) != '/') {
          if (!isOfAuthority(target.charAt(slash))) {
            return -1;
          }
          slash++;
        }
        return slash > scheme.length() && slash < target.length() ? slash : -1;
      }
    }
    return -1;
  }

  private static Optional<List<String>> split(String path) {
    List<String> segments = new ArrayList<>();
    int start = 0;
    while (start <= path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      if (end == start) {
        return slash < 0 ? Optional.of(segments) : Optional.empty(); // only behind the last slash
      }
      Optional<String> segment = decode(path, start, end);
      if (segment.isEmpty() || isDots(segment.get())) {
        return Optional.empty();
      }
      segments.add(segment.get());
      start = end + 1;
      if (slash < 0) {
        break;
      }
    }
    return Optional.of(segments);
  }

  /** Undoes one layer of percent-encoding: what a second layer holds is for no router to read. */
  private static Optional<String> decode(String path, int start, int end) {
    ByteBuffer octets = ByteBuffer.allocate(end - start);
    for (int i = start; i < end; i++) {
      char c = path.charAt(i);
      if (c == '%') {
        int high = i + 2 < end ? Characters.hexValue(path.charAt(i + 1)) : -1;
        int low = i + 2 < end ? Characters.hexValue(path.charAt(i + 2)) : -1;
        if (high < 0 || low < 0) {
          return Optional.empty();
        }
        octets.put((byte) (high << 4 | low));
        i += 2;
      } else if (isOfPath(c)) {
        octets.put((byte) c);
      } else {
        return Optional.empty();
      }
    }
    try {
      // A new decoder reports overlong and broken sequences instead of replacing them.
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(octets.flip()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty(); // not UTF-8: no route has such a segment
    }
  }

  /** Some servers drop {@code ;parameters} first and then see dots. */
  private static boolean isDots(String segment) {
    int semicolon = segment.indexOf(';');
    String name = semicolon < 0 ? segment : segment.substring(0, semicolon);
    return name.isEmpty() || name.equals(".") || name.equals("..");
  }

  private static boolean isOfPath(char c) {
    return Characters.isLetterOrDigit(c) || "-._~!$&'()*+,;=:@".indexOf(c) >= 0;
  }

  private static boolean isOfAuthority(char c) {
    return isOfPath(c) || c == '%' || c == '[' || c == ']';
  }
}
