// One sandbox: its state, and its tabs.

import { get } from './api.js';
import { announce, h, notice, setText } from './dom.js';
import { age } from './format.js';
import { repeat } from './live.js';
import { showLogs } from './logs.js';
import { showMetrics } from './metrics.js';
import { link } from './route.js';
import { nameOf, stateBadge } from './sandboxes.js';
import { visible } from './text.js';
import { showTrace } from './trace.js';
import { showTraces } from './traces.js';

const INTERVAL = 3_000;
const TABS = [['logs', 'Logs'], ['traces', 'Traces'], ['metrics', 'Metrics']];

/** Tabs that are links: each has an address of its own, and arrows go from one to the next. */
function makeTabs(id) {
  const tabs = TABS.map(([key, text]) => h('a', {
    role: 'tab', id: `tab-${key}`, href: link(['sandboxes', id, key]), 'aria-controls': 'panel',
  }, text));
  const list = h('div.tabs', { role: 'tablist', 'aria-label': 'What to see of it', keydown: (event) => {
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (at < 0 || to === undefined) {
      if (event.key === ' ') {
        event.preventDefault();
        document.activeElement.click();
      }
      return;
    }
    event.preventDefault();
    const tab = tabs[(to + tabs.length) % tabs.length];
    tab.focus();
    tab.click();
  } }, ...tabs);
  const select = (key) => {
    for (const tab of tabs) {
      const selected = tab.id === `tab-${key}`;
      tab.setAttribute('aria-selected', String(selected));
      tab.tabIndex = selected ? 0 : -1;
    }
  };
  return { list, select };
}

/** The line below the heading, kept as the sandbox is now. */
function followState({ facts, title, id, signal }) {
  let before;
  const ask = async (turn) => {
    const { items } = await get('sandboxes', {}, turn);
    const sandbox = items.find((item) => item.id === id);
    const state = sandbox?.state ?? 'Gone';
    if (before !== undefined && before !== state) announce(`${sandbox === undefined ? id : nameOf(sandbox)} is ${state}`);
    if (before !== state) facts.badge.replaceChildren(stateBadge(state));
    before = state;
    if (sandbox === undefined) {
      setText(facts.more, 'What was recorded is shown as long as it is kept.');
    } else {
      title(nameOf(sandbox));
      const origin = visible(sandbox.snapshot === '' ? sandbox.template : sandbox.snapshot);
      setText(facts.more, `made from ${origin} ${age(sandbox.createdAt)} ago`);
    }
  };
  repeat(ask, INTERVAL, signal, (error) => setText(facts.more, error.message));
}

/**
 * Shows one sandbox until the signal ends it.
 *
 * @return is told where the address leads within the sheet, now and later
 */
export function showSheet({ main, heading, title, id, describeEngine, signal }) {
  const { list, select } = makeTabs(id);
  const facts = { badge: h('span'), more: h('bdi') };
  const panel = h('section', { id: 'panel', role: 'tabpanel', tabindex: '0' });
  main.prepend(h('nav', { 'aria-label': 'Where this is' }, h('a.back', { href: '#/' }, 'All sandboxes')));
  main.append(h('p.facts', {}, facts.badge, h('code', {}, visible(id)), facts.more), list, panel);
  followState({ facts, title, id, signal });
  let tab = new AbortController();
  signal.addEventListener('abort', () => tab.abort());

  return ([key = 'logs', detail], filters) => {
    tab.abort();
    tab = new AbortController();
    const known = TABS.some(([name]) => name === key) ? key : 'logs';
    select(known);
    panel.setAttribute('aria-labelledby', `tab-${known}`);
    panel.replaceChildren();
    const about = { panel, id, filters, signal: tab.signal };
    const failed = (error) => panel.replaceChildren(notice(
      error.status === 404 ? 'Nothing is kept of this.' : 'This cannot be shown.', visible(error.message)));
    if (known === 'metrics') showMetrics({ ...about, describeEngine, failed });
    else if (known === 'logs') showLogs({ ...about, failed });
    else if (detail === undefined) showTraces({ ...about, failed });
    else showTrace({ ...about, traceId: detail, failed });
    if (document.activeElement === document.body) heading.focus({ preventScroll: true });
  };
}
