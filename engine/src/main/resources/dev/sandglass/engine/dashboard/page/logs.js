// The log records of one sandbox: the newest, older ones on demand, and new ones as they come.

import { get, told } from './api.js';
import { choice, h, notice, setText } from './dom.js';
import { clock, since } from './format.js';
import { repeat } from './live.js';
import { link, refine } from './route.js';
import { shortened, visible } from './text.js';

const PAGE = 200;
const MOST_ROWS = 1_000;
const LONG_LINE = 2_000;
const WAIT_SECONDS = 20;
const NEAR_END = 40;
const SEVERITIES = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const LEAST = [['', 'All'], ['debug', 'DEBUG and above'], ['info', 'INFO and above'], ['warn', 'WARN and above'], ['error', 'ERROR and above']];
/** Spans of time to choose from. */
export const RANGES = [['', 'All'], ['5m', '5 minutes'], ['1h', '1 hour'], ['24h', '24 hours'], ['3d', '3 days']];

/** The severity that a number stands for, as OpenTelemetry counts. */
function severity(number) {
  return SEVERITIES[Math.ceil(number / 4) - 1] ?? '–';
}

/** Names and values, as they were told. */
export function attributeList(attributes) {
  const entries = Object.entries(attributes);
  if (entries.length === 0) return h('p.quiet', {}, 'None.');
  return h('dl.attributes', {}, ...entries.map(([name, value]) => h('div', {},
    h('dt', {}, h('bdi', {}, visible(name))), h('dd', {}, h('bdi', {}, visible(value))))));
}

function bodyOf(record) {
  const text = visible(record.body ?? record.eventName ?? '');
  const body = h('bdi.body', {}, shortened(text, LONG_LINE));
  if (text.length <= LONG_LINE) return [body];
  const all = h('button.small', { type: 'button', click: () => {
    body.textContent = text;
    all.remove();
  } }, 'Show all of this line');
  return [body, all];
}

function detailsOf(record, id) {
  const trace = record.traceId === undefined ? undefined
    : h('p', {}, h('a', { href: link(['sandboxes', id, 'traces', record.traceId]) }, 'The trace that it belongs to'));
  return h('tr.details', {}, h('td', { colspan: 5 },
    trace, h('h2.minor', {}, 'Attributes'), attributeList(record.logAttributes),
    h('h2.minor', {}, 'Resource'), attributeList(record.resourceAttributes)));
}

function rowOf(record, id, chooseProcess) {
  const name = severity(record.severityNumber);
  const process = record.logAttributes['process.id'];
  const service = record.serviceName === `sandbox-${id}` ? 'sandbox' : record.serviceName;
  const source = visible(record.logAttributes['process.command'] ?? service ?? '');
  const row = h('tr', { 'data-severity': name.toLowerCase(), 'data-id': record.id });
  let details;
  const toggle = h('button.small.more', { type: 'button', 'aria-expanded': 'false', 'aria-label': 'Details of this line', click: () => {
    if (details === undefined) {
      details = detailsOf(record, id);
      row.after(details);
    } else {
      details.remove();
      details = undefined;
    }
    toggle.setAttribute('aria-expanded', String(details !== undefined));
  } }, '…');
  row.append(
    h('td.time', {}, h('time', { datetime: record.timestamp }, clock(record.timestamp))),
    h('td.severity', {}, name),
    h('td.source', {}, process === undefined ? h('bdi', {}, source)
      : h('button.plain', { type: 'button', title: 'Show only what this command wrote', click: () => chooseProcess(process) }, h('bdi', {}, source || visible(process)))),
    h('td.message', {}, ...bodyOf(record)), h('td', {}, toggle));
  return row;
}

/** What the fields above the lines say, and the address with them. */
class Filters {
  constructor(filters, changed) {
    this.values = Object.fromEntries(['severity', 'q', 'process', 'since', 'follow'].map((name) => [name, filters.get(name) ?? '']));
    this.changed = changed;
  }

  set(name, value) {
    this.values[name] = value;
    refine(this.values);
    if (name !== 'follow') this.changed();
  }

  query() {
    const { severity: least, q, process, since: range } = this.values;
    const from = SEVERITIES.indexOf(least.toUpperCase());
    return { severities: from <= 0 ? '' : SEVERITIES.slice(from).join(','), search: q, process, from: since(range) };
  }
}

/** Typing asks once, when it pauses. */
function whenQuiet(action) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), 300);
  };
}

