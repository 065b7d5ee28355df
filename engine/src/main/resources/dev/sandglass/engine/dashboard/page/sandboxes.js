// All sandboxes, live.

import { get } from './api.js';
import { announce, h, loading, notice, setText } from './dom.js';
import { age, bytes, percent } from './format.js';
import { repeat } from './live.js';
import { link, refine } from './route.js';
import { visible } from './text.js';

const INTERVAL = 2_000;
const COLUMNS = ['Name', 'State', 'Made from', 'Processor', 'Memory', 'Age'];

/** A sandbox's state, as a dot and a word. */
export function stateBadge(state) {
  return h('span.state', { 'data-state': state.toLowerCase() }, h('span', {}, state));
}

/** What a person calls a sandbox. */
export function nameOf(sandbox) {
  return visible(sandbox.name === '' ? sandbox.id : sandbox.name);
}

function meter() {
  const bar = h('span.bar', { 'aria-hidden': 'true' }, h('span'));
  const text = h('span.figure');
  return { element: h('span.meter', {}, text, bar), text, bar };
}

function setMeter({ text, bar }, words, share) {
  setText(text, words);
  bar.hidden = share === undefined;
  bar.firstChild.style.inlineSize = `${Math.min(100, Math.max(0, share ?? 0))}%`;
  bar.dataset.level = share >= 90 ? 'high' : 'normal';
}

/** A line of the table, which is changed in place as its sandbox changes. */
class Row {
  constructor(sandbox) {
    this.id = sandbox.id;
    this.name = h('a', { href: link(['sandboxes', sandbox.id, 'logs']) });
    this.state = stateBadge(sandbox.state);
    this.origin = h('bdi');
    this.cpu = meter();
    this.memory = meter();
    this.age = h('time', { datetime: sandbox.createdAt, title: new Date(sandbox.createdAt).toLocaleString() });
    const cell = (label, ...content) => h('td', { role: 'cell', 'data-label': label }, ...content);
    this.element = h('tr', { role: 'row' },
      h('th', { role: 'rowheader', scope: 'row' }, h('bdi', {}, this.name), h('code', {}, visible(sandbox.id))),
      cell('State', this.state), cell('Made from', this.origin), cell('Processor', this.cpu.element),
      cell('Memory', this.memory.element), cell('Age', this.age));
  }

  update(sandbox, usage) {
    setText(this.name, nameOf(sandbox));
    this.element.querySelector('code').hidden = sandbox.name === '';
    this.state.dataset.state = sandbox.state.toLowerCase();
    setText(this.state.firstChild, sandbox.state);
    setText(this.origin, visible(sandbox.snapshot === '' ? sandbox.template : sandbox.snapshot));
    const limit = (number, text) => (number === undefined ? '' : ` of ${text(number)}`);
    const measured = usage !== undefined && usage.cpuUtilization !== undefined;
    setMeter(this.cpu,
      measured ? percent(usage.cpuUtilization) + limit(usage.cpuLimit, cpus) : (sandbox.cpuLimit === undefined ? '–' : cpus(sandbox.cpuLimit)),
      measured ? usage.cpuUtilization : undefined);
    setMeter(this.memory,
      measured ? bytes(usage.memoryUsage) + limit(usage.memoryLimit, bytes) : (sandbox.memoryLimit === undefined ? '–' : bytes(sandbox.memoryLimit)),
      measured ? usage.memoryUtilization : undefined);
    setText(this.age, age(sandbox.createdAt));
  }
}

function tellChanges(before, items) {
  const news = [];
  for (const sandbox of items) {
    const was = before.get(sandbox.id);
    if (was === undefined) news.push(`${nameOf(sandbox)} is new`);
    else if (was.state !== sandbox.state) news.push(`${nameOf(sandbox)} is ${sandbox.state}`);
  }
  const now = new Set(items.map((sandbox) => sandbox.id));
  for (const [id, sandbox] of before) if (!now.has(id)) news.push(`${nameOf(sandbox)} is gone`);
  if (news.length > 0) announce(news.slice(0, 5).join('. '));
}

/** "2 CPU", "0.5 CPU". */
function cpus(number) {
  return `${Number(number.toFixed(2))} CPU`;
}

function quotas(usage) {
  const names = { cpu: 'Processors', memory: 'Memory', disk: 'Disk' };
  return usage.items.map((item) => {
    const text = item.unit === 'By' ? bytes : cpus;
    const figures = meter();
    setMeter(figures, `${text(item.used)} of ${text(item.total)}`, item.total > 0 ? (100 * item.used) / item.total : 0);
    return h('div', {}, h('dt', {}, `${names[item.resource] ?? item.resource}${item.quota ? ' (quota)' : ''}`), h('dd', {}, figures.element));
  });
}

/** Shows all sandboxes until the signal ends it. */
export function showSandboxes(main, filters, signal) {
  const rows = new Map();
  let known;
  const search = h('input', { type: 'search', value: filters.get('q') ?? '', maxlength: 100, input: () => {
    refine({ q: search.value });
    draw();
  } });
  const body = h('tbody', { role: 'rowgroup' });
  const table = h('table.sandboxes', { role: 'table', 'aria-label': 'Sandboxes', hidden: true },
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, ...COLUMNS.map((name) => h('th', { role: 'columnheader', scope: 'col' }, name)))), body);
  const totals = h('dl.totals', { 'aria-label': 'All sandboxes together' });
  const message = h('div', {}, loading());
  main.append(totals, h('div.toolbar', {}, h('label.field.grow', {}, h('span', {}, 'Find'), search)), table, message);

  function draw() {
    if (known === undefined) return;
    const words = search.value.trim().toLowerCase();
    const shown = known.items.filter((sandbox) =>
      [sandbox.name, sandbox.id, sandbox.state, sandbox.template].some((text) => text.toLowerCase().includes(words)));
    const usage = new Map(known.usage.map((item) => [item.id, item]));
    const elements = shown.map((sandbox) => {
      const row = rows.get(sandbox.id) ?? new Row(sandbox);
      rows.set(sandbox.id, row);
      row.update(sandbox, usage.get(sandbox.id));
      return row.element;
    });
    const present = new Set(known.items.map((sandbox) => sandbox.id));
    for (const id of rows.keys()) if (!present.has(id)) rows.delete(id);
    // Only when the rows are others: moving them would take away the focus.
    if (elements.length !== body.children.length || elements.some((row, i) => body.children[i] !== row)) {
      body.replaceChildren(...elements);
    }
    table.hidden = elements.length === 0;
    message.replaceChildren(...(elements.length > 0 ? []
      : [known.items.length === 0 ? notice('There are no sandboxes yet.', 'Make one: sand create --name box') : notice('No sandbox fits.')]));
  }

  async function ask(turn) {
    const [list, live, usage] = await Promise.all([
      get('sandboxes', {}, turn), get('metrics', {}, turn), get('usage', {}, turn)]);
    if (known !== undefined) tellChanges(new Map(known.items.map((item) => [item.id, item])), list.items);
    known = { items: list.items, usage: live.items };
    totals.replaceChildren(...quotas(usage));
    draw();
  }
  repeat(ask, INTERVAL, signal, (error) => message.replaceChildren(notice('This cannot be shown.', error.message)));
}
