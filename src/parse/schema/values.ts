import type { Origin } from '../../text/span.ts';
import type {
  ColumnBuilder, ColumnReference, CustomType, Extra, RoleValue, SchemaObject, Sql, SqlName, SqlParameter, TableCreator,
} from './drizzle/objects.ts';
import type { Module } from './modules.ts';
import type { ArrowFunctionExpression, Function } from './oxc.ts';

/** What could not be told from the text alone. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly reason: string;
  readonly origin: Origin;
  /** The values it may have, where the text shows them: both branches of a condition. */
  readonly candidates: readonly Value[];
  /** It may be a table, an enum or the like: worth telling of where a schema file exports it. */
  readonly mayBeObject: boolean;
  /** An environment variable and nothing else: a default behind it is what most machines have. */
  readonly isEnvironment: boolean;
}

export type Primitive = string | number | boolean | bigint | null | undefined;

export interface Literal {
  readonly kind: 'literal';
  readonly value: Primitive;
}

/** A `Date` with a fixed time. */
export interface Instant {
  readonly kind: 'instant';
  readonly value: Date;
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly Value[];
  /** Spreads that could not be read: more items may be there. */
  readonly unread: readonly Unknown[];
}

export interface Dictionary {
  readonly kind: 'dictionary';
  readonly entries: ReadonlyMap<string, Value>;
  /** Spreads and computed keys that could not be read: more entries may be there. */
  readonly unread: readonly Unknown[];
  /** Keys that stand before such a spread, which may overwrite them. */
  readonly doubtful: ReadonlySet<string>;
}

export interface Scope {
  readonly module: Module;
  readonly variables: Map<string, Value>;
  readonly outer: Scope | null;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly node: ArrowFunctionExpression | Function;
  readonly scope: Scope;
}

export interface Namespace {
  readonly kind: 'namespace';
  readonly module: Module;
}

/** Something of JavaScript's own: `Object`, `Object.values`, `JSON.stringify`. */
export interface Host {
  readonly kind: 'host';
  readonly name: string;
}

export type Library = 'pg-core' | 'drizzle-orm' | 'supabase' | 'neon';

/** An export of drizzle-orm; `*` is its whole module. */
export interface DrizzleExport {
  readonly kind: 'drizzle';
  readonly library: Library;
  readonly name: string;
}

/** A method that waits for its call. */
export interface Method {
  readonly kind: 'method';
  readonly of: Value;
  readonly name: string;
}

/** Known, and no part of a database schema: relations, query builders. */
export interface Irrelevant {
  readonly kind: 'irrelevant';
  readonly what: string;
}

export type Value =
  | Unknown | Literal | Instant | List | Dictionary | FunctionValue | Namespace | Host | DrizzleExport | Method | Sql
  | SqlName | SqlParameter | ColumnBuilder | ColumnReference | TableCreator | CustomType | RoleValue | Irrelevant
  | SchemaObject | Extra;

export const absent: Literal = { kind: 'literal', value: undefined };

export function literal(value: Primitive): Literal {
  return { kind: 'literal', value };
}

export function list(items: readonly Value[], unread: readonly Unknown[] = []): List {
  return { kind: 'list', items, unread };
}

export function dictionary(entries: ReadonlyMap<string, Value>, unread: readonly Unknown[] = []): Dictionary {
  return { kind: 'dictionary', entries, unread, doubtful: new Set() };
}

export function unknown(reason: string, origin: Origin, candidates: readonly Value[] = []): Unknown {
  const mayBeObject = candidates.some(holdsObject);
  return { kind: 'unknown', reason, origin, candidates, mayBeObject, isEnvironment: false };
}

/** The value of an environment variable. */
export function environment(variable: string, origin: Origin): Unknown {
  return { ...unknown(`process.env.${variable} is known only when it runs`, origin), isEnvironment: true };
}

/** What is computed from an unknown is unknown for the same reason. */
export function derived(value: Unknown): Unknown {
  return value.isEnvironment ? { ...value, isEnvironment: false } : value;
}

/** An unknown that stands where a table, an enum or the like is made. */
export function unknownObject(reason: string, origin: Origin): Unknown {
  return { kind: 'unknown', reason, origin, candidates: [], mayBeObject: true, isEnvironment: false };
}

export function isUnknown(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'unknown';
}

export function isKnown<Known>(value: Known): value is Exclude<Known, Unknown> {
  return !isUnknown(value);
}

/** Whether a value is an object of a database, may be one, or has the columns to make one. */
function holdsObject(value: Value): boolean {
  return value.kind === 'unknown' ? value.mayBeObject : isSchemaObject(value) || holdsColumns(value);
}

export function holdsColumns(value: Value): boolean {
  return value.kind === 'dictionary' && [...value.entries.values()].some((entry) => entry.kind === 'column');
}

export function isAbsent(value: Value): boolean {
  return value.kind === 'literal' && value.value === undefined;
}

export function isSchemaObject(value: Value): value is SchemaObject {
  return ['table', 'enum', 'schema', 'view', 'sequence', 'policy'].includes(value.kind);
}

/** The entry of a dictionary; `undefined` as JavaScript reads it where there is none. */
export function entryOf(value: Value, key: string): Value {
  if (value.kind !== 'dictionary') return absent;
  return value.entries.get(key) ?? value.unread[0] ?? absent;
}

/** A string, or why it is none. `undefined` is null. */
export function textOf(value: Value, origin: Origin): string | null | Unknown {
  if (value.kind === 'unknown') return value;
  if (value.kind !== 'literal') return unknown(`a ${value.kind} stands where a name belongs`, origin);
  if (value.value === undefined || value.value === null) return null;
  return String(value.value);
}
