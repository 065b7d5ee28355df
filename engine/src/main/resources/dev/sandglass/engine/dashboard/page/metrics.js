// What one sandbox used, as charts.

import { get, told } from './api.js';
import { Chart } from './chart.js';
import { choice, h, loading, notice } from './dom.js';
import { bytes, percent, significant } from './format.js';
import { repeat } from './live.js';
import { refine } from './route.js';
import { parsed, perSecond, shownTimes } from './series.js';

const INTERVAL = 5_000;
const RANGES = [['15m', '15 minutes'], ['1h', '1 hour'], ['6h', '6 hours'], ['24h', '24 hours'], ['3d', '3 days']];
const SIZES = { m: 60, h: 3600, d: 86400 };

/** Each chart: its lines by the names of their metrics, without the prefix. */
const CHARTS = [
  { title: 'Processor', unit: percent, least: 1, lines: [
    { label: 'Used, of its limit', name: 'cpu.utilization' },
    { label: 'Held back by the limit', name: 'cpu.throttled', rate: 100 }] },
  { title: 'Memory', unit: bytes, binary: true, least: 1024 ** 2, lines: [{ label: 'Used', name: 'memory.usage' }], limit: { label: 'Limit', name: 'memory.limit' } },
  { title: 'Disk', unit: bytes, binary: true, least: 1024 ** 2, lines: [{ label: 'Used', name: 'filesystem.usage' }], limit: { label: 'Total', name: 'filesystem.total' } },
  { title: 'Network', unit: (number) => `${bytes(number)}/s`, binary: true, least: 1024, lines: [
    { label: 'Received', name: 'network.io', direction: 'receive', rate: 1 },
    { label: 'Sent', name: 'network.io', direction: 'transmit', rate: 1 }] },
  { title: 'Processes', unit: (number) => (Number.isInteger(number) ? String(number) : significant(number)), least: 4, lines: [{ label: 'Processes and threads', name: 'processes' }] },
];
const NAMES = [...new Set(CHARTS.flatMap((chart) => [...chart.lines.map((line) => line.name), ...(chart.limit === undefined ? [] : [chart.limit.name])]))];

/** The points of all metrics, kept up to date by asking for what is new only. */
class Points {
  constructor(id, prefix, seconds) {
    Object.assign(this, { id, prefix, seconds, kept: new Map() });
  }

  key(name, direction) {
    return direction === undefined ? name : `${name} ${direction}`;
  }

  of({ name, direction }) {
    return this.kept.get(this.key(name, direction)) ?? [];
  }

  async refresh(signal) {
    const begin = Date.now() / 1000 - this.seconds;
    const last = Math.max(0, ...[...this.kept.values()].map((points) => points.at(-1)?.[0] ?? 0));
    // Long series one by one: an answer holds only so many points.
    const groups = last > 0 ? [NAMES.join(',')] : NAMES;
    const from = new Date(Math.max(begin, last - 1) * 1000).toISOString();
    for (const group of groups) {
      const names = group.split(',').map((name) => `${this.prefix}sandbox.${name}`).join(',');
      this.take((await get(told(this.id, 'metrics'), { metricNames: names, from }, signal)).series);
    }
    for (const [key, points] of this.kept) this.kept.set(key, points.filter(([time]) => time >= begin));
  }

  take(series) {
    for (const one of series) {
      // Programs in the sandbox have services of their own; this is what the engine measured.
      if (one.serviceName !== `sandbox-${this.id}`) continue;
      const name = one.metricName.slice(`${this.prefix}sandbox.`.length);
      const key = this.key(name, one.attributes['network.io.direction']);
      const points = this.kept.get(key) ?? [];
      const last = points.at(-1)?.[0] ?? 0;
      this.kept.set(key, points.concat(parsed(one.dataPoints).filter(([time]) => time > last)));
    }
  }
}

/** Shows charts until the signal ends it. */
export function showMetrics({ panel, id, filters, signal, describeEngine, failed }) {
  const values = { range: RANGES.some(([key]) => key === filters.get('range')) ? filters.get('range') : '1h' };
  let round = new AbortController();
  const grid = h('div.charts', { hidden: true });
  const message = h('div', {}, loading());
  const charts = CHARTS.map((plan) => new Chart(plan, signal));
  grid.append(...charts.map((chart) => chart.element));
  panel.append(h('div.toolbar', {}, choice('The last', RANGES, values.range, (value) => {
    values.range = value;
    refine({ range: value });
    restart();
  })), message, grid);

  function seconds() {
    const [, number, unit] = /^(\d+)(.)$/.exec(values.range);
    return Number(number) * SIZES[unit];
  }

  function restart() {
    round.abort();
    round = new AbortController();
    let points;
    repeat(async (turn) => {
      if (points === undefined) {
        const { metricsPrefix } = await describeEngine();
        points = new Points(id, metricsPrefix, seconds());
      }
      await points.refresh(turn);
      const some = points.kept.size > 0 && [...points.kept.values()].some((all) => all.length > 0);
      message.replaceChildren(...(some ? [] : [notice('There are no figures.', 'The first come some seconds after a sandbox has started, and none while it is stopped.')]));
      grid.hidden = !some;
      if (!some) return;
      const now = Date.now() / 1000;
      charts.forEach((chart) => chart.show(
        chart.plan.lines.map((line) => (line.rate === undefined ? points.of(line) : perSecond(points.of(line), line.rate))),
        chart.plan.limit === undefined ? undefined : points.of(chart.plan.limit).at(-1)?.[1],
        shownTimes([...points.kept.values()], points.seconds, now)));
    }, INTERVAL, round.signal, failed);
  }

  signal.addEventListener('abort', () => round.abort());
  restart();
}
