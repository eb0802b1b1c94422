import type { Origin } from '../text/span.ts';
import type { Identifier, ObjectName } from './names.ts';

/**
 * What a source of a catalog can see. `difference` compares only what both sides see: a snapshot has no functions,
 * TypeScript has no validity of a constraint.
 */
export type Aspect =
  | 'schemas' | 'tables' | 'columns' | 'columnOrder' | 'columnTypes' | 'defaults' | 'constraints' | 'validity'
  | 'indexes' | 'enums' | 'domains' | 'compositeTypes' | 'sequences' | 'views' | 'viewDefinitions' | 'policies'
  | 'functions' | 'triggers' | 'extensions' | 'rowSecurity' | 'expressions'
  /** Sequences behind serial and identity columns: a snapshot lists free ones only. */
  | 'ownedSequences';

/** An SQL expression. Source of the canonical spelling: parse/sql/expression.ts. */
export interface Expression {
  /** As written or as the source prints it. */
  readonly text: string;
  /**
   * One spelling for what Postgres treats alike: parsed and printed again, constants without casts, every column as
   * `"column"`. Null where the text was not parsed (TypeScript, snapshots).
   */
  readonly spelling: string | null;
  /** Columns it names, or null if it was not parsed. */
  readonly columns: readonly string[] | null;
}

/** What a function of the application makes: what Postgres can make too, or something of its own. */
export type ApplicationDefault = 'uuid' | 'now' | 'constant' | 'other';

export type IdentityKind = 'always' | 'by default';

export interface Column extends Identifier {
  /** As `format_type` prints it, user-defined types as `schema.name`: `character varying(20)`, `public.status[]`. */
  readonly type: string;
  readonly notNull: boolean;
  /** The name of its NOT NULL while that is NOT VALID, PostgreSQL 18: rows that were there may still hold null. */
  readonly unprovenNotNull?: string;
  readonly default: Expression | null;
  /** Drizzle fills it in where a row is inserted (`$defaultFn`, `$onUpdateFn`); the database knows nothing of that. */
  readonly defaultInApplication?: ApplicationDefault;
  readonly identity: IdentityKind | null;
  readonly generated: { readonly expression: Expression; readonly stored: boolean } | null;
  readonly collation: string | null;
  /** TypeScript gives it no name: it has that of its key. */
  readonly namedByKey?: true;
  readonly origin: Origin | null;
}

export type ReferentialAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default';

interface ConstraintBase extends Identifier {
  /** See `Index.unnamed`. */
  readonly unnamed?: true;
  readonly origin: Origin | null;
}
export interface PrimaryKey extends ConstraintBase {
  readonly kind: 'primaryKey';
  readonly columns: readonly string[];
  readonly include: readonly string[];
}
export interface Unique extends ConstraintBase {
  readonly kind: 'unique';
  readonly columns: readonly string[];
  readonly include: readonly string[];
  readonly nullsNotDistinct: boolean;
}
export interface ForeignKey extends ConstraintBase {
  readonly kind: 'foreignKey';
  readonly columns: readonly string[];
  readonly references: ObjectName;
  readonly referencedColumns: readonly string[];
  readonly onDelete: ReferentialAction;
  /** The author chose no action; absent where one was written, and in SQL, which drizzle-kit prints with an action always. */
  readonly onDeleteLeftOut?: true;
  readonly onUpdate: ReferentialAction;
  readonly validated: boolean;
}
export interface Check extends ConstraintBase {
  readonly kind: 'check';
  readonly expression: Expression;
  readonly validated: boolean;
}
export interface Exclusion extends ConstraintBase {
  readonly kind: 'exclusion';
  readonly method: string;
  /** Keys with their operators, as text: `room with =`. */
  readonly elements: readonly string[];
  /** Columns among the elements. */
  readonly columns: readonly string[];
  readonly where: Expression | null;
}
export type Constraint = PrimaryKey | Unique | ForeignKey | Check | Exclusion;

export interface IndexKey {
  /** The column, or null for an expression. */
  readonly column: string | null;
  readonly expression: Expression | null;
  readonly order: 'asc' | 'desc';
  readonly nulls: 'first' | 'last';
  /** Null: the type's default. */
  readonly operatorClass: string | null;
  readonly collation: string | null;
}

