// The order of spans. Programs in sandboxes made them, so anything can be wrong with them.

/** Nanoseconds from one time to another; both may have nine digits after the point. */
export function nanosBetween(from, to) {
  const [fromSeconds, fromNanos] = split(from);
  const [toSeconds, toNanos] = split(to);
  return (toSeconds - fromSeconds) * 1e9 + (toNanos - fromNanos);
}

function split(time) {
  const [, seconds, fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(time) ?? [];
  return [Date.parse(`${seconds}Z`) / 1000, Number(fraction.padEnd(9, '0').slice(0, 9))];
}

/**
 * Puts spans in the order of a tree: each after its parent, children in the order of their begin.
 * Every span comes once, whatever its parent is: unknown, itself, or one of its own descendants.
 *
 * @return an array of { span, depth, start, children }, start in nanoseconds since the first
 */
export function asTree(spans) {
  if (spans.length === 0) return [];
  const first = spans.reduce((least, span) => (nanosBetween(least, span.timestamp) < 0 ? span.timestamp : least), spans[0].timestamp);
  const nodes = spans.map((span) => ({ span, depth: 0, start: nanosBetween(first, span.timestamp), children: [] }));
  nodes.sort((one, other) => one.start - other.start);
  const byId = new Map(nodes.map((node) => [node.span.spanId, node]));
  const roots = [];
  for (const node of nodes) {
    const parent = byId.get(node.span.parentSpanId);
    if (parent === undefined || parent === node) roots.push(node);
    else parent.children.push(node);
  }
  const ordered = [];
  const visited = new Set();
  const visit = (root) => {
    const waiting = [[root, 0]];
    while (waiting.length > 0) {
      const [node, depth] = waiting.pop();
      if (visited.has(node)) continue;
      visited.add(node);
      node.depth = depth;
      node.children = node.children.filter((child) => !visited.has(child));
      ordered.push(node);
      for (const child of [...node.children].reverse()) waiting.push([child, depth + 1]);
    }
  };
  roots.forEach(visit);
  nodes.forEach(visit); // those that only lead to each other
  return ordered;
}
