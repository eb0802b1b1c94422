import type { Casing } from '../../../facts/casing.ts';
import type { ApplicationDefault, ReferentialAction } from '../../../facts/catalog.ts';
import type { Origin } from '../../../text/span.ts';
import type { Dictionary, Unknown, Value } from '../values.ts';

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
  /** As `getSQLType()` of drizzle-orm spells it; of an array of 0.45 with its brackets. */
  readonly sql: string;
  /** Of an array of 1.0: `[][]`. */
  readonly brackets: string;
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
  /** Null: none. */
  readonly defaultInApplication: ApplicationDefault | null;
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
  readonly casing: Casing | null;
}

export interface SchemaValue {
  readonly kind: 'schema';
  readonly id: number;
  readonly name: string;
  /** Of `snakeCase.schema(…)`: how its tables name their columns. */
  readonly casing: Casing | null;
  /** `.existing()` of 1.0: no migration makes it. */
  readonly isExisting: boolean;
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
  /** Null: left out. */
  readonly onDelete: ReferentialAction | Unknown | null;
  readonly onUpdate: ReferentialAction | Unknown | null;
  readonly origin: Origin;
}

export interface CheckBuilder {
  readonly kind: 'check';
  readonly name: Value;
  readonly value: Value;
  readonly origin: Origin;
}

/** What drizzle-kit makes a database object of when a schema file exports it. */
export type SchemaObject = TableValue | EnumValue | SchemaValue | ViewValue | SequenceValue | PolicyValue;

/** What the third argument of a table may hold. */
export type Extra = IndexBuilder | UniqueBuilder | PrimaryKeyBuilder | ForeignKeyBuilder | CheckBuilder | PolicyValue;
