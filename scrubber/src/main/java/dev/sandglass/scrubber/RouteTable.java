package dev.sandglass.scrubber;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The routes of an API, found again by what a client asked for.
 *
 * <p>Nothing is cut out of a target: its template is looked up, so that what is returned was
 * declared before there was any request. Immutable.
 */
public final class RouteTable {
  private final Node root;
  private final Set<RouteTemplate> templates;

  private RouteTable(Node root, Set<RouteTemplate> templates) {
    this.root = root;
    this.templates = templates;
  }

  /**
   * One route.
   *
   * @param method the method it answers
   * @param template its path
   */
  public record Declared(HttpMethod method, RouteTemplate template) {}

  /**
   * Makes a table. The same route may be declared more than once.
   *
   * @throws IllegalArgumentException if two routes differ in nothing but the names of parameters
   */
  public static RouteTable of(List<Declared> routes) {
    Node root = new Node();
    Set<RouteTemplate> templates = new LinkedHashSet<>();
    for (Declared route : routes) {
      Node node = root;
      for (String segment : route.template().segments()) {
        node = node.child(segment);
      }
      RouteTemplate other = node.templates.put(route.method(), route.template());
      if (other != null && !other.equals(route.template())) {
        throw new IllegalArgumentException(
            route.method() + " " + route.template() + " is the same route as " + other);
      }
      templates.add(route.template());
    }
    return new RouteTable(root, Collections.unmodifiableSet(templates));
  }

  /**
   * Returns the template of the route that answers a request, or else {@link
   * RouteTemplate#UNKNOWN}. Never throws, whatever the target is.
   *
   * <p>The target is read as a strict server would: an absolute URL or a path; without its query
   * and fragment; percent-encoding undone once; one slash at the end allowed. A target with an
   * empty or a dot segment, with characters that a path cannot hold, broken percent-encoding or
   * broken UTF-8 is unknown. {@code ;parameters} belong to their segment. A literal segment is
   * preferred to a parameter.
   *
   * @param target what a client put in its request line, or a URL
   */
  public RouteTemplate find(HttpMethod method, String target) {
    Optional<List<String>> segments = RequestPath.segments(target);
    if (segments.isEmpty()) {
      return RouteTemplate.UNKNOWN;
    }
    RouteTemplate found = root.find(segments.get(), 0, method);
    return found == null ? RouteTemplate.UNKNOWN : found;
  }

  /** Returns the declared templates, in the order of their declaration. */
  public Set<RouteTemplate> templates() {
    return templates;
  }

  /** A place in the tree of segments; filled by {@link #of} and not changed after it. */
  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final Map<HttpMethod, RouteTemplate> templates = new EnumMap<>(HttpMethod.class);
    private @Nullable Node parameter;

    Node child(String segment) {
      if (!segment.startsWith(":")) {
        Node child = literals.get(segment);
        if (child == null) {
          child = new Node();
          literals.put(segment, child);
        }
        return child;
      }
      if (parameter == null) {
        parameter = new Node();
      }
      return parameter;
    }

    /** Visits each node below at most once, so a target cannot make it slow. */
    @Nullable RouteTemplate find(List<String> segments, int depth, HttpMethod method) {
      if (depth == segments.size()) {
        return templates.get(method);
      }
      Node literal = literals.get(segments.get(depth));
      RouteTemplate found = literal == null ? null : literal.find(segments, depth + 1, method);
      if (found == null && parameter != null) {
        found = parameter.find(segments, depth + 1, method);
      }
      return found;
    }
  }
}
