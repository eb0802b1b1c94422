import type { Expression, Index } from '../../../facts/catalog.ts';
import { withDistinctOperatorClasses } from '../../../facts/operator-class.ts';
import { indexKey, type WrittenKey } from '../../drizzle/index-key.ts';
import { databaseName, identifier, indexName, objectName } from '../names.ts';
import { isKnown, isUnknown, textOf, unknown, type Unknown, type Value } from '../values.ts';
import type { IndexBuilder, TableValue } from './objects.ts';
import { conditionText, type Context, namedColumn, sqlText } from './context.ts';

/** `index('book_title_index').using('btree', table.title.desc())` */
export function indexOf(table: TableValue, index: IndexBuilder, context: Context): Index | Unknown {
  const keys = (index.keys ?? []).map((key) => writtenKey(key, index, context));
  const missing = keys.find(isUnknown);
  if (missing !== undefined) return missing;
  const written = keys.filter(isKnown);
  const name = nameOf(table, index, written);
  const where = whereOf(index, context);
  if (isUnknown(name)) return name;
  if (isUnknown(where)) return where;
  if (isUnknown(index.method)) return index.method;
  const on = objectName(table.schema, table.name);
  return {
    ...identifier(name), schema: on.schema, table: on, unique: index.unique, method: index.method,
    keys: withDistinctOperatorClasses(index.method, written.map((key) => indexKey(key, context.spell))), include: [], where, nullsNotDistinct: false,
    concurrently: index.concurrently, ...(isUnnamed(index, context) ? { unnamed: true as const } : {}), origin: index.origin,
  };
}

function writtenKey(key: Value, index: IndexBuilder, context: Context): WrittenKey | Unknown {
  if (key.kind === 'sql') {
    const expression = sqlText(key, 'index', context, index.origin);
    if (isUnknown(expression)) return expression;
    return { expression, isExpression: true, asc: true, nulls: 'last', opclass: null };
  }
  const named = namedColumn(key, index.origin);
  if (isUnknown(named)) return named;
  const { order, nulls, operatorClass } = key.kind === 'columnReference' ? key
    : { order: 'asc', nulls: 'last', operatorClass: null } as const;
  const expression = databaseName(named, context.casing);
  return { expression, isExpression: false, asc: order === 'asc', nulls, opclass: operatorClass };
}

/** drizzle-kit makes a name of columns, and asks for one where a key is an expression. */
function nameOf(table: TableValue, index: IndexBuilder, keys: readonly WrittenKey[]): string | Unknown {
  const given = textOf(index.name, index.origin);
  if (isUnknown(given)) return given;
  if (given !== null && given !== '') return given;
  if (keys.some((key) => key.isExpression)) return unknown('an index on an expression has no name', index.origin);
  return indexName(table, keys.map((key) => key.expression));
}

function isUnnamed({ name }: IndexBuilder, { run }: Context): boolean {
  return run.generation === '1.0' && name.kind === 'literal' && (name.value === undefined || name.value === '');
}

function whereOf(index: IndexBuilder, context: Context): Expression | null | Unknown {
  if (index.where === null) return null;
  if (index.where.kind === 'literal' && index.where.value === undefined) return null;
  const text = conditionText(index.where, context, index.origin);
  if (isUnknown(text)) return text;
  // drizzle-kit 1.0 leaves it out (`fromDrizzleSchema`).
  return context.run.generation === '1.0' && (text === '' || text === 'true') ? null : context.spell(text);
}
