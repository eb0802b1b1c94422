import type { ReferentialAction } from '../../facts/catalog.ts';
import type { Origin } from '../../text/span.ts';
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

export interface Sql {
  readonly kind: 'sql';
  /** Text as it stands, and what was put between. */
  readonly chunks: readonly (string | Value)[];
  /** `.inlineParams()`: values are written into the text. */
  readonly inlined: boolean;
}

/** `sql.identifier(…)`. */
export interface SqlName {
  readonly kind: 'sqlName';
  readonly name: string;
}

/** `sql.param(…)`, and what drizzle-orm's operators bind: always a `$n`. */
export interface SqlParameter {
  readonly kind: 'sqlParameter';
  readonly value: Value;
}

export interface ColumnType {
  /** As `getSQLType()` of drizzle-orm 0.45 spells it. */
  readonly sql: string;
  readonly enumType: EnumValue | null;
}

export interface ColumnReferenceCall {
  readonly target: Value;
  readonly actions: Value;
  readonly origin: Origin;
}

export interface ColumnBuilder {
  readonly kind: 'column';
  /** Empty: named after its key. */
  readonly name: string | Unknown;
  readonly type: ColumnType | Unknown;
  readonly notNull: boolean;
  readonly primaryKey: Origin | null;
  readonly unique: { readonly name: Value; readonly options: Value; readonly origin: Origin } | null;
  readonly default: Value | null;
  readonly identity: 'always' | 'by default' | null;
  readonly generated: Value | null;
  readonly references: readonly ColumnReferenceCall[];
  readonly origin: Origin;
}

export interface TableColumn {
  readonly key: string;
  readonly builder: ColumnBuilder;
}

export interface TableValue {
  readonly kind: 'table';
  /** One number for one `pgTable()` call, through `.enableRLS()`. */
  readonly id: number;
  readonly schema: string | null;
  readonly name: string;
  readonly columns: readonly TableColumn[];
  readonly extras: Value | null;
  readonly rowSecurity: boolean;
  /** What makes the table partial. */
  readonly unread: readonly Unknown[];
  readonly origin: Origin;
}

/** A column of a table, as an index key may order it. */
export interface ColumnReference {
  readonly kind: 'columnReference';
  readonly table: TableValue;
  readonly key: string;
  readonly order: 'asc' | 'desc';
  readonly nulls: 'first' | 'last';
  readonly operatorClass: string | null;
}

export interface TableCreator {
  readonly kind: 'tableCreator';
  readonly customize: Value;
}

export interface SchemaValue {
  readonly kind: 'schema';
  readonly id: number;
  readonly name: string;
  readonly origin: Origin;
}

export interface EnumValue {
  readonly kind: 'enum';
  readonly id: number;
  readonly schema: string | null;
  readonly name: string;
  readonly values: readonly string[] | Unknown;
  readonly origin: Origin;
}

export interface CustomType {
  readonly kind: 'customType';
  readonly dataType: Value;
}

export interface ViewValue {
  readonly kind: 'view';
  readonly id: number;
  readonly schema: string | null;
  readonly name: string;
  readonly materialized: boolean;
  readonly state: 'begun' | 'defined' | 'existing';
  readonly definition: Value | null;
  readonly origin: Origin;
}

export interface SequenceValue {
  readonly kind: 'sequence';
  readonly id: number;
  readonly schema: string | null;
  readonly name: string;
  readonly origin: Origin;
}

export interface RoleValue {
  readonly kind: 'role';
  readonly name: string;
}

export interface PolicyValue {
  readonly kind: 'policy';
  readonly id: number;
  readonly name: string;
  readonly options: Dictionary;
  readonly linked: Value | null;
  readonly origin: Origin;
}

export interface IndexBuilder {
  readonly kind: 'index';
  readonly unique: boolean;
  readonly name: Value;
  readonly method: string | Unknown;
  /** Null until `.on(…)`: drizzle-orm passes such an index by. */
  readonly keys: readonly Value[] | null;
  readonly where: Value | null;
  readonly concurrently: boolean;
  readonly origin: Origin;
}

export interface UniqueBuilder {
  readonly kind: 'unique';
  readonly name: Value;
  /** Null until `.on(…)`. */
  readonly columns: readonly Value[] | null;
  readonly nullsNotDistinct: boolean;
  readonly origin: Origin;
}

export interface PrimaryKeyBuilder {
  readonly kind: 'primaryKey';
  readonly name: Value;
  readonly columns: Value;
  readonly origin: Origin;
}

export interface ForeignKeyBuilder {
  readonly kind: 'foreignKey';
  readonly name: Value;
  readonly columns: Value;
  readonly foreignColumns: Value;
  readonly onDelete: ReferentialAction | Unknown;
  readonly onUpdate: ReferentialAction | Unknown;
  readonly origin: Origin;
}

export interface CheckBuilder {
  readonly kind: 'check';
  readonly name: Value;
  readonly value: Value;
  readonly origin: Origin;
}

/** Known, and no part of a database schema: relations, query builders. */
export interface Irrelevant {
  readonly kind: 'irrelevant';
  readonly what: string;
}

/** What drizzle-kit makes a database object of when a schema file exports it. */
export type SchemaObject = TableValue | EnumValue | SchemaValue | ViewValue | SequenceValue | PolicyValue;

/** What the third argument of a table may hold. */
export type Extra = IndexBuilder | UniqueBuilder | PrimaryKeyBuilder | ForeignKeyBuilder | CheckBuilder | PolicyValue;

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
  return { kind: 'unknown', reason, origin, candidates, mayBeObject: candidates.some(holdsObject) };
}

/** An unknown that stands where a table, an enum or the like is made. */
export function unknownObject(reason: string, origin: Origin): Unknown {
  return { kind: 'unknown', reason, origin, candidates: [], mayBeObject: true };
}

export function isUnknown(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'unknown';
}

export function isKnown<Known>(value: Known): value is Exclude<Known, Unknown> {
  return !isUnknown(value);
}

/** Whether a value is an object of a database, may be one, or has the columns to make one. */
export function holdsObject(value: Value): boolean {
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

/** A plain JavaScript value of literals, lists and dictionaries, or the first thing in it that is not known. */
export function plainOf(value: Value, origin: Origin): { readonly plain: unknown } | Unknown {
  switch (value.kind) {
    case 'literal':
    case 'instant':
      return { plain: value.value };
    case 'list':
      return value.unread[0] ?? plainList(value.items, origin);
    case 'dictionary':
      return value.unread[0] ?? plainDictionary(value.entries, origin);
    case 'unknown':
      return value;
    default:
      return unknown(`a ${value.kind} stands where a plain value belongs`, origin);
  }
}

function plainList(items: readonly Value[], origin: Origin): { readonly plain: unknown } | Unknown {
  const plain: unknown[] = [];
  for (const item of items) {
    const read = plainOf(item, origin);
    if ('kind' in read) return read;
    plain.push(read.plain);
  }
  return { plain };
}

function plainDictionary(entries: ReadonlyMap<string, Value>, origin: Origin): { readonly plain: unknown } | Unknown {
  const plain: [string, unknown][] = [];
  for (const [key, value] of entries) {
    const read = plainOf(value, origin);
    if ('kind' in read) return read;
    plain.push([key, read.plain]);
  }
  return { plain: Object.fromEntries(plain) };
}
