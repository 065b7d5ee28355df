// Numbers and times for people.

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** 1536 → "1.5 KiB". */
export function bytes(number) {
  if (!Number.isFinite(number)) return '–';
  let value = Math.abs(number);
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${number < 0 ? '−' : ''}${value.toFixed(digits)} ${UNITS[unit]}`;
}

/** 12.345 → "12.3 %". */
export function percent(number) {
  if (!Number.isFinite(number)) return '–';
  return `${number.toFixed(Math.abs(number) < 10 ? 1 : 0)} %`;
}

/** 1234567 ns → "1.23 ms". */
export function duration(nanoseconds) {
  if (!Number.isFinite(nanoseconds)) return '–';
  if (nanoseconds >= 60e9) {
    const seconds = Math.round(nanoseconds / 1e9);
    return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  }
  for (const [size, unit] of [[1e9, 's'], [1e6, 'ms'], [1e3, 'µs']]) {
    if (nanoseconds >= size) return `${significant(nanoseconds / size)} ${unit}`;
  }
  return `${Math.round(nanoseconds)} ns`;
}

/** Three digits, whatever the size. */
export function significant(number) {
  if (!Number.isFinite(number)) return '–';
  if (Math.abs(number) >= 100) return number.toFixed(0);
  return number.toFixed(Math.abs(number) >= 10 ? 1 : 2);
}

/** How long ago a time was: "3 min", "2 d". */
export function age(time, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - Date.parse(time)) / 1000));
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}

const two = (number) => String(number).padStart(2, '0');

/** A time of today as "14:03:59.120", another one with its day before it; in the browser's zone. */
export function clock(time, now = new Date()) {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return '–';
  const text = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
  return at.toDateString() === now.toDateString() ? text : `${day(at)} ${text}`;
}

/** "2030-01-31". */
export function day(at) {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The begin of a span of time that ends now, as the engine reads it; undefined for all. */
export function since(range, now = Date.now()) {
  const match = /^(\d+)([mhd])$/.exec(range ?? '');
  if (match === null) return undefined;
  const size = { m: 60e3, h: 3600e3, d: 86400e3 }[match[2]];
  return new Date(now - Number(match[1]) * size).toISOString();
}
