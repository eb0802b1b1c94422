import type { CallSite } from '../call-site.ts';
import { absent, isAbsent, list, unknown, type Value } from '../values.ts';
import type { Sql } from './objects.ts';

/** drizzle-orm 0.45, sql/expressions/conditions.js: `left operator right`, the right side bound. */
const comparisons = new Map([
  ['eq', '='], ['ne', '<>'], ['gt', '>'], ['gte', '>='], ['lt', '<'], ['lte', '<='], ['arrayContains', '@>'],
  ['arrayContained', '<@'], ['arrayOverlaps', '&&'],
]);
const patterns = new Map([['like', 'like'], ['notLike', 'not like'], ['ilike', 'ilike'], ['notIlike', 'not ilike']]);
const suffixes = new Map([['isNull', ' is null'], ['isNotNull', ' is not null'], ['asc', ' asc'], ['desc', ' desc']]);
const prefixes = new Map([['not', 'not '], ['exists', 'exists '], ['notExists', 'not exists ']]);
const others = new Set(['and', 'or', 'inArray', 'notInArray', 'between', 'notBetween']);

export function isCondition(name: string): boolean {
  return [comparisons, patterns, suffixes, prefixes, others].some((names) => names.has(name));
}

/** A call of one of drizzle-orm's operators, or null if the name is none. */
export function callCondition(name: string, given: readonly Value[], site: CallSite): Value | null {
  const [left = absent, right = absent, third = absent] = given;
  const comparison = comparisons.get(name);
  if (comparison !== undefined) return sql(left, ` ${comparison} `, bound(right, left));
  const pattern = patterns.get(name);
  if (pattern !== undefined) return sql(left, ` ${pattern} `, right);
  const suffix = suffixes.get(name);
  if (suffix !== undefined) return sql(left, suffix);
  const prefix = prefixes.get(name);
  if (prefix !== undefined) return sql(prefix, left);
  switch (name) {
    case 'and':
    case 'or':
      return joined(name, given);
    case 'inArray':
      return membership(left, right, 'in', 'false', site);
    case 'notInArray':
      return membership(left, right, 'not in', 'true', site);
    case 'between':
      return sql(left, ' between ', bound(right, left), ' and ', bound(third, left));
    case 'notBetween':
      return sql(left, ' not between ', bound(right, left), ' and ', bound(third, left));
    default:
      return null;
  }
}

function sql(...chunks: readonly (string | Value)[]): Sql {
  return { kind: 'sql', chunks, inlined: false };
}

/** A value compared with a column is a parameter, lists included; SQL, columns and tables stand for themselves. */
function bound(value: Value, column: Value): Value {
  if (column.kind !== 'columnReference') return value;
  return ['literal', 'list', 'dictionary', 'instant'].includes(value.kind) ? { kind: 'sqlParameter', value } : value;
}

function joined(word: 'and' | 'or', given: readonly Value[]): Value {
  const conditions = given.filter((value) => !isAbsent(value));
  const [only] = conditions;
  if (only === undefined) return absent;
  if (conditions.length === 1) return sql(only);
  const chunks = conditions.flatMap((value, index) => (index === 0 ? [value] : [` ${word} `, value]));
  return sql('(', ...chunks, ')');
}

function membership(column: Value, values: Value, word: string, none: string, site: CallSite): Value {
  if (values.kind === 'list') {
    const [missing] = values.unread;
    if (missing !== undefined) return missing;
    if (values.items.length === 0) return sql(none);
    return sql(column, ` ${word} `, list(values.items.map((value) => bound(value, column))));
  }
  if (values.kind === 'literal') return unknown(`${word} needs a list`, site.whole);
  return sql(column, ` ${word} `, values);
}