/** Shows log records until the signal ends it. */
export function showLogs({ panel, id, filters: given, signal, failed }) {
  let round = new AbortController();
  let cursor;
  let page;
  const ids = new Set();
  const filters = new Filters(given, () => restart());
  const input = (name, label, length) => h('label.field', {}, h('span', {}, label), h('input', {
    type: 'search', value: filters.values[name], maxlength: length, spellcheck: 'false',
    input: whenQuiet((event) => filters.set(name, event.target.value.trim())),
  }));
  const process = input('process', 'Command id', 100);
  const follow = h('button', { type: 'button', 'aria-pressed': 'true', click: () => setFollow(!following()) }, 'Follow');
  const following = () => follow.getAttribute('aria-pressed') === 'true';
  const body = h('tbody');
  const older = h('button', { type: 'button', hidden: true, click: () => showOlder() }, 'Show older lines');
  const remark = h('p.quiet.remark');
  const table = h('table.lines', {},
    h('caption.unseen', {}, 'Log lines, the newest at the end'),
    h('thead', {}, h('tr', {}, ...['Time', 'Severity', 'Source', 'Message'].map((name) => h('th', { scope: 'col' }, name)), h('td'))), body);
  const message = h('div');
  const lines = h('div.scroll.logs', { role: 'region', 'aria-label': 'Log lines', tabindex: '0' }, older, table, message);
  panel.append(h('div.toolbar', {},
    choice('Severity', LEAST, filters.values.severity, (value) => filters.set('severity', value)),
    choice('Since', RANGES, filters.values.since, (value) => filters.set('since', value)),
    input('q', 'Find', 200), process, follow), lines, remark);

  function chooseProcess(value) {
    process.querySelector('input').value = value;
    filters.set('process', value);
  }

  function setFollow(on) {
    follow.setAttribute('aria-pressed', String(on));
    filters.set('follow', on ? '' : 'no');
    round.abort();
    if (on) {
      lines.scrollTop = lines.scrollHeight;
      run();
    }
  }

  function take(records, atEnd) {
    const fresh = records.filter((record) => !ids.has(record.id));
    fresh.forEach((record) => ids.add(record.id));
    const rows = fresh.map((record) => rowOf(record, id, chooseProcess));
    if (atEnd) body.append(...rows);
    else body.prepend(...rows);
  }

  function trim() {
    let first = body.firstElementChild;
    while (ids.size > MOST_ROWS && first !== null) {
      const next = first.nextElementSibling;
      if (first.dataset.id !== undefined) ids.delete(Number(first.dataset.id));
      first.remove();
      first = next;
    }
    if (first !== null && first.classList.contains('details')) first.remove();
  }

  function tell(answer) {
    table.hidden = ids.size === 0;
    message.replaceChildren(...(ids.size > 0 ? [] : [notice('There are no lines.', 'What commands write, and what happens to the sandbox, appears here.')]));
    const full = ids.size >= MOST_ROWS;
    const texts = [];
    if (full) texts.push(`Only ${MOST_ROWS} lines are shown: choose a time, a severity or a word to see others.`);
    if (answer.dropped > 0) texts.push(`${answer.dropped} records could not be kept.`);
    setText(remark, texts.join(' '));
    if (full) older.hidden = true;
  }

  async function begin(turn) {
    const answer = await get(told(id, 'logs'), { ...filters.query(), order: 'desc', limit: PAGE }, turn);
    ({ cursor } = answer);
    page = 1;
    ids.clear();
    body.replaceChildren();
    take([...answer.items].reverse(), true);
    older.hidden = answer.totalPages <= 1;
    tell(answer);
    lines.scrollTop = lines.scrollHeight;
  }

  async function next(turn) {
    const answer = await get(told(id, 'logs'),
      { ...filters.query(), after: cursor, waitSeconds: WAIT_SECONDS, limit: MOST_ROWS }, turn);
    ({ cursor } = answer);
    // Who has scrolled back wants to read, and not to be moved on.
    const atEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < NEAR_END;
    take(answer.items, true);
    trim();
    tell(answer);
    if (atEnd) lines.scrollTop = lines.scrollHeight;
  }

  async function showOlder() {
    setFollow(false);
    older.disabled = true;
    try {
      const height = lines.scrollHeight;
      const answer = await get(told(id, 'logs'), { ...filters.query(), order: 'desc', limit: PAGE, page: page + 1 }, signal);
      page += 1;
      take([...answer.items].reverse(), false);
      older.hidden = page >= answer.totalPages;
      tell(answer);
      lines.scrollTop += lines.scrollHeight - height;
    } catch (error) {
      if (error.name !== 'AbortError') setText(remark, visible(error.message));
    } finally {
      older.disabled = false;
    }
  }

  function run() {
    round.abort();
    round = new AbortController();
    const ask = async (turn) => {
      if (cursor === undefined) await begin(turn);
      else await next(turn);
      if (!following()) round.abort();
    };
    repeat(ask, 250, round.signal, failed, true);
  }

  function restart() {
    cursor = undefined;
    run();
  }

  signal.addEventListener('abort', () => round.abort());
  follow.setAttribute('aria-pressed', String(filters.values.follow !== 'no'));
  restart();
}
