import type { Casing } from '../../../src/facts/casing.ts';
import type { Column, Index, Table } from '../../../src/facts/catalog.ts';
import { type DeclaredSchema, readSchema, type SchemaInput } from '../../../src/parse/schema/read-schema.ts';
import type { Origin } from '../../../src/text/span.ts';

interface Options {
  readonly entries?: readonly string[];
  readonly casing?: Casing;
  readonly resolve?: SchemaInput['resolve'];
}

export type Files = Readonly<Record<string, string>>;

/** The schema of some files in memory; the first is the entry unless others are named. */
export function schemaOf(files: Files, options: Options = {}): DeclaredSchema {
  const [first = ''] = Object.keys(files);
  return readSchema({
    entries: options.entries ?? [first],
    read: (path) => files[path] ?? null,
    resolve: options.resolve ?? (() => null),
    casing: options.casing ?? null,
  });
}

const preamble = `import { sql } from 'drizzle-orm';
import * as pg from 'drizzle-orm/pg-core';
const { bigint, boolean, check, customType, foreignKey, index, integer, jsonb, numeric, pgEnum, pgPolicy, pgSchema,
  pgSequence, pgTable, pgTableCreator, pgView, primaryKey, serial, text, timestamp, unique, uniqueIndex, uuid,
  varchar } = pg;
`;

/** The schema of one file whose imports go without saying. */
export function declared(text: string, options: Options = {}): DeclaredSchema {
  return schemaOf({ 'schema.ts': preamble + text }, options);
}

/** The column that stands alone in a table. */
export function columnOf(code: string, casing?: Casing): Column {
  const text = `export const book = pgTable('book', { title: ${code} });`;
  const schema = declared(text, casing === undefined ? {} : { casing });
  const [column] = tableOf(schema, 'public.book').columns;
  if (column === undefined) throw new Error(`no column: ${schema.unresolved.map((one) => one.reason).join(', ')}`);
  return column;
}

export function tableOf(schema: DeclaredSchema, key: string): Table {
  const table = schema.catalog.tables.get(key);
  if (table === undefined) throw new Error(`no table ${key} among ${[...schema.catalog.tables.keys()].join(', ')}`);
  return table;
}

export function indexOf(schema: DeclaredSchema, key: string): Index {
  const index = schema.catalog.indexes.get(key);
  if (index === undefined) throw new Error(`no index ${key} among ${[...schema.catalog.indexes.keys()].join(', ')}`);
  return index;
}

export function reasonsOf(schema: DeclaredSchema): readonly string[] {
  return schema.unresolved.map((one) => one.reason);
}

/** The text an origin covers. */
export function textAt(files: Files, origin: Origin | null | undefined): string {
  if (origin === null || origin === undefined) throw new Error('no origin');
  return (files[origin.file] ?? '').slice(origin.span.start, origin.span.end);
}

const onlyTypeScript = ['origin', 'defaultInApplication', 'namedByKey', 'onDeleteLeftOut'];

/** A value without what only TypeScript has. */
export function asGenerated(value: unknown): unknown {
  if (value instanceof Map) return new Map([...value].map(([key, each]) => [key, asGenerated(each)]));
  if (value instanceof Set) return value;
  if (Array.isArray(value)) return value.map(asGenerated);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !onlyTypeScript.includes(key))
    .map(([key, each]) => [key, asGenerated(each)]));
}
