import type { ReferentialAction } from '../../../facts/catalog.ts';
import type { Origin } from '../../../text/span.ts';
import type { CallSite } from '../call-site.ts';
import { absent, type Dictionary, entryOf, list, textOf, unknown, type Unknown, type Value } from '../values.ts';
import type { Extra, ForeignKeyBuilder, IndexBuilder, UniqueBuilder } from './objects.ts';

/** What stands in the third argument of a table, or null if the function makes nothing of the kind. */
export function makeExtra(name: string, given: readonly Value[], site: CallSite): Extra | Unknown | null {
  const [first = absent, second = absent] = given;
  const origin = site.whole;
  switch (name) {
    case 'index':
    case 'uniqueIndex':
      return {
        kind: 'index', unique: name === 'uniqueIndex', name: first, method: 'btree', keys: null, where: null,
        concurrently: false, origin,
      };
    case 'unique':
      return { kind: 'unique', name: first, columns: null, nullsNotDistinct: false, origin };
    case 'check':
      return { kind: 'check', name: first, value: second, origin };
    case 'primaryKey':
      return makePrimaryKey(given, origin);
    case 'foreignKey':
      return makeForeignKey(first, origin);
    default:
      return null;
  }
}

/** `primaryKey({ columns, name })`, or `primaryKey(a, b)` as older versions write it. */
function makePrimaryKey(given: readonly Value[], origin: Origin): Extra | Unknown {
  const [first = absent] = given;
  if (first.kind === 'unknown') return first;
  if (first.kind !== 'dictionary') return { kind: 'primaryKey', name: absent, columns: list(given), origin };
  return { kind: 'primaryKey', name: entryOf(first, 'name'), columns: entryOf(first, 'columns'), origin };
}

function makeForeignKey(options: Value, origin: Origin): Extra | Unknown {
  const read = options.kind === 'function' ? unknown('foreignKey takes a function', origin) : options;
  if (read.kind === 'unknown') return read;
  if (read.kind !== 'dictionary') return unknown('foreignKey needs columns', origin);
  return foreignKeyOf(read, origin);
}

function foreignKeyOf(options: Dictionary, origin: Origin): ForeignKeyBuilder {
  return {
    kind: 'foreignKey', name: entryOf(options, 'name'), columns: entryOf(options, 'columns'),
    foreignColumns: entryOf(options, 'foreignColumns'), onDelete: null, onUpdate: null, origin,
  };
}

const actions: ReadonlySet<string> = new Set(['no action', 'restrict', 'cascade', 'set null', 'set default']);

/** A referential action as drizzle-orm takes it; null where it is left out. */
export function actionOf(value: Value, origin: Origin): ReferentialAction | Unknown | null {
  const text = textOf(value, origin);
  if (typeof text !== 'string') return text;
  const lower = text.toLowerCase();
  return actions.has(lower) ? (lower as ReferentialAction) : unknown(`${text} is no referential action`, origin);
}

export function callForeignKey(key: ForeignKeyBuilder, method: string, given: readonly Value[], site: CallSite): Value {
  const [first = absent] = given;
  switch (method) {
    case 'onDelete':
      return { ...key, onDelete: actionOf(first, site.tail) };
    case 'onUpdate':
      return { ...key, onUpdate: actionOf(first, site.tail) };
    default:
      return unknown(`a foreign key has no method ${method}`, site.tail);
  }
}

export function callUnique(unique: UniqueBuilder, method: string, given: readonly Value[], site: CallSite): Value {
  switch (method) {
    case 'on':
      return { ...unique, columns: given };
    case 'nullsNotDistinct':
      return { ...unique, nullsNotDistinct: true };
    default:
      return unknown(`a unique constraint has no method ${method}`, site.tail);
  }
}

export function callIndex(index: IndexBuilder, method: string, given: readonly Value[], site: CallSite): Value {
  const [first = absent, ...rest] = given;
  switch (method) {
    case 'on':
    case 'onOnly':
      return { ...index, keys: given };
    case 'using':
      return { ...index, method: methodOf(first, site), keys: rest };
    case 'where':
      return { ...index, where: first };
    case 'concurrently':
      return { ...index, concurrently: true };
    case 'with':
      return index;
    default:
      return unknown(`an index has no method ${method}`, site.tail);
  }
}

function methodOf(value: Value, site: CallSite): string | Unknown {
  return textOf(value, site.tail) ?? unknown('an index has no method', site.tail);
}

/** `.asc()`, `.desc()`, `.nullsFirst()`, `.nullsLast()`, `.op('…')` of a column in an index. */
export function callColumnReference(
  column: Extract<Value, { kind: 'columnReference' }>, method: string, given: readonly Value[], site: CallSite,
): Value {
  switch (method) {
    case 'asc':
      return { ...column, order: 'asc' };
    case 'desc':
      return { ...column, order: 'desc' };
    case 'nullsFirst':
      return { ...column, nulls: 'first' };
    case 'nullsLast':
      return { ...column, nulls: 'last' };
    case 'op': {
      const text = textOf(given[0] ?? absent, site.tail);
      return text !== null && typeof text !== 'string' ? text : { ...column, operatorClass: text };
    }
    default:
      return unknown(`a column of an index has no method ${method}`, site.tail);
  }
}
