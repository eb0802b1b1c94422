import type { Casing } from '../../../facts/casing.ts';
import type { Expression } from '../../../facts/catalog.ts';
import type { Origin } from '../../../text/span.ts';
import type { Interpreter } from '../interpreter.ts';
import type { NamedColumn } from '../names.ts';
import { isKnown, isUnknown, unknown, type Unknown, type Value } from '../values.ts';
import type { Sql } from './objects.ts';
import { printSql, type Use } from './sql.ts';

/** What turning values into facts needs. */
export interface Context {
  readonly run: Interpreter;
  readonly casing: Casing | null;
  readonly spellType: (sql: string) => string;
  readonly spell: (text: string) => Expression;
  readonly spellQuery: (text: string) => Expression;
}

/** Collects what could not be told of one object. */
export type Gaps = Unknown[];

/** A value, or null with its gap noted. */
export function known<Known>(value: Known | Unknown, gaps: Gaps): Known | null {
  if (!isUnknown(value)) return value;
  gaps.push(value);
  return null;
}

/** The column a value names: `table.id`, whatever order it was given. */
export function namedColumn(value: Value, at: Origin): NamedColumn | Unknown {
  if (value.kind === 'unknown') return value;
  if (value.kind !== 'columnReference') return unknown(`a ${value.kind} stands where a column belongs`, at);
  const column = value.table.columns.find((one) => one.key === value.key);
  if (column === undefined) return unknown(`${value.table.name} has no column with the key ${value.key}`, at);
  return isUnknown(column.builder.name) ? column.builder.name : { table: value.table, column };
}

/** The columns of a list, or the first that is none. */
export function namedColumns(value: Value, at: Origin): readonly NamedColumn[] | Unknown {
  if (value.kind === 'unknown') return value;
  if (value.kind !== 'list') return unknown(`a ${value.kind} stands where columns belong`, at);
  const read = value.items.map((item) => namedColumn(item, at));
  return [...value.unread, ...read].find(isUnknown) ?? read.filter(isKnown);
}

/** The SQL of a check or of an index's WHERE: drizzle-kit 1.0 writes columns without their table, and values into the text. */
export function conditionText(value: Value, context: Context, at: Origin): string | Unknown {
  if (context.run.generation === '0.31') return sqlText(value, 'query', context, at);
  return sqlText(value.kind === 'sql' ? { ...value, inlined: true } : value, 'index', context, at);
}

/** The SQL of a condition, or why it cannot be told. */
export function sqlText(value: Value, use: Use, context: Context, at: Origin): string | Unknown {
  if (value.kind === 'unknown') return value;
  if (value.kind !== 'sql') return unknown(`a ${value.kind} stands where SQL belongs`, at);
  return printSql(value satisfies Sql, use, context.casing, at);
}
