import type { Origin } from '../../../text/span.ts';
import { plainOf } from '../plain.ts';
import { isUnknown, unknown, type Unknown, type Value } from '../values.ts';
import type { Context } from './context.ts';
import { defaultLiteral } from './default-literal.ts';
import type { ColumnType } from './objects.ts';
import { printSql } from './sql.ts';

/**
 * A default as drizzle-kit writes it into a snapshot. 0.31 (`generatePgSnapshot`, api.js): text in quotes, JSON with a cast, arrays
 * as a literal, SQL as it stands. 1.0 (`defaultFromColumn`): without a cast, SQL too. Null where there is none.
 */
export function defaultText(value: Value | null, type: ColumnType, { casing, run }: Context, at: Origin): string | null | Unknown {
  if (value === null) return null;
  const isOne = run.generation === '1.0';
  if (value.kind === 'sql') {
    const text = printSql(value, isOne ? 'query' : 'default', casing, at);
    return isOne && typeof text === 'string' ? withoutCast(text) : text;
  }
  const read = plainOf(value, at);
  if (isUnknown(read)) return read;
  if (!isOne) return plainDefault(read.plain, type.sql.toLowerCase());
  if (read.plain === undefined) return null;
  return defaultLiteral(read.plain, { type: type.sql, isEnum: type.enumType !== null, isArray: type.brackets !== '' })
    ?? unknown(`drizzle-kit takes no such default for ${type.sql}`, at);
}

/** `trimDefaultValueSuffix` of drizzle-kit 1.0. */
function withoutCast(text: string): string {
  const bare = text.endsWith('[]') ? text.slice(0, -2) : text;
  return bare.replace(/(?:::["\w.\s-]+(?:\([^)]*\))?(?:\swith(?:out)?\stime\szone)?(?:\[\])?)+$/gi, '');
}

function plainDefault(value: unknown, sqlType: string): string | null {
  if (value === undefined) return null;
  if (typeof value === 'string') return `'${value.replaceAll('\'', '\'\'')}'`;
  if (sqlType === 'jsonb' || sqlType === 'json') return `'${JSON.stringify(value)}'::${sqlType}`;
  if (value instanceof Date) return `'${instantText(value, sqlType)}'`;
  if (Array.isArray(value) && /\[\d*\]/.test(sqlType)) return `'${arrayText(value, sqlType)}'`;
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

function instantText(value: Date, sqlType: string): string {
  const text = value.toISOString();
  if (sqlType === 'date') return text.slice(0, 10);
  return sqlType === 'timestamp' ? text.replace('T', ' ').slice(0, 23) : text;
}

/** `buildArrayString` of drizzle-kit 0.31. */
function arrayText(values: readonly unknown[], sqlType: string): string {
  const [element = ''] = sqlType.split('[');
  const items = values.map((value): string => {
    if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
    if (Array.isArray(value)) return arrayText(value, element);
    if (value instanceof Date) return `"${instantText(value, element)}"`;
    if (typeof value === 'string') return `"${value}"`;
    return value === undefined ? '"undefined"' : `"${JSON.stringify(value).replaceAll('"', '\\"')}"`;
  });
  return `{${items.join(',')}}`;
}
