/** What the questions of catalog-queries.ts answer, one row type a question. */

export interface NamedRow {
  readonly schema: string;
  readonly name: string;
}
export interface SchemaRow {
  readonly name: string;
}
/** Letters of `pg_class.relkind` and `relpersistence`. */
export interface TableRow extends NamedRow {
  readonly kind: 'r' | 'p' | 'f';
  readonly persistence: 'p' | 'u' | 't';
  readonly partition: boolean;
  readonly rowSecurity: boolean;
  readonly parentSchema: string | null;
  readonly parentName: string | null;
}
export interface ColumnRow extends NamedRow {
  readonly table: string;
  readonly type: string;
  readonly notNull: boolean;
  /** `pg_attribute.attidentity`: always, by default, none. */
  readonly identity: 'a' | 'd' | '';
  /** `pg_attribute.attgenerated`: stored, virtual, none. */
  readonly generated: 's' | 'v' | '';
  readonly expression: string | null;
  readonly collation: string | null;
}
/** `pg_constraint.confdeltype` and `confupdtype`; a blank for what is no foreign key. */
export type ActionLetter = 'a' | 'r' | 'c' | 'n' | 'd' | ' ';
export interface ConstraintRow extends NamedRow {
  readonly table: string;
  readonly kind: 'p' | 'u' | 'f' | 'c' | 'x';
  readonly validated: boolean;
  readonly columns: readonly string[];
  readonly include: readonly string[];
  readonly nullsNotDistinct: boolean;
  readonly referencesSchema: string | null;
  readonly referencesName: string | null;
  readonly referencedColumns: readonly string[];
  readonly onDelete: ActionLetter;
  readonly onUpdate: ActionLetter;
  readonly expression: string | null;
  readonly method: string | null;
  readonly elements: readonly string[];
  readonly predicate: string | null;
}
export interface IndexKeyRow {
  readonly column: string | null;
  readonly expression: string | null;
  /** `pg_index.indoption`: 1 descending, 2 nulls first. */
  readonly option: number;
  readonly operatorClass: string | null;
  readonly collation: string | null;
}
export interface IndexRow extends NamedRow {
  readonly tableSchema: string;
  readonly tableName: string;
  readonly unique: boolean;
  readonly method: string;
  readonly predicate: string | null;
  readonly nullsNotDistinct: boolean;
  readonly include: readonly string[];
  readonly keys: readonly IndexKeyRow[];
}
export interface EnumRow extends NamedRow {
  readonly values: readonly string[];
}
export interface DomainRow extends NamedRow {
  readonly type: string;
  readonly notNull: boolean;
  readonly default: string | null;
  readonly checks: readonly { readonly name: string; readonly expression: string }[];
}
export interface CompositeTypeRow extends NamedRow {
  readonly attributes: readonly { readonly name: string; readonly type: string }[];
}
export interface SequenceRow extends NamedRow {
  readonly type: 'smallint' | 'integer' | 'bigint';
  readonly tableSchema: string | null;
  readonly tableName: string | null;
  readonly column: string | null;
}
export interface ViewRow extends NamedRow {
  readonly materialized: boolean;
  readonly definition: string;
  readonly reads: readonly { readonly schema: string; readonly table: string; readonly column: string }[];
}
export interface PolicyRow {
  readonly tableSchema: string;
  readonly tableName: string;
  readonly name: string;
  readonly permissive: boolean;
  readonly command: '*' | 'r' | 'a' | 'w' | 'd';
  readonly using: string | null;
  readonly check: string | null;
  readonly roles: readonly string[];
}
export interface RoutineRow extends NamedRow {
  readonly kind: 'f' | 'p' | 'a' | 'w';
  readonly language: string;
  readonly securityDefiner: boolean;
  readonly searchPath: 'set' | 'unset';
  /** `pg_proc.provolatile`. */
  readonly volatility: 'i' | 's' | 'v';
  readonly argumentTypes: readonly string[];
}
export interface TriggerRow {
  readonly tableSchema: string;
  readonly tableName: string;
  readonly name: string;
  readonly routineSchema: string;
  readonly routineName: string;
  readonly enabled: boolean;
  readonly columns: readonly string[];
}
export interface ExtensionRow {
  readonly name: string;
  readonly schema: string;
}
