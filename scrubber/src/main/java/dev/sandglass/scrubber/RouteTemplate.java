package dev.sandglass.scrubber;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The path template of an API call, such as {@code /sandboxes/:sandboxId/start}.
 *
 * <p>A template holds no concrete value, so it can be reported as it stands. Immutable; equal when
 * the templates are.
 */
public final class RouteTemplate {
  /** What is reported of a request that is none of the declared ones: {@code /:unknown}. */
  public static final RouteTemplate UNKNOWN = of("/:unknown");

  private static final String HEX = "0123456789ABCDEF";

  private final String template;
  private final List<String> segments;
  private final int parameterCount;

  private RouteTemplate(String template, List<String> segments, int parameterCount) {
    this.template = template;
    this.segments = segments;
    this.parameterCount = parameterCount;
  }

  /**
   * Reads a template: a slash before every segment, each a lower-case literal ({@code
   * [a-z0-9._-]+}) or a parameter ({@code :camelCase}) whose name occurs once.
   *
   * @throws IllegalArgumentException if the template is anything else
   */
  public static RouteTemplate of(String template) {
    if (!template.startsWith("/")) {
      throw new IllegalArgumentException("A route template starts with a slash: " + template);
    }
    List<String> segments = List.of(template.substring(1).split("/", -1));
    Set<String> parameters = new HashSet<>();
    for (String segment : segments) {
      if (isParameter(segment)) {
        if (!parameters.add(segment)) {
          throw new IllegalArgumentException("Parameter " + segment + " twice in " + template);
        }
      } else if (!isLiteral(segment) || isDots(segment)) {
        throw new IllegalArgumentException("Bad segment '" + segment + "' in " + template);
      }
    }
    return new RouteTemplate(template, segments, parameters.size());
  }

  /**
   * Returns the path with the parameters filled in, in order, each percent-encoded as one segment.
   *
   * @throws IllegalArgumentException if the count is wrong, or a parameter cannot be one segment:
   *     empty, {@code .}, {@code ..}, or not valid Unicode. The message never holds the parameter
   */
  public String path(String... parameters) {
    if (parameters.length != parameterCount) {
      throw new IllegalArgumentException(
          template + " takes " + parameterCount + " parameters, not " + parameters.length);
    }
    StringBuilder path = new StringBuilder();
    int next = 0;
    for (String segment : segments) {
      path.append('/');
      if (segment.startsWith(":")) {
        appendEncoded(path, segment, parameters[next++]);
      } else {
        path.append(segment);
      }
    }
    return path.toString();
  }

  /** Returns how many parameters {@link #path} takes. */
  public int parameterCount() {
    return parameterCount;
  }

  /** The segments without their slashes; a parameter with its colon. */
  List<String> segments() {
    return segments;
  }

  /** Returns the template. */
  @Override
  public String toString() {
    return template;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RouteTemplate route && route.template.equals(template);
  }

  @Override
  public int hashCode() {
    return template.hashCode();
  }

  private void appendEncoded(StringBuilder path, String name, String parameter) {
    // Servers and proxies read an encoded dot segment as a dot segment: it would leave the route.
    if (parameter.isEmpty() || isDots(parameter)) {
      throw new IllegalArgumentException(
          name + " of " + template + " must be neither empty nor '.' nor '..'");
    }
    ByteBuffer bytes;
    try {
      bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(parameter));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(name + " of " + template + " is not valid Unicode", e);
    }
    while (bytes.hasRemaining()) {
      int octet = bytes.get() & 0xff;
      if (isUnreserved(octet)) {
        path.append((char) octet);
      } else {
        path.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 0xf));
      }
    }
  }

  private static boolean isParameter(String segment) {
    if (segment.length() < 2
        || segment.charAt(0) != ':'
        || !Characters.isLower(segment.charAt(1))) {
      return false;
    }
    for (int i = 2; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (!Characters.isLetterOrDigit(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLiteral(String segment) {
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (!Characters.isLower(c) && !Characters.isDigit(c) && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return !segment.isEmpty();
  }

  private static boolean isDots(String segment) {
    return segment.equals(".") || segment.equals("..");
  }

  /** The unreserved characters of RFC 3986. */
  private static boolean isUnreserved(int octet) {
    return Characters.isLetterOrDigit((char) octet)
        || octet == '-'
        || octet == '.'
        || octet == '_'
        || octet == '~';
  }
}
