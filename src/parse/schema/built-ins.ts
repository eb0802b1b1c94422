import type { CallSite } from './evaluate.ts';
import type { Interpreter } from './interpreter.ts';
import {
  absent, dictionary, list, literal, plainOf, type Primitive, unknown, type Unknown, type Value,
} from './values.ts';

/** A call of JavaScript's own functions, and `defineConfig`. */
export function callHost(run: Interpreter, name: string, given: readonly Value[], site: CallSite): Value {
  const [first = absent] = given;
  if (first.kind === 'unknown') return first;
  switch (name) {
    case 'Object.freeze':
    case 'Object.seal':
    case 'defineConfig':
      return first;
    case 'Object.keys':
      return entriesOf(run, first, site, ([key]) => literal(key));
    case 'Object.values':
      return entriesOf(run, first, site, ([, value]) => value);
    case 'Object.entries':
      return entriesOf(run, first, site, ([key, value]) => list([literal(key), value]));
    case 'Object.fromEntries':
      return fromEntries(first, site);
    case 'Object.assign':
      return assign(given, site);
    case 'Array.from':
      return first.kind === 'list' ? first : unknown('Array.from is not read here', site.whole);
    case 'JSON.stringify':
      return stringify(first, site);
    case 'String':
    case 'Number':
    case 'Boolean':
    case 'BigInt':
      return convert(name, first, site);
    case 'Symbol':
    case 'Symbol.for':
      return { kind: 'irrelevant', what: 'symbol' };
    default:
      return unknown(`${name}() is not read`, site.whole);
  }
}

function entriesOf(
  run: Interpreter, value: Value, site: CallSite, pick: (entry: readonly [string, Value]) => Value,
): Value {
  if (value.kind === 'namespace') return list([...run.exportsOf(value.module)].map(pick));
  if (value.kind === 'dictionary') return list([...value.entries].map(pick), value.unread);
  return unknown(`the entries of a ${value.kind} are taken`, site.whole);
}

function fromEntries(value: Value, site: CallSite): Value {
  if (value.kind !== 'list') return unknown('Object.fromEntries is not read here', site.whole);
  const entries = new Map<string, Value>();
  const unread: Unknown[] = [...value.unread];
  for (const item of value.items) {
    const [key, entry] = item.kind === 'list' ? item.items : [];
    if (key?.kind === 'literal') entries.set(String(key.value), entry ?? absent);
    else unread.push(item.kind === 'unknown' ? item : unknown('a key cannot be told', site.whole));
  }
  return dictionary(entries, unread);
}

function assign(given: readonly Value[], site: CallSite): Value {
  const entries = new Map<string, Value>();
  const unread: Unknown[] = [];
  for (const value of given) {
    if (value.kind !== 'dictionary') unread.push(unknown(`a ${value.kind} is assigned`, site.whole));
    else {
      for (const [key, entry] of value.entries) entries.set(key, entry);
      unread.push(...value.unread);
    }
  }
  return dictionary(entries, unread);
}

function stringify(value: Value, site: CallSite): Value {
  const read = plainOf(value, site.whole);
  return 'kind' in read ? read : literal(JSON.stringify(read.plain));
}

function convert(name: 'String' | 'Number' | 'Boolean' | 'BigInt', value: Value, site: CallSite): Value {
  if (value.kind !== 'literal') return unknown(`${name}() of a ${value.kind}`, site.whole);
  switch (name) {
    case 'String':
      return literal(String(value.value));
    case 'Number':
      return literal(Number(value.value));
    case 'Boolean':
      return literal(Boolean(value.value));
    case 'BigInt':
      return /^-?\d+$/.test(String(value.value)) ? literal(BigInt(String(value.value)))
        : unknown('a whole number cannot be told', site.whole);
    default:
      return name satisfies never;
  }
}

/** A value out of plain data, as JSON gives it. */
export function fromPlain(data: unknown): Value {
  if (Array.isArray(data)) return list(data.map(fromPlain));
  if (data !== null && typeof data === 'object') {
    return dictionary(new Map(Object.entries(data).map(([key, value]) => [key, fromPlain(value)])));
  }
  return literal(data as Primitive);
}

/** A method of a text or number, on literal arguments. */
export function callLiteral(value: Primitive, name: string, given: readonly Value[], site: CallSite): Value {
  if (typeof value === 'string') return callString(value, name, given, site);
  const [first = absent] = given;
  if (name === 'toString' && given.length === 0) return literal(String(value));
  if (name === 'toFixed' && typeof value === 'number' && first.kind === 'literal') {
    return literal(value.toFixed(Math.min(Math.max(Number(first.value ?? 0), 0), 100)));
  }
  return unknown(`${name} of ${String(value)} is called`, site.head);
}

