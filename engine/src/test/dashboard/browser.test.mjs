// The dashboard in a real browser, on a real engine with real sandboxes.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const { SAND, CHROMIUM, PICTURES, WORK } = process.env;
const AXE = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const HOSTILE = `<img src=x onerror="window.broken=1"></script><script>window.broken=2</script>`;
const DEADLINE = 15_000;

let browser;
let page;
let base;
let id;
const complaints = [];

const sand = (...args) => execFileSync(SAND, args, { encoding: 'utf8' });
/** Runs sand beside other things, with something to read. */
async function feed(input, ...args) {
  const run = promisify(execFile)(SAND, args);
  run.child.stdin.end(input);
  await run;
}
const sheet = (rest) => `${base}#/sandboxes/${id}/${rest}`;

function listen(to) {
  to.setDefaultTimeout(DEADLINE);
  to.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  to.on('pageerror', (error) => complaints.push(String(error.stack)));
  to.on('dialog', (dialog) => { complaints.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  to.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(base).origin) complaints.push(`asked ${request.url()}`);
  });
  return to;
}

/** What a program with OpenTelemetry tells, sent from inside by curl. */
function tellTrace() {
  const now = BigInt(Date.now()) * 1_000_000n;
  const at = (millis) => String(now + BigInt(millis) * 1_000_000n);
  const span = (spanId, parentSpanId, name, from, to, more = {}) =>
    ({ traceId: TRACE, spanId, parentSpanId, name, kind: 2, startTimeUnixNano: at(from), endTimeUnixNano: at(to), ...more });
  const body = { resourceSpans: [{
    resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
    scopeSpans: [{ spans: [
      span('00000000000000a3', '00000000000000a2', 'SELECT items', 20, 55),
      span('00000000000000a1', '', 'POST /orders', 0, 400),
      span('00000000000000a2', '00000000000000a1', HOSTILE, 10, 90, { attributes: [{ key: 'http.route', value: { stringValue: HOSTILE } }] }),
      span('00000000000000a4', '00000000000000a1', 'charge', 100, 300, { status: { code: 2, message: 'declined' } }),
    ] }] }] };
  return feed(JSON.stringify(body), 'exec', '-i', 'box', '--', 'sh', '-c',
    'curl -fsS -H "Content-Type: application/json" --data @- "$OTEL_EXPORTER_OTLP_ENDPOINT/v1/traces"');
}

before(async () => {
  id = sand('create', '--name', 'box', '--memory', '256Mi', '-q').trim();
  [browser] = await Promise.all([
    chromium.launchPersistentContext(`${WORK}/profile`, {
      executablePath: CHROMIUM, headless: true, viewport: { width: 1280, height: 800 }, colorScheme: 'light',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--no-proxy-server',
        '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    }),
    feed('', 'exec', '-d', 'box', '--', 'sh', '-c', 'while :; do head -c 5000000 /dev/zero >/tmp/x; sleep 0.5; done'),
    tellTrace(),
    feed(`one\n${HOSTILE}\n\u001b[31mred\u001b[0m \u202eback\u0007\n`, 'exec', '-i', 'box', '--', 'sh', '-c', 'cat; echo it went wrong >&2'),
  ]);
  page = browser.pages()[0];
  const { url } = JSON.parse(sand('dashboard', '-o', 'json'));
  base = new URL('/dashboard/', url).href;
  listen(page);
  await page.goto(url);
  await page.locator('.sandboxes tbody tr').waitFor();
});

after(async () => {
  await browser?.close();
});

/** Pictures for whoever wants to look, and what a checker of accessibility finds. */
async function look(name) {
  const two = [['light', 1280], ['dark', 360]];
  for (const [scheme, width] of PICTURES === '' ? two : [...two, ['dark', 1280], ['light', 360]]) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    const { background, beyond } = await page.evaluate(() => ({
      background: getComputedStyle(document.body).backgroundColor,
      beyond: document.documentElement.scrollWidth - window.innerWidth,
    }));
    assert.ok(beyond <= 0, `${name} is ${beyond} pixels too wide for ${width}`);
    assert.equal(Number(background.match(/\d+/)[0]) > 128, scheme === 'light', `${name}: ${scheme} is ${background}`);
    if (PICTURES !== '') await page.screenshot({ path: `${PICTURES}/${name}-${scheme}-${width}.png`, fullPage: name !== 'logs' });
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => window.axe.run());
    assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes[0].html}`), [], `${name}, ${scheme}, ${width}`);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
  await page.setViewportSize({ width: 1280, height: 800 });
}

test('the link leads to the page, and is in no address or history', async () => {
  assert.equal(page.url(), `${base}#/`);
  assert.equal(await page.title(), 'Sandboxes – Sandglass');
  const cookies = await browser.cookies();
  assert.deepEqual(cookies.map(({ httpOnly, sameSite, path }) => ({ httpOnly, sameSite, path })),
    [{ httpOnly: true, sameSite: 'Strict', path: '/dashboard' }]);
  assert.equal(await page.evaluate(() => document.cookie), '');
  assert.equal(await page.evaluate(() => document.referrer), '');
  const inside = await browser.newCDPSession(page);
  const { entries } = await inside.send('Page.getNavigationHistory');
  assert.deepEqual(entries.map((entry) => entry.url).filter((one) => one.includes('/dashboard')), [`${base}#/`]);
  await inside.detach();
});

