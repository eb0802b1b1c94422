import type { Origin } from '../../../text/span.ts';
import { absent, dictionary, type DrizzleExport, type Library, type Value } from '../values.ts';
import type { ColumnBuilder, RoleValue, Sql, TableColumn, TableValue } from './objects.ts';
import { columnTypes } from './column-types.ts';
import { isCondition } from './conditions.ts';

/** An import of drizzle-orm, or null for any other. Its other dialects are no concern of ours. */
export function drizzleExport(specifier: string, name: string): Value | null {
  const library = libraryOf(specifier);
  if (library === null) return null;
  if (library === 'other') return { kind: 'irrelevant', what: specifier };
  return plainExport({ kind: 'drizzle', library, name });
}

/** Whether `export * from specifier` is known to give a name. */
export function hasExport(specifier: string, name: string): boolean {
  switch (libraryOf(specifier)) {
    case 'pg-core':
      return columnTypes.has(name) || makers.has(name);
    case 'drizzle-orm':
      return name === 'sql' || isCondition(name);
    default:
      return false;
  }
}

const makers = new Set([
  'pgTable', 'pgTableCreator', 'pgSchema', 'pgEnum', 'pgView', 'pgMaterializedView', 'pgSequence', 'pgRole', 'pgPolicy',
  'snakeCase', 'camelCase', 'customType', 'index', 'uniqueIndex', 'unique', 'check', 'primaryKey', 'foreignKey',
]);

function libraryOf(specifier: string): Library | 'other' | null {
  if (specifier === 'drizzle-orm' || /^drizzle-orm\/sql(?:\/|$)/.test(specifier)) return 'drizzle-orm';
  if (/^drizzle-orm\/pg-core(?:\/|$)/.test(specifier)) return 'pg-core';
  if (/^drizzle-orm\/supabase(?:\/|$)/.test(specifier)) return 'supabase';
  if (/^drizzle-orm\/neon(?:\/|$)/.test(specifier)) return 'neon';
  return /^drizzle-orm\//.test(specifier) ? 'other' : null;
}

/**
 * Exports that are no functions: what drizzle-orm 0.45 declares for Supabase and Neon, roles, tables and expressions (supabase/rls.js,
 * neon/rls.js), and what 1.0 makes columns' names with.
 */
export function plainExport(given: DrizzleExport): Value {
  if (given.library === 'supabase') return supabase.get(given.name) ?? given;
  if (given.library === 'neon') return neonRoles.get(given.name) ?? given;
  if (given.library === 'pg-core' && (given.name === 'snakeCase' || given.name === 'camelCase')) return casedMakers(given.name);
  return given;
}

/** `snakeCase` and `camelCase` of drizzle-orm 1.0 (pg-core/casing.js). */
function casedMakers(casing: 'snakeCase' | 'camelCase'): Value {
  return dictionary(new Map(['table', 'view', 'materializedView', 'schema'].map((maker) =>
    [maker, { kind: 'drizzle', library: 'pg-core', name: `${casing}.${maker}` }])));
}

/** Nothing of it stands in the project. */
const nowhere: Origin = { file: '', span: { start: 0, end: 0 } };

/** A table that drizzle-orm declares itself, such as `authUsers`: nobody here can change it. */
export function isOfLibrary({ origin }: TableValue): boolean {
  return origin === nowhere;
}

function role(name: string): RoleValue {
  return { kind: 'role', name };
}

function fixedSql(text: string): Sql {
  return { kind: 'sql', chunks: [text], inlined: false };
}

function fixedTable(schema: string, name: string, columns: readonly TableColumn[]): TableValue {
  const id = -1;
  return { kind: 'table', id, schema, name, columns, extras: null, rowSecurity: false, unread: [], origin: nowhere };
}

function fixedColumn(key: string, name: string, sql: string, made: Partial<ColumnBuilder> = {}): TableColumn {
  const builder: ColumnBuilder = {
    kind: 'column', name, type: { sql, enumType: null, brackets: '' }, notNull: false, primaryKey: null, unique: null, default: null,
    defaultInApplication: null, identity: null, generated: null, references: [], origin: nowhere, ...made,
  };
  return { key, builder };
}

const fixedKey = { primaryKey: nowhere, notNull: true };
const fixedUnique = { unique: { name: absent, options: absent, origin: nowhere } };

const instant = 'timestamp with time zone';
/** drizzle-orm/supabase (rls.js, 0.45 and 1.0). */
const authUsers = fixedTable('auth', 'users', [
  fixedColumn('id', '', 'uuid', fixedKey), fixedColumn('email', '', 'varchar(255)'), fixedColumn('phone', '', 'text', fixedUnique),
  fixedColumn('emailConfirmedAt', 'email_confirmed_at', instant),
  fixedColumn('phoneConfirmedAt', 'phone_confirmed_at', instant),
  fixedColumn('lastSignInAt', 'last_sign_in_at', instant), fixedColumn('createdAt', 'created_at', instant),
  fixedColumn('updatedAt', 'updated_at', instant),
]);
const realtimeMessages = fixedTable('realtime', 'messages', [
  fixedColumn('id', '', 'bigserial', fixedKey), fixedColumn('topic', '', 'text', { notNull: true }),
  fixedColumn('extension', '', 'text', { notNull: true }),
]);

const supabase = new Map<string, Value>([
  ['anonRole', role('anon')], ['authenticatedRole', role('authenticated')], ['serviceRole', role('service_role')],
  ['postgresRole', role('postgres_role')], ['supabaseAuthAdminRole', role('supabase_auth_admin')],
  ['authUid', fixedSql('(select auth.uid())')], ['realtimeTopic', fixedSql('realtime.topic()')],
  ['authUsers', authUsers], ['realtimeMessages', realtimeMessages],
]);

const neonRoles = new Map<string, Value>([
  ['authenticatedRole', role('authenticated')], ['anonymousRole', role('anonymous')],
]);

/** Whether an import is of drizzle-orm. */
export function isDrizzle(specifier: string): boolean {
  return libraryOf(specifier) !== null;
}
