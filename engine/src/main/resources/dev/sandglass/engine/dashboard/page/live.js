// Asking again and again, as long as somebody looks.

import { EngineGone, SessionEnded } from './api.js';
import { h } from './dom.js';

const PATIENCE = 30_000;
const REST = 10;

/** Waits; ends early, without an error, when the signal says so. */
function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}

function seen(signal) {
  return new Promise((resolve) => {
    if (!document.hidden || signal.aborted) {
      resolve();
      return;
    }
    const done = () => {
      if (!document.hidden || signal.aborted) {
        document.removeEventListener('visibilitychange', done);
        resolve();
      }
    };
    document.addEventListener('visibilitychange', done);
    signal.addEventListener('abort', done, { once: true });
  });
}

/**
 * Does something again and again until the signal ends it, and never while nobody sees the page: what
 * is under way then is given up. Trouble with the engine is shown, and tried again ever more slowly.
 *
 * @param task is given a signal; may throw
 * @param milliseconds to wait after each time
 * @param failed is told of refusals; they end it
 * @param waits whether the task itself waits for news; one that takes long otherwise is work for the
 *     engine, and is done more seldom
 */
export async function repeat(task, milliseconds, signal, failed, waits = false) {
  let failures = 0;
  let took = 0;
  while (!signal.aborted) {
    await seen(signal);
    if (signal.aborted) return;
    const turn = new AbortController();
    const giveUp = () => { if (document.hidden || signal.aborted) turn.abort(); };
    document.addEventListener('visibilitychange', giveUp);
    signal.addEventListener('abort', giveUp, { once: true });
    const began = performance.now();
    try {
      await task(turn.signal);
      took = waits ? 0 : performance.now() - began;
      failures = 0;
      if (!signal.aborted) trouble(undefined);
    } catch (error) {
      if (error.name !== 'AbortError' && !signal.aborted) {
        failures += 1;
        const again = error instanceof EngineGone || error instanceof SessionEnded;
        if (again) trouble(error);
        else {
          failed(error);
          return;
        }
      }
    } finally {
      document.removeEventListener('visibilitychange', giveUp);
      signal.removeEventListener('abort', giveUp);
    }
    const wait = failures === 0 ? Math.max(milliseconds, REST * took) : 1000 * 2 ** failures;
    await pause(Math.min(PATIENCE, wait), signal);
  }
}

/** Shows what is wrong with the engine; nothing, if nothing is. */
export function trouble(error) {
  const place = document.getElementById('trouble');
  const kind = error === undefined ? '' : error.constructor.name;
  if (place.dataset.kind === kind) return;
  place.dataset.kind = kind;
  if (error === undefined) {
    place.replaceChildren();
    return;
  }
  const ended = error instanceof SessionEnded;
  place.replaceChildren(h('p.trouble', {},
    h('strong', {}, ended ? 'This session has ended. ' : 'The engine has ended or cannot be reached. '),
    'To go on, run ', h('code', {}, 'sand dashboard'), ' again.',
    ended ? '' : ' What is shown is as it was before.'));
}