test('another server of this machine, whatever it gets of the browser, sees nothing', async () => {
  let cookie = '';
  const server = createServer((request, response) => {
    cookie = request.headers.cookie ?? cookie;
    response.setHeader('Content-Type', 'text/html');
    response.end(`<iframe src="${base}"></iframe>`);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  try {
    const evil = await browser.newPage();
    await evil.goto(`http://127.0.0.1:${server.address().port}/dashboard/`);
    assert.match(cookie, /sandglass-dashboard-/, 'browsers do send cookies to all ports');
    const read = (options) => evil.evaluate(([url, how]) => fetch(url, how).then((answer) => answer.text(), () => 'refused'), [`${base}api/sandboxes`, options]);
    assert.equal(await read({ credentials: 'include' }), 'refused');
    assert.equal(await read({ credentials: 'include', headers: { 'X-Sandglass-Dashboard': 'x' } }), 'refused');
    assert.equal(evil.frames().some((frame) => frame.url().startsWith(base)), false);
    await evil.close();
    const stolen = await fetch(`${base}api/sandboxes`, { headers: { cookie } });
    assert.equal(stolen.status, 401);
  } finally {
    server.close();
  }
});

test('sandboxes come, change and go while the page is open', async () => {
  assert.match(await page.locator('.sandboxes tbody').innerText(), /box[\s\S]*Running[\s\S]*host[\s\S]*256 MiB/);
  sand('create', '--name', 'other', '-q');
  const row = page.locator('.sandboxes tbody tr', { hasText: 'other' });
  await row.locator('.state', { hasText: 'Running' }).waitFor();
  sand('pause', 'other');
  await row.locator('.state', { hasText: 'Paused' }).waitFor();
  await page.locator('#news', { hasText: 'other is Paused' }).waitFor({ state: 'attached' });
  await page.getByLabel('Find').fill('box');
  await row.waitFor({ state: 'detached' });
  assert.equal(page.url(), `${base}#/?q=box`);
  await page.getByLabel('Find').fill('');
  await look('sandboxes');
  sand('rm', 'other', '--yes');
  await row.waitFor({ state: 'detached' });
});

test('hostile lines are text', async () => {
  await page.getByRole('link', { name: 'box' }).click();
  await page.locator('.body', { hasText: 'onerror' }).waitFor();
  await page.locator('.body', { hasText: 'red' }).waitFor();
  const lines = await page.locator('.lines .body').allInnerTexts();
  assert.ok(lines.includes(HOSTILE));
  assert.ok(lines.includes('red \\u202eback\\u0007'), lines.join('|'));
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.equal(await page.locator('main img, main script').count(), 0);
  await page.waitForFunction(() => document.title === 'box – Sandglass');
  await page.locator('.lines tr', { hasText: 'onerror' }).getByRole('button', { name: 'Details' }).click();
  await page.locator('tr.details', { hasText: 'process.command' }).waitFor();
  await look('logs');
});

test('as many lines are shown as a browser can bear', async () => {
  sand('exec', 'box', '--', 'sh', '-c', 'seq -f "line %.0f" 1 2500 >/dev/stderr');
  await page.locator('.body', { hasText: 'line 2500' }).waitFor();
  assert.equal(await page.locator('.lines tr[data-id]').count(), 1000);
  assert.match(await page.locator('.remark').innerText(), /Only 1000 lines are shown/);
  await page.reload();
  await page.locator('.body', { hasText: 'line 2500' }).waitFor();
  assert.equal(await page.locator('.lines tr[data-id]').count(), 200);
  await page.getByRole('button', { name: 'Show older lines' }).click();
  await page.locator('.body', { hasText: /^line 2101$/ }).waitFor();
  assert.equal(await page.locator('.lines tr[data-id]').count(), 400);
  assert.equal(page.url(), sheet('logs?follow=no'));
  const numbers = (await page.locator('.lines .body').allInnerTexts()).map((text) => Number(text.slice(5)));
  assert.deepEqual(numbers, Array.from({ length: 400 }, (_, i) => 2101 + i));
  await page.getByRole('button', { name: 'Follow' }).click();
});

test('new lines appear, and filters are in the link that another tab opens', async () => {
  sand('exec', 'box', '--', 'echo', 'just now');
  await page.locator('.body', { hasText: 'just now' }).waitFor();
  await page.getByLabel('Severity').selectOption({ label: 'ERROR and above' });
  await page.locator('.body', { hasText: 'just now' }).waitFor({ state: 'detached' });
  await page.getByLabel('Find').fill('WENT wrong');
  await page.waitForURL(sheet('logs?severity=error&q=WENT+wrong'));
  const other = listen(await browser.newPage());
  await other.goto(page.url());
  await other.locator('.body', { hasText: 'it went wrong' }).waitFor();
  assert.deepEqual(await other.locator('.lines .body').allInnerTexts(), ['it went wrong']);
  assert.equal(await other.getByLabel('Find').inputValue(), 'WENT wrong');
  await other.close();
});

test('nothing is asked while nobody sees the page', async () => {
  const hide = (hidden) => page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  const follows = (request) => request.url().includes('waitSeconds');
  const following = page.waitForRequest(follows);
  await page.goto(sheet('logs?severity=fatal'));
  await following;
  const given = page.waitForEvent('requestfailed', follows);
  await hide(true);
  await given;
  const asked = page.waitForRequest(follows);
  await hide(false);
  await asked;
});

test('a trace is a waterfall', async () => {
  await page.getByRole('tab', { name: 'Traces' }).click();
  await page.getByRole('link', { name: 'POST /orders' }).click();
  await page.locator('.waterfall tbody tr').nth(3).waitFor();
  const rows = await page.locator('.waterfall tbody tr').evaluateAll((all) => all.map((row) => ({
    name: row.querySelector('bdi').textContent,
    level: /level \d/.exec(row.textContent)[0],
    left: Math.round(parseFloat(row.querySelector('.bar').style.insetInlineStart)),
    width: Math.round(parseFloat(row.querySelector('.bar').style.inlineSize)),
  })));
  assert.deepEqual(rows, [
    { name: 'POST /orders', level: 'level 1', left: 0, width: 100 },
    { name: HOSTILE, level: 'level 2', left: 3, width: 20 },
    { name: 'SELECT items', level: 'level 3', left: 5, width: 9 },
    { name: 'charge', level: 'level 2', left: 25, width: 50 },
  ]);
  await page.locator('.waterfall tbody tr').nth(1).getByRole('button').last().click();
  assert.match(await page.locator('tr.details').innerText(), /http\.route\s+<img src=x[\s\S]*service\.name\s+shop/);
  assert.equal(await page.evaluate(() => window.broken), undefined);
  await look('trace');
  await page.locator('.waterfall').getByRole('button', { name: `Spans below ${HOSTILE}` }).click();
  await page.locator('.waterfall', { hasText: 'SELECT items' }).waitFor({ state: 'detached' });
  assert.equal(page.url(), sheet(`traces/${TRACE}`));
  await page.goBack();
  await page.getByRole('link', { name: 'POST /orders' }).waitFor();
  await look('traces');
});

test('tabs are had by keys alone', async () => {
  await page.goto(`${base}#/`);
  await page.getByRole('link', { name: 'box' }).waitFor();
  await page.reload();
  await page.getByRole('link', { name: 'box' }).waitFor();
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim());
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Skip to the content');
  await page.keyboard.press('Enter');
  for (let i = 0; i < 8 && (await focused()) !== 'box'; i += 1) await page.keyboard.press('Tab');
  assert.equal(await focused(), 'box');
  await page.keyboard.press('Enter');
  await page.waitForURL(sheet('logs'));
  await page.getByRole('tab', { name: 'Logs', selected: true }).waitFor();
  for (let i = 0; i < 8 && (await focused()) !== 'Logs'; i += 1) await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Logs');
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
  for (const [key, name] of [['ArrowRight', 'Traces'], ['ArrowRight', 'Metrics'], ['ArrowRight', 'Logs'], ['ArrowLeft', 'Metrics'], ['Home', 'Logs'], ['End', 'Metrics']]) {
    await page.keyboard.press(key);
    await page.waitForURL(sheet(name.toLowerCase()));
    // The address changes a moment before the page follows it.
    await page.getByRole('tab', { name, selected: true }).waitFor();
    assert.equal(await focused(), name);
    assert.equal(await page.getByRole('tab', { selected: true }).count(), 1);
    assert.equal(await page.getByRole('tabpanel', { name }).count(), 1);
  }
});

test('metrics are charts, and tables for who cannot see them', async () => {
  await page.goto(sheet('metrics?range=15m'));
  const charts = page.locator('.chart');
  await page.locator('.chart .canvas canvas').nth(4).waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('.canvas')].every((one) => Number(one.dataset.points) > 2));
  assert.deepEqual(await charts.locator('h2').allInnerTexts(), ['Processor', 'Memory', 'Disk', 'Network', 'Processes']);
  assert.match(await charts.nth(1).getByRole('img').getAttribute('aria-label'), /^Memory\. Used: now [\d.]+ [KM]iB, between/);
  assert.match(await charts.nth(1).locator('.legend').innerText(), /Limit\s+256 MiB/);
  const painted = await charts.nth(1).locator('canvas').evaluate((canvas) => {
    const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    return pixels.filter((value, i) => i % 4 === 3 && value > 0).length;
  });
  assert.ok(painted > 500, `${painted} pixels`);
  await charts.nth(1).getByText('As a table').click();
  await charts.nth(1).locator('tbody tr').nth(2).waitFor();
  assert.match(await charts.nth(1).locator('tbody tr').first().innerText(), /\d\d:\d\d:\d\d\.\d+\s+[\d.]+ [KM]iB/);
  const before = Number(await charts.nth(1).locator('.canvas').getAttribute('data-points'));
  await page.waitForFunction((count) => Number(document.querySelectorAll('.canvas')[1].dataset.points) > count, before);
  await look('metrics');
});

test('the theme that was chosen is remembered', async () => {
  await page.getByLabel('Theme').selectOption('dark');
  await page.reload();
  assert.equal(await page.getByLabel('Theme').inputValue(), 'dark');
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).colorScheme), 'dark');
  await page.getByLabel('Theme').selectOption('system');
});

test('nothing complained, and no other server was asked', () => {
  assert.deepEqual(complaints, []);
});

test('a session that ended, and an engine that is gone, are said', async () => {
  await page.goto(`${base}#/`);
  await page.locator('.sandboxes tbody tr').waitFor();
  sand('engine', 'stop', '--force');
  await page.getByRole('alert').getByText('The engine has ended or cannot be reached.').waitFor();
  assert.match(await page.locator('.sandboxes tbody').innerText(), /box/);
  const { url } = JSON.parse(sand('dashboard', '-o', 'json'));
  base = new URL('/dashboard/', url).href;
  await page.goto(url);
  await page.locator('.sandboxes tbody tr').waitFor();
  await browser.clearCookies();
  await page.getByRole('alert').getByText('This session has ended.').waitFor();
  await page.reload();
  assert.match(await page.locator('body').innerText(), /^Sandglass: this session has ended or never was: run sand dashboard/);
});
