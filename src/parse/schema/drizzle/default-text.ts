import type { Casing } from '../../../facts/casing.ts';
import type { Origin } from '../../../text/span.ts';
import { plainOf } from '../plain.ts';
import { isUnknown, type Unknown, type Value } from '../values.ts';
import { printSql } from './sql.ts';

/**
 * A default as drizzle-kit 0.31 writes it into a snapshot (`generatePgSnapshot`, api.js): text in quotes, JSON with a
 * cast, arrays as a literal, SQL as it stands. Null where there is none.
 */
export function defaultText(
  value: Value | null, sqlType: string, casing: Casing | null, at: Origin,
): string | null | Unknown {
  if (value === null) return null;
  if (value.kind === 'sql') return printSql(value, 'default', casing, at);
  const read = plainOf(value, at);
  return isUnknown(read) ? read : plainDefault(read.plain, sqlType.toLowerCase());
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
