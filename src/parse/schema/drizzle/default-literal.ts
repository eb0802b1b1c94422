/** A column that a default is for. `type`: as `getSQLType()` of drizzle-orm 1.0 spells it, without the brackets of an array. */
interface Receiver {
  readonly type: string;
  readonly isEnum: boolean;
  readonly isArray: boolean;
}

/**
 * A default that is a value, as drizzle-kit 1.0 writes it into a snapshot (`defaultFromColumn`, and the grammar of each type in
 * dialects/postgres/grammar.ts). Null where it would stop: text for a number, nothing for a point.
 */
export function defaultLiteral(value: unknown, { type, isEnum, isArray }: Receiver): string | null {
  const form = isEnum ? 'enum' : formOf(type);
  if (!isArray || !Array.isArray(value)) return scalar(value, form, type);
  const items = value as readonly unknown[];
  if (isEmpty(items)) return "'{}'";
  if (form === 'custom') return String(value);
  if (form === 'geometry') return ofTuples(items, (one) => `'${geometry(one, type)}'`, (all) => `ARRAY[${all}]`);
  return quoted(isTuple(form) ? ofTuples(items, (one) => `"${tuple(one, form)}"`) : form === 'json' ? jsonArray(items) : list(items, (one) => element(one, form)));
}

type Form =
  | 'plain' | 'numeric' | 'boolean' | 'text' | 'enum' | 'json' | 'time' | 'timetz' | 'date' | 'timestamp' | 'timestamptz' | 'quoted'
  | 'interval' | 'sparse' | 'vector' | 'point' | 'line' | 'geometry' | 'custom';

/** In the order in which drizzle-kit asks (`typeFor`). */
const forms: readonly (readonly [RegExp, Form])[] = [
  [/^(?:smallint|integer|bigint|real|double|double precision)$/i, 'plain'], [/^numeric|^decimal(?:\(\d+(?:,\d+)?\))?$/i, 'numeric'],
  [/^boolean$/i, 'boolean'], [/^char|^varchar|^character varying|^text$/i, 'text'], [/^jsonb?$/i, 'json'],
  [/^time(?:\(\d+\))?$/i, 'time'], [/^time(?:\(\d+\))?\s+with time zone$/i, 'timetz'],
  [/^timestamp\s?(?:\(\d+\))?$/i, 'timestamp'], [/^timestamp\s?(?:\(\d+\))?\s+with time zone$/i, 'timestamptz'],
  [/^(?:uuid|inet|cidr|macaddr8?)$/i, 'quoted'], [/^interval\b/i, 'interval'], [/^(?:vector|halfvec)(?:\(\d+\))?$/i, 'vector'],
  [/^sparsevec(?:\(\d+\))?$/i, 'sparse'], [/^bit(?:\(\d+\))?$/i, 'quoted'], [/^point$/i, 'point'], [/^line$/i, 'line'],
  [/^date$/i, 'date'], [/^geometry\(point(?:,\d+)?\)$/i, 'geometry'],
];

function formOf(type: string): Form {
  return forms.find(([pattern]) => pattern.test(type.trim()))?.[1] ?? 'custom';
}

function scalar(value: unknown, form: Form, type: string): string | null {
  switch (form) {
    case 'plain':
    case 'boolean':
    case 'custom':
      return String(value);
    case 'numeric':
    case 'quoted':
    case 'interval':
      return `'${String(value)}'`;
    case 'text':
    case 'enum':
      return typeof value === 'string' ? `'${form === 'text' ? escaped(value) : doubled(value)}'` : null;
    case 'json':
      return `'${json(value)}'`;
    case 'time':
    case 'sparse':
      return quoted(String(value));
    case 'timetz':
      return quoted(zoned(String(value)));
    case 'date':
    case 'timestamp':
    case 'timestamptz':
      return mapped(instant(value, form), quoted);
    case 'vector':
      return `'[${String(value).replaceAll(' ', '')}]'`;
    case 'point':
    case 'line':
      return isPlace(value) ? `'${tuple(value, form)}'` : null;
    case 'geometry':
      return isPlace(value) ? `'${geometry(value, type)}'` : null;
    default:
      return form satisfies never;
  }
}

