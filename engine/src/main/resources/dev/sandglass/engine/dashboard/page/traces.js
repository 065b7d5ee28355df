// The traces that programs in one sandbox told, the newest first.

import { get, told } from './api.js';
import { choice, h, loading, notice } from './dom.js';
import { clock, duration, since } from './format.js';
import { repeat } from './live.js';
import { RANGES } from './logs.js';
import { link, refine } from './route.js';
import { visible } from './text.js';

const INTERVAL = 5_000;
const PAGE = 50;

/** Whether it went well, as a word. */
export function statusBadge(status) {
  const text = { ERROR: 'Error', OK: 'OK' }[status] ?? 'Unset';
  return h('span.status', { 'data-status': text.toLowerCase() }, text);
}

function rowOf(id, trace) {
  return h('tr', {},
    h('td.time', {}, h('time', { datetime: trace.startTime }, clock(trace.startTime))),
    h('td.name', {}, h('bdi', {}, h('a', { href: link(['sandboxes', id, 'traces', trace.traceId]) }, visible(trace.rootSpanName || trace.traceId)))),
    h('td.number', {}, duration(trace.durationMs * 1e6)), h('td.number', {}, String(trace.spanCount)),
    h('td', {}, statusBadge(trace.statusCode)));
}

/** Shows the list until the signal ends it. */
export function showTraces({ panel, id, filters, signal, failed }) {
  const values = { since: filters.get('since') ?? '', page: filters.get('page') ?? '' };
  const number = () => Math.max(1, Number.parseInt(values.page, 10) || 1);
  let last = '';
  let round = new AbortController();
  const body = h('tbody');
  const table = h('table.traces', { hidden: true }, h('caption.unseen', {}, 'Traces, the newest first'),
    h('thead', {}, h('tr', {}, ...['Began', 'Name'].map((name) => h('th', { scope: 'col' }, name)),
      ...['Took', 'Spans'].map((name) => h('th.number', { scope: 'col' }, name)), h('th', { scope: 'col' }, 'Status'))), body);
  const message = h('div', {}, loading());
  const where = h('span');
  const turnTo = (to) => h('button', { type: 'button', click: () => { values.page = String(number() + to); restart(); } }, to < 0 ? 'Newer' : 'Older');
  const newer = turnTo(-1);
  const older = turnTo(1);
  const pages = h('div.pages', { hidden: true }, newer, where, older);
  panel.append(h('div.toolbar', {}, choice('Since', RANGES, values.since, (value) => {
    values.since = value;
    values.page = '';
    restart();
  })), h('div.scroll', { role: 'region', 'aria-label': 'Traces', tabindex: '0' }, table), message, pages);

  async function ask(turn) {
    const answer = await get(told(id, 'traces'), { from: since(values.since), page: number(), limit: PAGE }, turn);
    const text = JSON.stringify(answer.items);
    if (text !== last) {
      last = text;
      body.replaceChildren(...answer.items.map((trace) => rowOf(id, trace)));
    }
    table.hidden = answer.items.length === 0;
    message.replaceChildren(...(answer.items.length > 0 ? [] : [notice('There are no traces.',
      'Programs in the sandbox find OTEL_EXPORTER_OTLP_ENDPOINT in their environment, and what they send there appears here.')]));
    pages.hidden = answer.totalPages <= 1 && number() === 1;
    newer.disabled = number() <= 1;
    older.disabled = number() >= answer.totalPages;
    where.textContent = `Page ${number()} of ${Math.max(1, answer.totalPages)}`;
  }

  function restart() {
    refine({ since: values.since, page: number() === 1 ? '' : values.page });
    round.abort();
    round = new AbortController();
    repeat(ask, INTERVAL, round.signal, failed);
  }

  signal.addEventListener('abort', () => round.abort());
  restart();
}
