// One trace as a waterfall.

import { get, told } from './api.js';
import { h, loading } from './dom.js';
import { clock, duration } from './format.js';
import { repeat } from './live.js';
import { attributeList } from './logs.js';
import { link } from './route.js';
import { asTree, nanosBetween } from './spans.js';
import { visible } from './text.js';
import { statusBadge } from './traces.js';

const INTERVAL = 5_000;
const AT_ONCE = 500;
const DEEPEST = 16;
const SELDOM = 11;
const TICKS = 4;

function bar(node, total) {
  const length = node.span.durationNs;
  const left = Math.min(100, (100 * node.start) / total);
  const width = Math.min(100 - left, (100 * length) / total);
  const element = h('span.bar', { 'aria-hidden': 'true', 'data-status': node.span.statusCode.toLowerCase() });
  element.style.insetInlineStart = `${left}%`;
  element.style.inlineSize = `${width}%`;
  return h('div.lane', {}, element, h('span.unseen', {}, `begins after ${duration(node.start)}`));
}

function detailsOf(span) {
  const events = span.events.map((event) => h('li', {},
    h('bdi', {}, visible(event.name)), ` after ${duration(nanosBetween(span.timestamp, event.timestamp))}`, attributeList(event.attributes)));
  const message = span.statusMessage === '' ? [] : [': ', h('bdi', {}, visible(span.statusMessage))];
  return h('tr.details', {}, h('td', { colspan: 4 },
    h('p', {}, statusBadge(span.statusCode), ...message),
    h('p.quiet', {}, `${visible(span.spanKind).toLowerCase()} span `, h('code', {}, visible(span.spanId)), ' began at ',
      h('time', { datetime: span.timestamp }, clock(span.timestamp))),
    h('h3', {}, 'Attributes'), attributeList(span.spanAttributes),
    ...(events.length === 0 ? [] : [h('h3', {}, 'Events'), h('ul.events', {}, ...events)]),
    h('h3', {}, 'Resource'), attributeList(span.resourceAttributes)));
}

/** The rows of a waterfall, with what somebody has opened and closed. */
class Waterfall {
  constructor() {
    this.open = new Set();
    this.closed = new Set();
    this.most = AT_ONCE;
    this.body = h('tbody');
    this.axis = h('div.axis', { 'aria-hidden': 'true' });
    this.more = h('button', { type: 'button', hidden: true, click: () => { this.most += AT_ONCE; this.draw(); } });
    this.element = h('div.scroll', { role: 'region', 'aria-label': 'Waterfall', tabindex: '0' },
      h('table.waterfall', {}, h('caption.unseen', {}, 'Spans, each after its parent'),
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Span'), h('th', { scope: 'col' }, 'Service'),
          h('th.number', { scope: 'col' }, 'Took'), h('th', { scope: 'col' }, h('span.unseen', {}, 'When'), this.axis))), this.body), this.more);
  }

  show(spans) {
    this.nodes = asTree(spans);
    this.total = Math.max(1, ...this.nodes.map((node) => node.start + node.span.durationNs));
    this.axis.replaceChildren(...Array.from({ length: TICKS }, (_, i) => {
      const tick = h('span', {}, i === 0 ? '0' : duration((this.total * i) / TICKS));
      tick.style.insetInlineStart = `${(100 * i) / TICKS}%`;
      return tick;
    }));
    this.draw();
  }

  draw() {
    const focused = document.activeElement?.dataset?.focus;
    const rows = [];
    let shown = 0;
    let hiddenBelow = Infinity;
    let left = 0;
    for (const node of this.nodes) {
      if (node.depth > hiddenBelow) continue;
      hiddenBelow = this.closed.has(node.span.spanId) ? node.depth : Infinity;
      if (shown >= this.most) {
        left += 1;
        continue;
      }
      shown += 1;
      rows.push(this.row(node));
      if (this.open.has(node.span.spanId)) rows.push(detailsOf(node.span));
    }
    this.body.replaceChildren(...rows);
    this.more.hidden = left === 0;
    this.more.textContent = `Show more of the ${left} spans that are left`;
    if (focused !== undefined) {
      [...this.body.querySelectorAll('[data-focus]')].find((element) => element.dataset.focus === focused)?.focus();
    }
  }

  flip(set, id) {
    if (!set.delete(id)) set.add(id);
    this.draw();
  }

  row(node) {
    const { span } = node;
    const name = visible(span.spanName) || visible(span.spanId);
    const fold = node.children.length === 0 ? h('span.fold') : h('button.fold', {
      type: 'button', 'aria-expanded': String(!this.closed.has(span.spanId)), 'data-focus': `fold ${span.spanId}`,
      'aria-label': `Spans below ${name}`, click: () => this.flip(this.closed, span.spanId),
    });
    const label = h('button.plain', {
      type: 'button', 'aria-expanded': String(this.open.has(span.spanId)), 'data-focus': `span ${span.spanId}`,
      title: name, click: () => this.flip(this.open, span.spanId),
    }, h('bdi', {}, name), span.statusCode === 'ERROR' ? h('span.failed', {}, ' error') : undefined);
    const cell = h('th.span', { scope: 'row' }, h('div', {}, fold, label), h('span.unseen', {}, `level ${node.depth + 1}`));
    cell.firstChild.style.paddingInlineStart = `${Math.min(node.depth, DEEPEST) * 0.9}rem`;
    return h('tr', {}, cell, h('td.source', {}, h('bdi', {}, visible(span.serviceName))),
      h('td.number', {}, duration(span.durationNs)), h('td.when', {}, bar(node, this.total)));
  }
}

/** Shows one trace until the signal ends it. */
export function showTrace({ panel, id, traceId, signal, failed }) {
  const waterfall = new Waterfall();
  let count = -1;
  let asked = -1;
  let seldom = 0;
  const heading = h('h2');
  const summary = h('p.quiet');
  const content = h('div', {}, loading());
  panel.append(h('p', {}, h('a.back', { href: link(['sandboxes', id, 'traces']) }, 'All traces')), heading, summary, content);

  async function ask(turn) {
    // A trace that has not grown for a while is most likely complete, and may be large.
    asked += 1;
    if (asked % (1 + seldom) !== 0) return;
    const spans = await get(told(id, `traces/${encodeURIComponent(traceId)}`), {}, turn);
    if (spans.length === count) {
      seldom = Math.min(SELDOM, seldom + 1);
      return;
    }
    seldom = 0;
    if (count < 0) content.replaceChildren(waterfall.element);
    count = spans.length;
    waterfall.show(spans);
    const root = waterfall.nodes[0].span;
    heading.replaceChildren(h('bdi', {}, visible(root.spanName) || visible(traceId)));
    summary.replaceChildren(`${count} ${count === 1 ? 'span' : 'spans'} in ${duration(waterfall.total)}, began at `,
      h('time', { datetime: root.timestamp }, clock(root.timestamp)), ', trace ', h('code', {}, visible(traceId)));
  }
  repeat(ask, INTERVAL, signal, failed);
}