/** An element of the literal of an array. */
function element(value: unknown, form: Form): string {
  switch (form) {
    case 'boolean':
      return value === true ? 't' : 'f';
    case 'text':
      return textElement(String(value));
    case 'enum':
      return value === '' ? '' : textElement(String(value));
    case 'timetz':
      return zoned(String(value));
    case 'date':
      return instant(value, form) ?? '';
    case 'timestamp':
    case 'timestamptz':
      return around(instant(value, form) ?? '', '"');
    case 'interval':
      return `"${String(value)}"`;
    case 'sparse':
      return `"${String(value).replaceAll(' ', '')}"`;
    default:
      return String(value);
  }
}

function textElement(text: string): string {
  const inside = escaped(text).replaceAll('"', '\\"');
  return text === '' || /[\\",]/.test(text) ? `"${inside}"` : inside;
}

function instant(value: unknown, form: 'date' | 'timestamp' | 'timestamptz'): string | null {
  if (typeof value === 'string') return form === 'timestamptz' ? zoned(value) : value;
  if (!(value instanceof Date)) return null;
  const text = value.toISOString();
  if (form === 'date') return text.slice(0, 10);
  return form === 'timestamp' ? text.replace('T', ' ').slice(0, 23) : text.replace('T', ' ').replace('Z', '+00');
}

function zoned(text: string): string {
  return /(?:[+-]\d{2}(?::\d{2})?|Z)$/i.test(text) ? text : `${text}+00`;
}

function list(items: readonly unknown[], each: (item: unknown) => string): string {
  return `{${items.map((item) => (Array.isArray(item) ? list(item as readonly unknown[], each) : each(item))).join(',')}}`;
}

/** An array whose elements may be lists of numbers themselves. */
function ofTuples(items: readonly unknown[], each: (item: unknown) => string, brackets = (all: string) => `{${all}}`): string {
  if (items.length > 0 && !items.some((item) => typeof item === 'object' && item !== null)) return each(items);
  return brackets(items.map((item) => (Array.isArray(item) ? ofTuples(item as readonly unknown[], each, brackets) : each(item))).join(','));
}

function isTuple(form: Form): form is 'point' | 'line' | 'vector' {
  return form === 'point' || form === 'line' || form === 'vector';
}

/** `[x, y]` or `{ x, y }`; of a line its three coefficients. */
function tuple(value: unknown, form: 'point' | 'line' | 'vector'): string {
  const numbers = numbersOf(value);
  return form === 'point' ? `(${numbers})` : form === 'line' ? `{${numbers}}` : `[${numbers}]`;
}

function numbersOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? Object.values(value).map(String).join(',') : String(value);
}

function isPlace(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).length > 0;
}

function geometry(value: unknown, type: string): string {
  const srid = Number(/,(\d+)\)/.exec(type)?.[1] ?? 0);
  return `${srid === 0 ? '' : `SRID=${srid};`}POINT(${numbersOf(value).replace(',', ' ')})`;
}

/** `toDefaultArray`, for an array of one dimension. */
function jsonArray(items: readonly unknown[]): string {
  return `{${items.map((item) => `"${json(item).replaceAll('"', '\\"')}"`).join(',')}}`;
}

function json(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'string' ? doubled(each) : each));
}

function isEmpty(items: readonly unknown[]): boolean {
  return items.every((item) => Array.isArray(item) && isEmpty(item as readonly unknown[]));
}

function doubled(text: string): string {
  return text.replaceAll("'", "''");
}

function escaped(text: string): string {
  return doubled(text.replaceAll('\\', '\\\\'));
}

function quoted(text: string): string {
  return around(text, "'");
}

/** `wrapWith`: nothing is done where it stands around it already. */
function around(text: string, mark: string): string {
  return text.startsWith(mark) && text.endsWith(mark) ? text : `${mark}${text}${mark}`;
}

function mapped<From, To>(value: From | null, map: (value: From) => To): To | null {
  return value === null ? null : map(value);
}
