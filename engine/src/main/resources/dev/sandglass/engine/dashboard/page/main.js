// The page: follows the address, and keeps what goes around its parts.

import { begin, get } from './api.js';
import { h, notice } from './dom.js';
import { trouble } from './live.js';
import { here, link } from './route.js';
import { showSandboxes } from './sandboxes.js';
import { showSheet } from './sheet.js';

const main = document.getElementById('main');
let view = { key: '', ended: new AbortController(), follow: undefined };
let engine;

async function describeEngine() {
  if (engine === undefined) {
    engine = await get('engine');
    document.getElementById('engine').textContent = `Engine ${engine.version}`;
  }
  return engine;
}

/** Ends what was shown, and makes room. */
function enter(key, title) {
  view.ended.abort();
  view = { key, ended: new AbortController(), follow: undefined };
  const heading = h('h1', { tabindex: '-1' });
  main.replaceChildren(heading);
  named(heading, title);
  return heading;
}

function named(heading, title) {
  heading.textContent = title;
  document.title = `${title} – Sandglass`;
}

function show(moved) {
  const { parts, filters } = here();
  const key = parts.slice(0, 2).join('/');
  if (view.key === key && view.follow !== undefined) {
    view.follow(parts.slice(2), filters);
    return;
  }
  const [kind, id] = parts;
  let heading;
  if (kind === undefined) {
    heading = enter(key, 'Sandboxes');
    showSandboxes(main, filters, view.ended.signal);
  } else if (kind === 'sandboxes' && id !== undefined) {
    heading = enter(key, id);
    const title = (text) => named(heading, text);
    view.follow = showSheet({ main, heading, title, id, describeEngine, signal: view.ended.signal });
    view.follow(parts.slice(2), filters);
  } else {
    heading = enter(key, 'Nothing here');
    main.append(notice('There is nothing at this address.'), h('p', {}, h('a', { href: '#/' }, 'All sandboxes')));
  }
  if (moved) heading.focus({ preventScroll: true });
}

async function start() {
  const { parts } = here();
  if (parts[0] === 'begin') {
    // The code is used up now; the history shall not lead back to it.
    history.replaceState(null, '', link([]));
    await begin(parts[1] ?? '');
  }
  await describeEngine();
}

document.getElementById('skip').addEventListener('click', (event) => {
  event.preventDefault(); // the address says what is shown, and nothing else
  main.focus();
});
window.addEventListener('hashchange', () => show(true));
try {
  await start();
} catch (error) {
  trouble(error);
}
show(false);
