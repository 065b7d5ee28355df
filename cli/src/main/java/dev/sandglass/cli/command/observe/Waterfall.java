package dev.sandglass.cli.command.observe;

import dev.sandglass.sandbox.signals.TraceSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Spans of a trace below each other: each below its parent, and in the order of their begin. Their
 * ids are untrusted: parents may be missing, or be their own descendants.
 */
final class Waterfall {
  private static final int WIDTH = 40;
  private static final int MAX_INDENT = 20;

  private Waterfall() {}

  /**
   * A line.
   *
   * @param span the span
   * @param depth how many parents above it are there too
   * @param bar when it was, as part of the whole
   */
  record Line(TraceSpan span, int depth, String bar) {
    /** Its name, further right the deeper it is. */
    String indented() {
      return "  ".repeat(Math.min(depth, MAX_INDENT)) + span.name();
    }
  }

  private record Step(TraceSpan span, int depth) {}

  /** Lays spans out that are in the order of their begin. */
  static List<Line> of(List<TraceSpan> spans) {
    if (spans.isEmpty()) {
      return List.of();
    }
    Instant begin = spans.get(0).startTime();
    Instant end = begin;
    Set<String> ids = new HashSet<>();
    Map<String, List<TraceSpan>> children = new HashMap<>();
    for (TraceSpan span : spans) {
      ids.add(span.spanId());
      Instant last = span.startTime().plus(span.duration());
      end = last.isAfter(end) ? last : end;
      span.parentSpanId()
          .ifPresent(
              parent -> children.computeIfAbsent(parent, key -> new ArrayList<>()).add(span));
    }
    double whole = Math.max(1, nanos(Duration.between(begin, end)));
    List<Line> lines = new ArrayList<>();
    Set<TraceSpan> placed = Collections.newSetFromMap(new IdentityHashMap<>());
    for (boolean roots : new boolean[] {true, false}) {
      for (TraceSpan span : spans) {
        // In the second round only what is in a circle is left.
        if (!roots || span.parentSpanId().filter(ids::contains).isEmpty()) {
          place(span, children, placed, begin, whole, lines);
        }
      }
    }
    return lines;
  }

  private static void place(
      TraceSpan root,
      Map<String, List<TraceSpan>> children,
      Set<TraceSpan> placed,
      Instant begin,
      double whole,
      List<Line> lines) {
    Deque<Step> steps = new ArrayDeque<>();
    steps.push(new Step(root, 0));
    while (!steps.isEmpty()) {
      Step step = steps.pop();
      TraceSpan span = step.span();
      if (placed.add(span)) {
        lines.add(new Line(span, step.depth(), bar(span, begin, whole)));
        List<TraceSpan> below = children.getOrDefault(span.spanId(), List.of());
        for (int i = below.size() - 1; i >= 0; i--) {
          steps.push(new Step(below.get(i), step.depth() + 1));
        }
      }
    }
  }

  private static String bar(TraceSpan span, Instant begin, double whole) {
    double from = nanos(Duration.between(begin, span.startTime())) / whole * WIDTH;
    double length = nanos(span.duration()) / whole * WIDTH;
    int start = (int) Math.min(WIDTH - 1, Math.max(0, Math.floor(from)));
    int cells = (int) Math.max(1, Math.min(WIDTH - start, Math.round(length)));
    return "\u00b7".repeat(start) + "\u2588".repeat(cells) + "\u00b7".repeat(WIDTH - start - cells);
  }

  /** Nobody promises that it fits into a long. */
  static double nanos(Duration duration) {
    return duration.getSeconds() * 1e9 + duration.getNano();
  }
}
