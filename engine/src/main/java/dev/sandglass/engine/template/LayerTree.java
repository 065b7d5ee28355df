package dev.sandglass.engine.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.jspecify.annotations.Nullable;

/**
 * What a stack of archives amounts to, from their headers alone: which entry of which archive is at
 * which path in the end. Symbolic links in the paths of entries are followed within the tree, so
 * that what comes out never leads through one.
 */
final class LayerTree {
  private static final int MAX_NODES = 4_000_000;
  private static final int MAX_LINKS = 40;
  private static final int MAX_PATH = 4095;
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  private final Node root = new Node(0);
  private int nodes;

  /** An entry of an archive. */
  record Source(int layer, int entry) {}

  private static final class Node {
    private final Map<String, Node> children = new TreeMap<>();
    private @Nullable Source source;
    private @Nullable String link;
    private boolean directory = true;
    private int layer;

    Node(int layer) {
      this.layer = layer;
    }
  }

  /**
   * Adds an entry, in the order of the archives from the lowest to the uppermost.
   *
   * @param whiteouts whether names that begin with {@code .wh.} remove what lower archives have
   */
  void add(TarArchiveEntry entry, Source source, boolean whiteouts) {
    List<String> parts = parts(entry.getName());
    if (parts.isEmpty()) {
      root.source = entry.isDirectory() ? source : root.source;
      return;
    }
    String name = parts.get(parts.size() - 1);
    Node parent = directory(parts.subList(0, parts.size() - 1), source.layer());
    if (whiteouts && name.equals(OPAQUE)) {
      parent.children.values().removeIf(child -> !prune(child, source.layer()));
    } else if (whiteouts && name.startsWith(WHITEOUT)) {
      remove(parent, name.substring(WHITEOUT.length()), source.layer());
    } else if (entry.isLink()) {
      link(parent, name, entry.getLinkName(), source.layer());
    } else if (entry.isDirectory()) {
      Node old = parent.children.get(name);
      Node node = old != null && old.directory ? old : put(parent, name, source.layer());
      node.source = source;
      node.layer = source.layer();
    } else if (TarCopy.wanted(entry)) {
      Node node = put(parent, name, source.layer());
      node.directory = false;
      node.source = source;
      node.link = entry.isSymbolicLink() ? entry.getLinkName() : null;
    }
  }

  private Node put(Node parent, String name, int layer) {
    if (++nodes > MAX_NODES) {
      throw Invalid.because("there are more than " + MAX_NODES + " files");
    }
    Node node = new Node(layer);
    parent.children.put(name, node);
    return node;
  }

  private void link(Node parent, String name, String target, int layer) {
    List<String> parts = parts(target);
    Node found = parts.isEmpty() ? null : find(parts);
    if (found == null || found.directory || found.source == null) {
      throw Invalid.because("a hard link leads nowhere: " + name + " to " + target);
    }
    Node node = put(parent, name, layer);
    node.directory = false;
    node.source = found.source;
    node.link = found.link;
  }

  private @Nullable Node find(List<String> parts) {
    Node parent = directory(parts.subList(0, parts.size() - 1), 0);
    return parent.children.get(parts.get(parts.size() - 1));
  }

  private static void remove(Node parent, String name, int layer) {
    Node node = parent.children.get(name);
    if (node != null && !prune(node, layer)) {
      parent.children.remove(name);
    }
  }

  /** Removes what lower archives have; whether anything stays. */
  private static boolean prune(Node node, int layer) {
    node.children.values().removeIf(child -> !prune(child, layer));
    return node.layer == layer || !node.children.isEmpty();
  }

  private static List<String> parts(String path) {
    if (path.length() > MAX_PATH) {
      throw Invalid.because("there is a path of more than " + MAX_PATH + " characters");
    }
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        throw Invalid.because("there is an entry that leads upwards: " + path);
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }

  /** The directory at a path, with links followed and what is missing made. */
  private Node directory(List<String> path, int layer) {
    Deque<Node> trail = new ArrayDeque<>(List.of(root));
    Deque<String> todo = new ArrayDeque<>(path);
    int links = 0;
    while (!todo.isEmpty()) {
      String part = todo.pop();
      if (part.equals("..")) {
        if (trail.size() > 1) {
          trail.pop();
        }
        continue;
      }
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      Node here = trail.element();
      Node next = here.children.get(part);
      if (next == null) {
        next = put(here, part, layer);
      }
      if (next.link != null) {
        if (++links > MAX_LINKS) {
          throw Invalid.because("there are too many symbolic links in the path of an entry");
        }
        if (next.link.startsWith("/")) {
          trail = new ArrayDeque<>(List.of(root));
        }
        List<String> target = Arrays.asList(next.link.split("/"));
        for (int i = target.size() - 1; i >= 0; i--) {
          todo.push(target.get(i));
        }
      } else if (!next.directory) {
        throw Invalid.because("there is an entry below a file: " + String.join("/", path));
      } else {
        trail.push(next);
      }
    }
    return trail.element();
  }

  /** Whether there is a regular file of this name at the top. */
  boolean hasFile(String name) {
    return Optional.ofNullable(root.children.get(name))
        .filter(node -> !node.directory && node.link == null)
        .isPresent();
  }

  /** Whether there is nothing in it. */
  boolean isEmpty() {
    return root.children.isEmpty();
  }

  /** The paths at which each entry is in the end; more than one where there are hard links. */
  Map<Source, List<String>> paths() {
    Map<Source, List<String>> paths = new HashMap<>();
    Set<Node> seen = new HashSet<>();
    collect(root, "", paths, seen);
    return paths;
  }

  private static void collect(
      Node top, String topPath, Map<Source, List<String>> paths, Set<Node> seen) {
    record Visit(Node node, String path) {}
    Deque<Visit> todo = new ArrayDeque<>(List.of(new Visit(top, topPath)));
    while (!todo.isEmpty()) {
      Visit visit = todo.pop();
      if (!seen.add(visit.node())) {
        continue;
      }
      if (visit.node().source != null) {
        paths
            .computeIfAbsent(visit.node().source, key -> new ArrayList<>(1))
            .add(visit.path().isEmpty() ? "./" : "." + visit.path());
      }
      visit
          .node()
          .children
          .forEach((name, child) -> todo.add(new Visit(child, visit.path() + "/" + name)));
    }
  }
}