/** An index that no constraint stands behind. Those of keys are derived: see catalog/indexes-of.ts. */
export interface Index extends ObjectName {
  readonly table: ObjectName;
  readonly unique: boolean;
  readonly method: string;
  readonly keys: readonly IndexKey[];
  readonly include: readonly string[];
  readonly where: Expression | null;
  readonly nullsNotDistinct: boolean;
  /** Declared or written with CONCURRENTLY. Not a property of the index in the database. */
  readonly concurrently: boolean;
  /** Made ON ONLY a table that had partitions: theirs are made one by one. Absent: on them too, or the source does not say. */
  readonly only?: true;
  /**
   * Its author left it unnamed, and drizzle-kit 1.0 made the name (`nameExplicit: false` in its snapshots): it keeps what it was
   * called before, see catalog/with-kept-names.ts. Absent: named, or the source does not say.
   */
  readonly unnamed?: true;
  readonly origin: Origin | null;
}

export type TableKind = 'table' | 'partitioned' | 'partition' | 'foreign';

/** `PARTITION BY`: columns, null for an expression among them. */
export interface PartitionKey {
  readonly strategy: 'range' | 'list' | 'hash';
  readonly columns: readonly (string | null)[];
}

/**
 * `FOR VALUES`, or DEFAULT. Values in the canonical spelling, null where they are not constants; MINVALUE and MAXVALUE are null too.
 */
export type PartitionBound =
  | { readonly kind: 'default' }
  | { readonly kind: 'hash' }
  | { readonly kind: 'list'; readonly values: readonly (string | null)[] }
  | { readonly kind: 'range'; readonly from: readonly (string | null)[]; readonly to: readonly (string | null)[] };

export interface Table extends ObjectName {
  readonly kind: TableKind;
  readonly persistence: 'permanent' | 'unlogged' | 'temporary';
  /** In the order of the table. */
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
  readonly rowSecurity: boolean;
  /** The partitioned parent, for a partition. */
  readonly partitionOf: ObjectName | null;
  /** Of a partitioned table and of a partition; absent where the source does not say: only SQL does. */
  readonly partitionKey?: PartitionKey;
  readonly bound?: PartitionBound;
  /** The tables it INHERITS from; absent for none. */
  readonly inherits?: readonly ObjectName[];
  /** Names of indexes that REPLICA IDENTITY USING INDEX or CLUSTER has chosen; absent for none. Renaming is not followed. */
  readonly replicaIdentity?: string;
  readonly clusteredOn?: string;
  /**
   * Something of the table could not be resolved, so what seems missing may be there. Rules about something missing
   * skip such a table.
   */
  readonly partial: boolean;
  readonly origin: Origin | null;
}

export interface EnumType extends ObjectName {
  readonly values: readonly string[];
  /** The list of values could not be read. */
  readonly partial: boolean;
  readonly origin: Origin | null;
}

export interface Domain extends ObjectName {
  readonly type: string;
  readonly notNull: boolean;
  readonly default: Expression | null;
  readonly checks: readonly { readonly name: string; readonly expression: Expression }[];
  readonly origin: Origin | null;
}

export interface CompositeType extends ObjectName {
  readonly attributes: readonly { readonly name: string; readonly type: string }[];
  readonly origin: Origin | null;
}

export interface Sequence extends ObjectName {
  readonly type: 'smallint' | 'integer' | 'bigint';
  readonly ownedBy: { readonly table: ObjectName; readonly column: string } | null;
  readonly origin: Origin | null;
}

/** A column that the query of a view reads. */
export interface ColumnRead {
  /** Its table, or those it may be of where the query alone does not tell. */
  readonly tables: readonly ObjectName[];
  /** Null: every column, `*`. */
  readonly column: string | null;
}

export interface View extends ObjectName {
  readonly materialized: boolean;
  /** The query, or null where it is not known (`.existing()`, or not parsed). */
  readonly definition: Expression | null;
  /** Absent: not known. */
  readonly reads?: readonly ColumnRead[];
  /** The tables and views that the query names, in subqueries too. Absent: not known. */
  readonly from?: readonly ObjectName[];
  readonly origin: Origin | null;
}

export interface Policy extends Identifier {
  readonly table: ObjectName;
  readonly permissive: boolean;
  readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete';
  readonly roles: readonly string[];
  readonly using: Expression | null;
  readonly check: Expression | null;
  readonly origin: Origin | null;
}

export interface Routine extends ObjectName {
  readonly kind: 'function' | 'procedure' | 'aggregate';
  /** Types of the input arguments, as `format_type` prints them. */
  readonly argumentTypes: readonly string[];
  readonly language: string;
  readonly securityDefiner: boolean;
  /** Whether it has a `SET search_path` of its own; otherwise its caller's holds, which is unsafe for SECURITY DEFINER. */
  readonly searchPath: 'set' | 'unset';
  readonly volatility: 'immutable' | 'stable' | 'volatile';
  /**
   * The expression of an SQL function that Postgres puts in the place of a call; null where it calls the function
   * (`inline_function` in src/backend/optimizer/util/clauses.c). Absent: not known.
   */
  readonly inlined?: Expression | null;
  readonly origin: Origin | null;
}

