package dev.sandglass.scrubber;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the declared route that a request belongs to. The answer is always one of the declared
 * templates or {@link RouteTemplate#UNKNOWN}: whatever a request's target holds, nothing of it
 * comes through. Immutable.
 */
public final class RouteTable {
  private static final int MAX_TARGET = 8 * 1024;

  private final Node root = new Node();
  private final Set<RouteTemplate> templates = new LinkedHashSet<>();

  private RouteTable() {}

  /**
   * One route of an API.
   *
   * @param method its method
   * @param template the template of its path
   */
  public record Declared(HttpMethod method, RouteTemplate template) {}

  /** A place in the tree of segments. */
  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final Map<HttpMethod, RouteTemplate> ends = new EnumMap<>(HttpMethod.class);
    private @Nullable Node parameter;

    private Node child(String segment) {
      if (!segment.startsWith(":")) {
        return literals.computeIfAbsent(segment, key -> new Node());
      }
      if (parameter == null) {
        parameter = new Node();
      }
      return parameter;
    }
  }

  /**
   * Makes a table.
   *
   * @throws IllegalArgumentException if two routes of one method differ in parameter names only
   */
  public static RouteTable of(List<Declared> routes) {
    RouteTable table = new RouteTable();
    for (Declared route : routes) {
      Node node = table.root;
      for (String segment : route.template().segments()) {
        node = node.child(segment);
      }
      RouteTemplate before = node.ends.putIfAbsent(route.method(), route.template());
      if (before != null && !before.equals(route.template())) {
        throw new IllegalArgumentException(before + " and " + route.template() + " are the same");
      }
      table.templates.add(route.template());
    }
    return table;
  }

  /** Returns all declared templates. */
  public Set<RouteTemplate> templates() {
    return Set.copyOf(templates);
  }

  /**
   * Returns the template of a request; a literal segment goes before a parameter.
   *
   * <p>Only a target that a strict server takes for that route is found: query and fragment do not
   * count, one slash at the end is allowed, but empty and dot segments, path parameters ({@code
   * ;…}), escapes in literal segments, escaped slashes and malformed escapes are not.
   *
   * @param target what stands in the request line, in origin form or in absolute form
   */
  public RouteTemplate find(HttpMethod method, String target) {
    if (target.length() > MAX_TARGET) {
      return RouteTemplate.UNKNOWN;
    }
    return path(target)
        .map(path -> match(root, path.substring(1).split("/", -1), 0, method))
        .orElse(RouteTemplate.UNKNOWN);
  }

  private static Optional<String> path(String target) {
    int end = target.length();
    for (int i = 0; i < end; i++) {
      char c = target.charAt(i);
      if (c == '?' || c == '#') {
        end = i;
      }
    }
    String path = target.substring(0, end);
    int scheme = path.indexOf("://");
    if (scheme > 0 && path.indexOf('/') == scheme + 1) {
      int slash = path.indexOf('/', scheme + 3);
      path = slash < 0 ? "/" : path.substring(slash);
    }
    if (path.length() > 1 && path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return path.startsWith("/") && isStrict(path) ? Optional.of(path) : Optional.empty();
  }

  /** Refuses whatever two servers might read in two ways. */
  private static boolean isStrict(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == ';' || c == '\\') {
        return false;
      }
      if (c == '%' && !isPlainEscape(path, i)) {
        return false;
      }
    }
    for (String segment : path.substring(1).split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return true;
  }

  /**
   * An escape of two digits that stands for anything but a slash, a backslash, a dot or an escape.
   */
  private static boolean isPlainEscape(String path, int at) {
    if (at + 2 >= path.length()) {
      return false;
    }
    int high = Character.digit(path.charAt(at + 1), 16);
    int low = Character.digit(path.charAt(at + 2), 16);
    int octet = high * 16 + low;
    return high >= 0
        && low >= 0
        && octet > ' '
        && octet != '/'
        && octet != '\\'
        && octet != '.'
        && octet != '%';
  }

  private static @Nullable RouteTemplate match(
      Node node, String[] segments, int at, HttpMethod method) {
    if (at == segments.length) {
      return node.ends.get(method);
    }
    Node literal = node.literals.get(segments[at]);
    RouteTemplate found = literal == null ? null : match(literal, segments, at + 1, method);
    if (found == null && node.parameter != null) {
      found = match(node.parameter, segments, at + 1, method);
    }
    return found;
  }
}
