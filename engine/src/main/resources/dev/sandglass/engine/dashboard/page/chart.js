// One chart, its legend, and the same as a table.

import uPlot from './uplot/uPlot.esm.js';
import { h, setText } from './dom.js';
import { clock, day } from './format.js';
import { aligned } from './series.js';

const HEIGHT = 180;
const TABLE_ROWS = 60;
const POWERS = Array.from({ length: 60 }, (_, i) => 2 ** i);
const DASHES = [[], [6, 4]];

const two = (number) => String(number).padStart(2, '0');

/** What stands below the axis of time: as much of it as differs. */
function ticks(splits, step) {
  return splits.map((seconds) => {
    const at = new Date(seconds * 1000);
    const midnight = at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0;
    if (midnight && step >= 60) return day(at).slice(5);
    const text = `${two(at.getHours())}:${two(at.getMinutes())}`;
    return step < 60 ? `${text}:${two(at.getSeconds())}` : text;
  });
}

/** The highest value of the axis: room above the line, and the limit when it is near. */
function top(highest, limit, least) {
  const near = limit !== undefined && highest > limit / 4;
  return Math.max(near ? limit * 1.05 : highest * 1.2, least);
}

export class Chart {
  constructor(plan, signal) {
    this.plan = plan;
    this.values = plan.lines.map(() => h('span.value', {}, '–'));
    this.time = h('span.at');
    this.limit = h('span.value', {}, '–');
    this.canvas = h('div.canvas', { role: 'img', 'aria-label': plan.title });
    this.body = h('tbody');
    this.table = h('details', { toggle: () => this.fillTable() }, h('summary', {}, 'As a table'),
      h('div.scroll', { role: 'region', 'aria-label': `${plan.title} as a table`, tabindex: '0' }, h('table', {},
        h('caption.unseen', {}, `${plan.title}, the newest first`),
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Time'), ...plan.lines.map((line) => h('th.number', { scope: 'col' }, line.label)))), this.body)));
    this.element = h('figure.chart', {}, h('figcaption', {}, h('h2', {}, plan.title), this.time), this.legend(), this.canvas, this.table);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.canvas);
    const redraw = () => this.draw(true);
    window.addEventListener('themechange', redraw);
    signal.addEventListener('abort', () => {
      this.observer.disconnect();
      window.removeEventListener('themechange', redraw);
      this.plot?.destroy();
    });
  }

  legend() {
    const items = this.plan.lines.map((line, i) => h('div', {},
      h('dt', {}, h('span.swatch', { 'data-line': i, 'aria-hidden': 'true' }), line.label), h('dd', {}, this.values[i])));
    if (this.plan.limit !== undefined) {
      items.push(h('div', {}, h('dt', {}, h('span.swatch', { 'data-line': 'limit', 'aria-hidden': 'true' }), this.plan.limit.label), h('dd', {}, this.limit)));
    }
    return h('dl.legend', {}, ...items);
  }

  /**
   * Shows points.
   *
   * @param lines of each line, in the order of the plan
   * @param limit a line across, or undefined
   * @param span begin and end of the axis of time, in seconds
   */
  show(lines, limit, span) {
    const hadLimit = this.limitNow !== undefined;
    this.lines = lines;
    this.limitNow = limit;
    this.span = span;
    this.data = aligned(lines);
    if (this.plan.limit !== undefined) this.data.push(this.data[0].map(() => limit ?? null));
    this.highest = Math.max(0, ...lines.map((points) => points.reduce((most, [, value]) => Math.max(most, value), 0)));
    this.draw(hadLimit !== (limit !== undefined));
    this.tell(undefined);
    this.fillTable();
    const texts = this.plan.lines.map((line, i) => {
      const values = lines[i].map(([, value]) => value);
      if (values.length === 0) return `${line.label}: nothing`;
      const least = values.reduce((one, other) => Math.min(one, other));
      const most = values.reduce((one, other) => Math.max(one, other));
      return `${line.label}: now ${this.plan.unit(values.at(-1))}, between ${this.plan.unit(least)} and ${this.plan.unit(most)}`;
    });
    this.canvas.setAttribute('aria-label', `${this.plan.title}. ${texts.join('. ')}.`);
    this.canvas.dataset.points = String(this.data[0].length);
  }

  /** The legend tells the newest values, or those below the pointer. */
  tell(index) {
    const { unit } = this.plan;
    this.lines.forEach((points, i) => {
      const value = index === undefined ? points.at(-1)?.[1] : this.data[i + 1][index];
      setText(this.values[i], value === undefined || value === null ? '–' : unit(value));
    });
    setText(this.limit, this.limitNow === undefined ? 'none' : unit(this.limitNow));
    setText(this.time, index === undefined ? '' : clock(this.data[0][index] * 1000));
  }

  fillTable() {
    if (!this.table.open || this.data === undefined) return;
    const [times, ...lines] = this.data;
    const rows = [];
    for (let i = times.length - 1; i >= 0 && rows.length < TABLE_ROWS; i -= 1) {
      const values = this.plan.lines.map((_, line) => lines[line][i]);
      if (values.some((value) => value !== null && value !== undefined)) {
        rows.push(h('tr', {}, h('th', { scope: 'row' }, clock(times[i] * 1000)),
          ...values.map((value) => h('td.number', {}, value === null || value === undefined ? '–' : this.plan.unit(value)))));
      }
    }
    this.body.replaceChildren(...rows);
  }

  resize() {
    const width = this.canvas.clientWidth;
    if (this.plot !== undefined && width > 0) this.plot.setSize({ width, height: HEIGHT });
    else this.draw(true);
  }

  draw(anew) {
    if (this.data === undefined || this.canvas.clientWidth === 0) return;
    if (this.plot === undefined || anew) {
      this.plot?.destroy();
      this.plot = new uPlot(this.options(), this.data, this.canvas);
    } else {
      this.plot.setData(this.data);
    }
  }

  options() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    const { unit, binary, least } = this.plan;
    const axis = { stroke: colour('chart-text'), font: '11px system-ui, sans-serif', grid: { stroke: colour('chart-grid'), width: 1 }, ticks: { show: false } };
    const line = (label, i) => ({ label, stroke: colour(`chart-${i}`), width: 1.75, dash: DASHES[i], points: { show: false },
      fill: i === 0 ? colour('chart-fill') : undefined });
    return {
      width: this.canvas.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
      scales: { x: { time: true, range: () => this.span }, y: { range: () => [0, top(this.highest, this.limitNow, least)] } },
      axes: [
        { ...axis, size: 30, space: 70, values: (plot, splits, index, space, step) => ticks(splits, step) },
        { ...axis, size: 74, space: 36, incrs: binary ? POWERS : undefined, values: (plot, splits) => splits.map((value) => unit(value).replace(/\.0 /, ' ')) },
      ],
      series: [{}, ...this.plan.lines.map(({ label }, i) => line(label, i)),
        ...(this.plan.limit === undefined ? [] : [{ label: 'Limit', stroke: colour('chart-limit'), width: 1, dash: [3, 3], points: { show: false } }])],
      hooks: { setCursor: [(plot) => this.tell(plot.cursor.idx ?? undefined)] },
    };
  }
}