export interface Trigger extends Identifier {
  readonly table: ObjectName;
  readonly routine: ObjectName;
  /** Absent where the source does not say: only SQL does. On a partitioned table those for each row are on partitions too. */
  readonly forEach?: 'row' | 'statement';
  readonly enabled: boolean;
  /** Columns that UPDATE OF and WHEN name. */
  readonly columns: readonly string[];
  readonly origin: Origin | null;
}

export interface Extension {
  readonly name: string;
  readonly schema: string | null;
  readonly origin: Origin | null;
}

export interface Schema {
  readonly name: string;
  readonly origin: Origin | null;
}

/** Something that has the name of another of its kind, once Postgres has cut both to 63 bytes. */
export interface Namesake extends ObjectName {
  readonly kind: 'table' | 'index' | 'view' | 'enum' | 'sequence' | 'policy' | 'column' | 'constraint';
  /** The table of an index, a policy, a column or a constraint. */
  readonly table: ObjectName | null;
  /** Of a constraint. */
  readonly constraint?: Constraint['kind'];
  readonly origin: Origin | null;
}

/** Something that a schema file makes and no schema file exports: drizzle-kit does not see it. */
export interface Unexported extends ObjectName {
  readonly kind: 'table' | 'enum' | 'schema' | 'view' | 'sequence' | 'policy';
  /** Of a policy: the table that it is linked to. */
  readonly table?: ObjectName;
  /**
   * `elsewhere`: in a file that files of the schema import from, and that is none itself; or its own file exports it.
   * `clashing`: another file of the schema exports something by the name that it has in its own file.
   */
  readonly where: 'schema' | 'clashing' | 'elsewhere';
  readonly origin: Origin;
}

/**
 * Everything a source knows of a database, as one immutable value. Keys are `keyOf` (schema.name); policies and
 * triggers `memberKey` (schema.table.name); routines `routineKey`; schemas and extensions their name.
 */
export interface Catalog {
  readonly sees: ReadonlySet<Aspect>;
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly tables: ReadonlyMap<string, Table>;
  readonly indexes: ReadonlyMap<string, Index>;
  readonly enums: ReadonlyMap<string, EnumType>;
  readonly domains: ReadonlyMap<string, Domain>;
  readonly compositeTypes: ReadonlyMap<string, CompositeType>;
  readonly sequences: ReadonlyMap<string, Sequence>;
  readonly views: ReadonlyMap<string, View>;
  readonly policies: ReadonlyMap<string, Policy>;
  readonly routines: ReadonlyMap<string, Routine>;
  readonly triggers: ReadonlyMap<string, Trigger>;
  readonly extensions: ReadonlyMap<string, Extension>;
  /** Declared a second time under a name that the maps hold already: Postgres refuses them. Absent: none. */
  readonly namesakes?: readonly Namesake[];
  /** Of a schema in TypeScript. Absent: none. */
  readonly unexported?: readonly Unexported[];
}

/** A catalog in which nothing is, as seen by a source with the given aspects. `public` exists. */
export function emptyCatalog(sees: ReadonlySet<Aspect>): Catalog {
  const none = new Map<string, never>();
  return {
    sees, schemas: new Map([['public', { name: 'public', origin: null }]]), tables: none, indexes: none, enums: none,
    domains: none, compositeTypes: none, sequences: none, views: none, policies: none, routines: none, triggers: none,
    extensions: none,
  };
}

/** Routines may share a name: `schema.name(integer, text)`. */
export function routineKey(routine: Pick<Routine, 'schema' | 'name' | 'argumentTypes'>): string {
  return `${routine.schema}.${routine.name}(${routine.argumentTypes.join(', ')})`;
}

/** Every aspect: what replayed SQL and a real Postgres see. */
export const everyAspect: ReadonlySet<Aspect> = new Set<Aspect>([
  'schemas', 'tables', 'columns', 'columnOrder', 'columnTypes', 'defaults', 'constraints', 'validity', 'indexes',
  'enums', 'domains', 'compositeTypes', 'sequences', 'views', 'viewDefinitions', 'policies', 'functions', 'triggers',
  'extensions', 'rowSecurity', 'expressions', 'ownedSequences',
]);
