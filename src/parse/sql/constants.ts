import { needsNoQuotes } from '../../facts/array-element.ts';

/**
 * One spelling for the constants that the server prints differently from how they were written. `type` is the type the
 * constant is cast to, if it is.
 */
export function canonicalConstant(value: string, type: string | undefined): string {
  if (isBooleanText(value, type)) return /^(t|true|y|yes|on|1)$/i.test(value.trim()) ? 'true' : 'false';
  if (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(value)) return value;
  if (type === 'regclass') return quoted(relationText(value));
  return quoted(canonicalJson(value) ?? canonicalArray(value) ?? canonicalInterval(value) ?? canonicalTimestamp(value) ?? value);
}

/** Without a cast nobody knows whether 'true' is text: with a cast to text it is spelled the same. */
function isBooleanText(value: string, type: string | undefined): boolean {
  if (type !== 'boolean') return /^(true|false)$/.test(value);
  return /^(t|f|true|false|y|n|yes|no|on|off|0|1)$/i.test(value.trim());
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** The name of a relation without quotes and without `public`. */
function relationText(value: string): string {
  const parts = [...value.matchAll(/"((?:[^"]|"")*)"|[^".]+/g)].map(([word, inside]) =>
    inside === undefined ? word.toLowerCase() : inside.replaceAll('""', '"'));
  return parts.length === 2 && parts[0] === 'public' ? parts[1] ?? '' : parts.join('.');
}

/** Objects and lists as `jsonb` orders them: keys by length, then by bytes. */
function canonicalJson(value: string): string | null {
  if (!/^\s*[[{]/.test(value)) return null;
  try {
    return JSON.stringify(ordered(JSON.parse(value)));
  } catch {
    return null;
  }
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .sort(([left], [right]) => left.length - right.length || (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, ordered(part)]));
}

/** `{"a", b}` as the server prints it: quotes only where they are needed, no space. Null for what is no array. */
function canonicalArray(value: string): string | null {
  if (!/^\s*\{.*\}\s*$/s.test(value)) return null;
  const piece = /"((?:[^"\\]|\\.)*)"|\s*([{},])\s*/gs;
  return value.trim().replace(piece, (found: string, inside?: string, sign?: string) => {
    if (sign !== undefined) return sign;
    return inside !== undefined && needsNoQuotes(inside) ? inside : found;
  });
}

const unitsOfMonths: Readonly<Record<string, number>> = { mon: 1, month: 1, year: 12 };
const unitsOfDays: Readonly<Record<string, number>> = { day: 1, week: 7 };
const unitsOfSeconds: Readonly<Record<string, number>> = { sec: 1, second: 1, min: 60, minute: 60, hour: 3600 };

/** `1 hour 30 minutes` as the server prints it (IntervalStyle postgres); null for fractions and for other texts. */
function canonicalInterval(value: string): string | null {
  const part = /(-?\d+)\s*(mon|month|year|day|week|sec|second|min|minute|hour)s?\b/gi;
  if (value.trim() === '' || value.replace(part, '').trim() !== '') return null;
  let [months, days, seconds] = [0, 0, 0];
  for (const [, count = '', word = ''] of value.matchAll(part)) {
    const unit = word.toLowerCase();
    months += Number(count) * (unitsOfMonths[unit] ?? 0);
    days += Number(count) * (unitsOfDays[unit] ?? 0);
    seconds += Number(count) * (unitsOfSeconds[unit] ?? 0);
  }
  const years = Math.trunc(months / 12);
  const parts = [...counted(years, 'year'), ...counted(months % 12, 'mon'), ...counted(days, 'day'), ...clock(seconds)];
  return parts.join(' ') || '00:00:00';
}

const isoTimestamp = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(\.\d{1,6})?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** An ISO 8601 time as the server prints it (DateStyle ISO, time zone UTC); null for what is none, or is in no calendar. */
function canonicalTimestamp(value: string): string | null {
  const [, date, minutes, seconds = ':00', fraction = '', zone] = isoTimestamp.exec(value.trim()) ?? [];
  if (date === undefined || minutes === undefined) return null;
  const rest = fraction.replace(/\.?0+$/, '');
  if (zone === undefined) return `${date} ${minutes}${seconds}${rest}`;
  const instant = new Date(`${date}T${minutes}${seconds}${offsetOf(zone)}`);
  if (Number.isNaN(instant.getTime())) return null;
  return `${instant.toISOString().slice(0, 19).replace('T', ' ')}${rest}+00`;
}

/** `Z`, `+02`, `+0200` and `+02:00` as JavaScript reads them. */
function offsetOf(zone: string): string {
  if (/^z$/i.test(zone)) return 'Z';
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  return `${zone.charAt(0)}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

function counted(count: number, unit: string): readonly string[] {
  if (count === 0) return [];
  return [`${count} ${unit}${count === 1 ? '' : 's'}`];
}

function clock(seconds: number): readonly string[] {
  if (seconds === 0) return [];
  const size = Math.abs(seconds);
  const parts = [Math.trunc(size / 3600), Math.trunc(size / 60) % 60, size % 60];
  const sign = seconds < 0 ? '-' : '';
  return [sign + parts.map((part) => String(part).padStart(2, '0')).join(':')];
}
