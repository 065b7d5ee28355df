// Points of series: arrays of [seconds, value].

/** Reads points as the engine writes them. */
export function parsed(points) {
  return points.map((point) => [Date.parse(point.timestamp) / 1000, point.value]);
}

/** How fast a sum grows, per second and times something; where it began anew there is nothing. */
export function perSecond(points, times) {
  const rates = [];
  for (let i = 1; i < points.length; i += 1) {
    const [before, less] = points[i - 1];
    const [time, more] = points[i];
    if (more >= less && time > before) rates.push([time, (times * (more - less)) / (time - before)]);
  }
  return rates;
}

/** Puts lines over one axis of time; where one has no point of that time there is nothing, or a gap. */
export function aligned(lines) {
  const times = [...new Set(lines.flatMap((points) => points.map(([time]) => time)))].sort((a, b) => a - b);
  const steps = times.slice(1).map((time, i) => time - times[i]).sort((a, b) => a - b);
  const usual = steps[Math.floor(steps.length / 2)] ?? 0;
  // A moment in the middle of each gap, where no line has a value: nothing is drawn across.
  const all = [];
  times.forEach((time, i) => {
    if (i > 0 && time - times[i - 1] > 3 * usual) all.push((time + times[i - 1]) / 2);
    all.push(time);
  });
  const known = new Set(times);
  return [all, ...lines.map((points) => {
    const values = new Map(points);
    return all.map((time) => (known.has(time) ? values.get(time) : null));
  })];
}

const LEAST_SECONDS = 60;

/** From when to when there is something to see at a moment: a sandbox may be younger than what was asked for. */
export function shownTimes(series, seconds, now) {
  const first = Math.min(now - LEAST_SECONDS, ...series.filter((points) => points.length > 0).map((points) => points[0][0]));
  return [Math.max(now - seconds, first), now];
}
