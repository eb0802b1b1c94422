/**
 * Whether values that fitted a column before may not fit after its type changed, or lose something on the way. Types as
 * `format_type` prints them.
 *
 * `timestamp with time zone` to `timestamp` narrows: which instant is meant is lost. The other way round every value
 * has a place, though which one is up to the session's time zone. A smaller precision of times and a smaller scale of
 * numbers narrow: Postgres rounds without a word. To `text` or an unbounded `varchar` nothing narrows. `json` to
 * `jsonb` narrows (order, doubled keys and `\\u0000` are lost), back it does not. A user-defined type of which only the
 * name is known gives `unknown`, save that text into one narrows.
 */
export function narrowsType(before: string, after: string): 'yes' | 'no' | 'unknown' {
  if (before === after) return 'no';
  const [from, to] = [read(before), read(after)];
  if (from.array !== to.array) return to.array === '' && isUnboundedText(to) ? 'no' : 'yes';
  const sameKind = from.name === to.name || (from.name.startsWith('interval ') && to.name === 'interval');
  if (sameKind) return narrowsWithin(from, to);
  if (isUnboundedText(to)) return 'no';
  if (isText(to)) return narrowsIntoText(from, to);
  return wider[from.name]?.includes(to.name) === true ? fitsDigits(from, to) : acrossFamilies(from, to);
}

interface Type {
  /** Without its length: `timestamp with time zone`. */
  readonly name: string;
  readonly modifiers: readonly number[];
  readonly array: string;
}

function read(type: string): Type {
  const parts = /^(.*?)((?:\[\])*)$/s.exec(type.trim());
  const scalar = parts?.[1] ?? type;
  const modifiers = /\((\s*-?\d+(?:\s*,\s*-?\d+)?\s*)\)/.exec(scalar);
  const name = modifiers === null ? scalar : scalar.replace(modifiers[0], '');
  return {
    name: name.replace(/\s+/g, ' ').trim(),
    modifiers: modifiers?.[1]?.split(',').map(Number) ?? [],
    array: parts?.[2] ?? '',
  };
}

const texts = ['text', 'character varying', 'character', 'citext', 'public.citext'];

/** Types whose every value is a value of those behind, exactly. */
const wider: Readonly<Record<string, readonly string[]>> = {
  smallint: ['integer', 'bigint', 'numeric', 'real', 'double precision'],
  integer: ['bigint', 'numeric', 'double precision'],
  bigint: ['numeric'],
  real: ['double precision'],
  date: ['timestamp without time zone', 'timestamp with time zone'],
  'timestamp without time zone': ['timestamp with time zone'],
  'time without time zone': ['time with time zone', 'interval'],
  cidr: ['inet'],
  jsonb: ['json'],
  macaddr: ['macaddr8'],
  bit: ['bit varying'],
};

/** Decimal digits of the largest value. */
const integerDigits: Readonly<Record<string, number>> = { smallint: 5, integer: 10, bigint: 19 };

/** Digits of the fraction of a second that Postgres keeps. */
const mostFractionDigits = 6;

function isText({ name }: Type): boolean {
  return texts.includes(name);
}

function isUnboundedText(type: Type): boolean {
  return type.name !== 'character' && isText(type) && type.modifiers.length === 0;
}

/** The same type with another length, precision or scale. */
function narrowsWithin(from: Type, to: Type): 'yes' | 'no' {
  if (from.name === 'numeric') return narrowsNumeric(from, to);
  const limit = unbounded(to.name);
  const [had, has] = [from.modifiers[0] ?? limit, to.modifiers[0] ?? limit];
  if (to.name === 'bit') return had === has ? 'no' : 'yes';
  return has < had ? 'yes' : 'no';
}

/** What no modifier means. */
function unbounded(name: string): number {
  if (name === 'character' || name === 'bit') return 1;
  return /^(?:time|timestamp|interval)\b/.test(name) ? mostFractionDigits : Infinity;
}

function narrowsNumeric(from: Type, to: Type): 'yes' | 'no' {
  if (to.modifiers.length === 0) return 'no';
  if (from.modifiers.length === 0) return 'yes';
  const [precision = 0, scale = 0] = from.modifiers;
  const [nextPrecision = 0, nextScale = 0] = to.modifiers;
  return nextScale < scale || nextPrecision - nextScale < precision - scale ? 'yes' : 'no';
}

/** Into a text of limited length: only a shorter text surely fits. */
function narrowsIntoText(from: Type, to: Type): 'yes' | 'no' | 'unknown' {
  const room = to.modifiers[0] ?? 1;
  if (isText(from)) {
    const had = from.modifiers[0] ?? (from.name === 'character' ? 1 : Infinity);
    return had <= room ? 'no' : 'yes';
  }
  const longest = printedLength[from.name];
  if (longest !== undefined) return longest <= room ? 'no' : 'yes';
  return isUserDefined(from) ? 'unknown' : 'yes';
}

/** The longest text of a value. */
const printedLength: Readonly<Record<string, number>> = { boolean: 5, smallint: 6, integer: 11, bigint: 20, uuid: 36 };

/** A whole number fits a numeric that has room for its digits before the point. */
function fitsDigits(from: Type, to: Type): 'yes' | 'no' {
  const digits = integerDigits[from.name];
  if (to.name !== 'numeric' || to.modifiers.length === 0 || digits === undefined) return fitsModifiers(from, to);
  const [precision = 0, scale = 0] = to.modifiers;
  return precision - scale >= digits ? 'no' : 'yes';
}

function fitsModifiers(from: Type, to: Type): 'yes' | 'no' {
  return from.name === 'date' || to.modifiers.length === 0 ? 'no' : narrowsWithin({ ...from, name: to.name }, to);
}

/** Types of different families: from one of Postgres's own to another something is lost or may be refused. */
function acrossFamilies(from: Type, to: Type): 'yes' | 'unknown' {
  if (isText(from)) return 'yes';
  return isUserDefined(from) || isUserDefined(to) ? 'unknown' : 'yes';
}

function isUserDefined({ name }: Type): boolean {
  return name.includes('.');
}