function callString(text: string, name: string, given: readonly Value[], site: CallSite): Value {
  const read = given.map((value) => plainOf(value, site.whole));
  const missing = read.find((one) => 'kind' in one);
  if (missing !== undefined && 'kind' in missing) return missing;
  const [a, b] = read.map((one) => ('plain' in one ? one.plain : undefined));
  switch (name) {
    case 'toLowerCase': return literal(text.toLowerCase());
    case 'toUpperCase': return literal(text.toUpperCase());
    case 'trim': return literal(text.trim());
    case 'toString': return literal(text);
    case 'concat': return literal(text + given.map((value) => (value.kind === 'literal' ? String(value.value) : '')).join(''));
    case 'slice': return literal(text.slice(a as number | undefined, b as number | undefined));
    case 'substring': return literal(text.substring(a as number, b as number | undefined));
    case 'padStart': return literal(text.padStart(a as number, b as string | undefined));
    case 'repeat': return typeof a === 'number' && a >= 0 && a < 1000 ? literal(text.repeat(a)) : unknown('repeat', site.whole);
    case 'replace': return typeof a === 'string' && typeof b === 'string' ? literal(text.replace(a, b)) : unknown('replace', site.whole);
    case 'replaceAll': return typeof a === 'string' && typeof b === 'string' ? literal(text.replaceAll(a, b)) : unknown('replaceAll', site.whole);
    case 'startsWith': return literal(text.startsWith(String(a)));
    case 'endsWith': return literal(text.endsWith(String(a)));
    case 'includes': return literal(text.includes(String(a)));
    case 'split': return typeof a === 'string' ? list(text.split(a).map(literal)) : unknown('split', site.whole);
    default: return unknown(`${name} of a text is not read`, site.whole);
  }
}

/** A method of an array. */
export function callList(
  run: Interpreter, of: Extract<Value, { kind: 'list' }>, name: string, given: readonly Value[], site: CallSite,
): Value {
  const [first = absent] = given;
  const each = (item: Value, index: number): Value =>
    first.kind === 'function' ? run.apply(first, [item, literal(index)], site.whole) : unknown(`${name} is not read here`, site.whole);
  switch (name) {
    case 'map':
      return list(of.items.map(each), of.unread);
    case 'flatMap':
      return flat(list(of.items.map(each), of.unread));
    case 'flat':
      return flat(of);
    case 'filter':
      return filter(of, each, first);
    case 'concat':
      return flat(list([of, ...given]));
    case 'slice':
      return slice(of, given, site);
    case 'join':
      return join(of, first, site);
    case 'includes':
      return includes(of, first, site);
    default:
      return unknown(`${name} of a list is not read`, site.whole);
  }
}

function flat(value: Extract<Value, { kind: 'list' }>): Value {
  const inner = value.items.filter((item) => item.kind === 'list');
  const items = value.items.flatMap((item) => (item.kind === 'list' ? item.items : [item]));
  return list(items, [...value.unread, ...inner.flatMap((item) => item.unread)]);
}

function filter(
  of: Extract<Value, { kind: 'list' }>, keeps: (item: Value, index: number) => Value, test: Value,
): Value {
  const byTruth = test.kind === 'host' && test.name === 'Boolean';
  const kept: Value[] = [];
  const unread: Unknown[] = [...of.unread];
  for (const [index, item] of of.items.entries()) {
    const verdict = byTruth ? item : keeps(item, index);
    if (verdict.kind === 'unknown') unread.push(verdict);
    else if (verdict.kind !== 'literal' || verdict.value) kept.push(item);
  }
  return list(kept, unread);
}

function slice(of: Extract<Value, { kind: 'list' }>, given: readonly Value[], site: CallSite): Value {
  const [start, end] = given.map((value) => (value.kind === 'literal' ? value.value : null));
  if (start === null || end === null || of.unread.length > 0) return unknown('a slice cannot be told', site.whole);
  return list(of.items.slice(start as number | undefined, end as number | undefined));
}

function join(of: Extract<Value, { kind: 'list' }>, separator: Value, site: CallSite): Value {
  const read = plainOf(of, site.whole);
  if ('kind' in read) return read;
  const glue = separator.kind === 'literal' && separator.value !== undefined ? String(separator.value) : ',';
  return literal((read.plain as unknown[]).join(glue));
}

function includes(of: Extract<Value, { kind: 'list' }>, wanted: Value, site: CallSite): Value {
  const read = plainOf(of, site.whole);
  if ('kind' in read) return read;
  return wanted.kind === 'literal' ? literal((read.plain as unknown[]).includes(wanted.value)) : unknown('includes', site.whole);
}
