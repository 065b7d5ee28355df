// The parts of the dashboard's page that need no browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const page = (name) => import(pathToFileURL(`${process.env.DASHBOARD_PAGE}/${name}`));
const { shortened, visible } = await page('text.js');
const { asTree, nanosBetween } = await page('spans.js');
const { aligned, perSecond, shownTimes } = await page('series.js');
const format = await page('format.js');

test('escapes of terminals are taken out, and what is not seen becomes visible', () => {
  assert.equal(visible('\u001b[1;31mred\u001b[0m plain'), 'red plain');
  assert.equal(visible('\u001b]0;title\u0007a\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\'), 'alink');
  assert.equal(visible('a\u001bcb\u001b(Bc'), 'abc');
  assert.equal(visible('\u001b[31'), '\\u001b[31');
  assert.equal(visible('bell\u0007 \u009b31m \u202eevil\u2066 \u200b|\ufeff \u2028'), 'bell\\u0007 \\u009b31m \\u202eevil\\u2066 \\u200b|\\ufeff \\u2028');
  assert.equal(visible('tab\tand end\r\n'), 'tab\tand end');
  assert.equal(visible('progress\rdone'), 'progress\\u000ddone');
  assert.equal(visible('<img src=x> żółć 😀 漢'), '<img src=x> żółć 😀 漢');
  assert.equal(visible(7), '7');
});

test('a long text of nothing but begins of escapes takes no time', () => {
  const begin = performance.now();
  visible('\u001b]'.repeat(50_000));
  visible('\u001b['.repeat(50_000));
  visible(`\u001b[${'1;'.repeat(100_000)}`);
  assert.ok(performance.now() - begin < 2_000);
});

test('a text is not cut within a letter', () => {
  assert.equal(shortened('abcdef', 6), 'abcdef');
  assert.equal(shortened('abcdef', 3), 'abc…');
  assert.equal(shortened('ab😀f', 3), 'ab…');
});

const span = (spanId, parentSpanId, millis) =>
  ({ spanId, parentSpanId, timestamp: `2030-01-01T00:00:00.${String(millis).padStart(3, '0')}Z` });
const shape = (spans) => asTree(spans).map((node) => `${'-'.repeat(node.depth)}${node.span.spanId}`);

test('spans stand after their parents, in the order of their begin', () => {
  assert.deepEqual(shape([span('c', 'a', 5), span('d', 'b', 9), span('a', '', 0), span('b', 'a', 2)]), ['a', '-b', '--d', '-c']);
  assert.deepEqual(shape([]), []);
});

test('every span is shown once, however wrong its parent is', () => {
  assert.deepEqual(shape([span('a', 'unknown', 0), span('b', 'b', 1)]), ['a', 'b']);
  assert.deepEqual(shape([span('a', 'c', 0), span('b', 'a', 1), span('c', 'b', 2)]), ['a', '-b', '--c']);
  assert.deepEqual(shape([span('a', '', 0), span('a', '', 1), span('b', 'a', 2)]).sort(), ['-b', 'a', 'a']);
  const deep = Array.from({ length: 20_000 }, (_, i) => ({ spanId: `${i}`, parentSpanId: i === 0 ? '' : `${i - 1}`, timestamp: '2030-01-01T00:00:00Z' }));
  assert.equal(asTree(deep).at(-1).depth, 19_999);
});

test('times are told apart by nanoseconds', () => {
  assert.equal(nanosBetween('2030-01-01T00:00:00.000000001Z', '2030-01-01T00:00:01.5Z'), 1_499_999_999);
  assert.equal(nanosBetween('2030-01-01T00:00:00Z', '2030-01-01T00:00:00.000001Z'), 1_000);
});

test('sums become rates, and where one began anew there is none', () => {
  assert.deepEqual(perSecond([[0, 100], [2, 300], [4, 50], [6, 150]], 1), [[2, 100], [6, 50]]);
});

test('lines share an axis, with a gap where nothing was measured', () => {
  const [times, one, other] = aligned([[[0, 1], [10, 2], [20, 3], [100, 4]], [[10, 7]]]);
  assert.deepEqual(times, [0, 10, 20, 60, 100]);
  assert.deepEqual(one, [1, 2, 3, null, 4]);
  assert.deepEqual(other, [undefined, 7, undefined, null, undefined]);
  assert.deepEqual(aligned([[]]), [[], []]);
});

test('numbers and times are written for people', () => {
  assert.equal(format.bytes(0), '0 B');
  assert.equal(format.bytes(1536), '1.5 KiB');
  assert.equal(format.bytes(512 * 1024 ** 2), '512 MiB');
  assert.equal(format.bytes(undefined), '–');
  assert.equal(format.percent(3.14159), '3.1 %');
  assert.equal(format.percent(42.4), '42 %');
  assert.equal(format.duration(999), '999 ns');
  assert.equal(format.duration(1_234_567), '1.23 ms');
  assert.equal(format.duration(90e9), '1 min 30 s');
  assert.equal(format.age('2030-01-01T00:00:00Z', Date.parse('2030-01-01T00:03:20Z')), '3 min');
  assert.equal(format.age('2030-01-01T00:00:10Z', Date.parse('2030-01-01T00:00:00Z')), '0 s');
  assert.equal(format.since('15m', Date.parse('2030-01-01T01:00:00Z')), '2030-01-01T00:45:00.000Z');
  assert.equal(format.since('all of it'), undefined);
});

test('a young sandbox is shown from its beginning, an old one as far back as was asked for', () => {
  const since = (first) => [[[first, 1], [first + 10, 2]], [], [[first + 5, 1]]];
  assert.deepEqual(shownTimes(since(9_700), 3_600, 10_000), [9_700, 10_000]);
  assert.deepEqual(shownTimes(since(9_990), 3_600, 10_000), [9_940, 10_000]);
  assert.deepEqual(shownTimes(since(1_000), 3_600, 10_000), [6_400, 10_000]);
  assert.deepEqual(shownTimes([], 3_600, 10_000), [9_940, 10_000]);
});
