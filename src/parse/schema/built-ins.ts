import type { CallSite } from './call-site.ts';
import { drizzleExport } from './drizzle/library.ts';
import type { Interpreter } from './interpreter.ts';
import { plainOf } from './plain.ts';
import { isTableless } from './tableless-packages.ts';
import { absent, dictionary, list, literal, type Primitive, unknown, type Unknown, unknownObject, type Value } from './values.ts';

/** A call of JavaScript's own functions, and `defineConfig`. */
export function callHost(run: Interpreter, name: string, given: readonly Value[], site: CallSite): Value {
  const [first = absent] = given;
  if (name === 'createRequire') return { kind: 'host', name: 'require' };
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
    case 'require':
      return required(run, first, site);
    case 'Symbol':
    case 'Symbol.for':
      return { kind: 'irrelevant', what: 'symbol' };
    default:
      return unknown(`${name}() is not read`, site.whole);
  }
}

/** `require('./book')`, `require('drizzle-orm/pg-core')` */
function required(run: Interpreter, specifier: Value, { whole }: CallSite): Value {
  if (specifier.kind !== 'literal' || typeof specifier.value !== 'string') return unknown('what is required cannot be told', whole);
  const from = run.modules.at(whole.file);
  const module = run.modules.find(specifier.value, from);
  return drizzleExport(specifier.value, '*') ?? (module === null
    ? outside(`${specifier.value} is required, which is not part of the project`, specifier.value, whole) : run.required(module));
}

function outside(reason: string, specifier: string, at: CallSite['whole']): Unknown {
  return isTableless(specifier) ? unknown(reason, at) : unknownObject(reason, at);
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
