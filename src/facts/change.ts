import type { Origin } from '../text/span.ts';
import type {
  Check, Column, CompositeType, Domain, EnumType, Exclusion, Expression, Extension, ForeignKey, IdentityKind, Index,
  PartitionBound, Policy, PrimaryKey, Routine, Sequence, Table, Trigger, Unique, View,
} from './catalog.ts';
import type { LockMode } from './effects.ts';
import type { Identifier, ObjectName } from './names.ts';

/** Names that Postgres chooses when the author gives none are null until replay. */
type Unnamed<T extends Identifier> = Omit<T, 'name' | 'written'> & {
  readonly name: string | null;
  readonly written: string | null;
};
/** A foreign key may leave out the referenced columns: those of the primary key are meant. */
export type NewForeignKey = Omit<Unnamed<ForeignKey>, 'referencedColumns'> & {
  readonly referencedColumns: readonly string[] | null;
};
/** UNIQUE or PRIMARY KEY USING INDEX takes columns and options from the index. */
export interface ConstraintUsingIndex {
  readonly kind: 'usingIndex';
  readonly name: string | null;
  readonly written: string | null;
  readonly makes: 'unique' | 'primaryKey';
  readonly index: string;
  readonly origin: Origin | null;
}
/** NOT NULL as a table constraint with a name, PostgreSQL 18. */
export interface NotNullConstraint {
  readonly kind: 'notNull';
  readonly name: string | null;
  readonly written: string | null;
  readonly column: string;
  readonly validated: boolean;
  readonly origin: Origin | null;
}
export type NewConstraint =
  | Unnamed<PrimaryKey> | Unnamed<Unique> | Unnamed<Check> | Unnamed<Exclusion> | NewForeignKey
  | ConstraintUsingIndex | NotNullConstraint;

/**
 * A column as written. `serial` is already unfolded: type integer, `serial: true`; NOT NULL, the sequence and its
 * default are made by replay.
 */
export interface NewColumn extends Column {
  readonly serial: boolean;
  /** The name an identity gives its sequence: `(SEQUENCE NAME books_id)`. Absent: Postgres chooses. */
  readonly sequence?: ObjectName;
  /** Constraints written inside the column definition, in order. */
  readonly constraints: readonly NewConstraint[];
}
export type NewIndex = Omit<Index, 'name' | 'written'> & {
  readonly name: string | null;
  readonly written: string | null;
};

interface ChangeBase {
  /** The words that make this change: the statement, or the sub-command of an ALTER TABLE. */
  readonly origin: Origin;
  /** `duplicate`: IF NOT EXISTS, OR REPLACE's like, or a handler for duplicate_object; `missing`: IF EXISTS. */
  readonly tolerates: 'duplicate' | 'missing' | null;
  /** Runs only if a condition in a DO block holds, or in a loop: it may not run. */
  readonly conditional: boolean;
}
interface OnTable extends ChangeBase {
  readonly table: ObjectName;
}
interface OnColumn extends OnTable {
  readonly column: Identifier;
}
/** The relation kinds ALTER … RENAME and SET SCHEMA accept for one another: `ALTER TABLE x` may name an index or view. */
export type RelationKind = 'table' | 'index' | 'view' | 'materializedView' | 'sequence';
/** What DROP, RENAME and SET SCHEMA name besides relations. */
export type OtherKind = 'type' | 'domain' | 'routine' | 'extension' | 'schema';

/** What ALTER TABLE, VIEW, INDEX, MATERIALIZED VIEW and SEQUENCE do that leaves the catalog as it is, but takes a lock. */
export type RelationAction =
  | { readonly kind: 'setStatistics' | 'setStorage' | 'setCompression' | 'setColumnOptions'; readonly column: string }
  /** SET and RESET of storage parameters and of options of views, by name; those of the TOAST table as `toast.…`. */
  | { readonly kind: 'setOptions'; readonly options: readonly string[] }
  /** Null: DEFAULT. */
  | { readonly kind: 'setAccessMethod'; readonly method: string | null }
  | { readonly kind: 'setTablespace'; readonly tablespace: string }
  /** CLUSTER ON an index; null: SET WITHOUT CLUSTER. */
  | { readonly kind: 'clusterOn'; readonly index: string | null }
  | { readonly kind: 'replicaIdentity'; readonly index: string | null }
  /** Empty for CURRENT_USER and its like. */
  | { readonly kind: 'setOwner'; readonly owner: string }
  | { readonly kind: 'inherit' | 'noInherit'; readonly parent: ObjectName }
  /** OF a composite type, NOT OF one. */
  | { readonly kind: 'ofType' | 'notOfType' }
  | { readonly kind: 'enableRule'; readonly rule: string; readonly enabled: boolean }
  | { readonly kind: 'forceRowSecurity'; readonly forced: boolean }
  | { readonly kind: 'renameRule'; readonly rule: string }
  | { readonly kind: 'alterConstraint'; readonly constraint: string; readonly alters: 'deferrability' | 'enforcement' | 'inheritance' }
  /** ALTER INDEX … ATTACH PARTITION. */
  | { readonly kind: 'attachIndex'; readonly index: ObjectName };

/** What a privilege is on. `table`: views too; `role`: membership. */
export type GrantObject = 'table' | 'sequence' | 'schema' | 'routine' | 'type' | 'database' | 'role' | 'other';

/** A string constant of INSERT, UPDATE, DELETE or MERGE, and what decides its type. */
export interface PlacedLiteral {
  readonly value: string;
  readonly as:
    /** It is cast. */
    | { readonly type: string }
    /** It is put into a column, or compared with one. */
    | { readonly column: string }
    /** It is put into the column at a place of the table, from 0: an INSERT that names none. */
    | { readonly place: number };
}

export type Change =
  | (ChangeBase & { readonly kind: 'createSchema'; readonly schema: Identifier })
  | (ChangeBase & { readonly kind: 'dropSchema'; readonly schema: string; readonly cascade: boolean })
  | (ChangeBase & { readonly kind: 'renameSchema'; readonly schema: string; readonly to: Identifier })
  | (ChangeBase & {
      readonly kind: 'createTable';
      readonly table: Omit<Table, 'columns' | 'constraints'>;
      readonly columns: readonly NewColumn[];
      readonly constraints: readonly NewConstraint[];
      /** LIKE, INHERITS, OF type or AS query: the columns given here are not all. */
      readonly like: readonly ObjectName[];
      readonly inherits: readonly ObjectName[];
      readonly asQuery: boolean;
    })
  | (ChangeBase & {
      readonly kind: 'dropRelation';
      readonly relation: RelationKind;
      readonly name: ObjectName;
      /** What the same statement drops besides: what leans on it goes along. */
      readonly besides: readonly ObjectName[];
      readonly cascade: boolean;
      readonly concurrently: boolean;
    })
  | (ChangeBase & {
      readonly kind: 'renameRelation';
      readonly relation: RelationKind;
      readonly name: ObjectName;
      readonly to: Identifier;
    })
  | (ChangeBase & {
      readonly kind: 'setRelationSchema';
      readonly relation: RelationKind;
      readonly name: ObjectName;
      readonly to: string;
    })
  | (OnTable & { readonly kind: 'addColumn'; readonly column: NewColumn })
  | (OnColumn & { readonly kind: 'dropColumn'; readonly cascade: boolean })
  | (OnColumn & { readonly kind: 'renameColumn'; readonly to: Identifier })
  | (OnColumn & {
      readonly kind: 'setColumnType';
      readonly type: string;
      readonly using: Expression | null;
      /** Types that USING casts the column through, in order, where it does nothing else; null where it computes. */
      readonly casts: readonly string[] | null;
      readonly collation: string | null;
    })
  | (OnColumn & { readonly kind: 'setDefault'; readonly default: Expression })
  | (OnColumn & { readonly kind: 'dropDefault' })
  | (OnColumn & { readonly kind: 'setNotNull' })
  | (OnColumn & { readonly kind: 'dropNotNull' })
  | (OnColumn & { readonly kind: 'addIdentity'; readonly identity: IdentityKind; readonly sequence?: ObjectName })
  | (OnColumn & { readonly kind: 'setIdentity'; readonly identity: IdentityKind | null })
  | (OnColumn & { readonly kind: 'dropIdentity' })
  | (OnColumn & { readonly kind: 'dropExpression' })
  | (OnColumn & { readonly kind: 'setExpression'; readonly expression: Expression })
  | (OnTable & { readonly kind: 'addConstraint'; readonly constraint: NewConstraint })
  | (OnTable & { readonly kind: 'dropConstraint'; readonly constraint: Identifier; readonly cascade: boolean })
  | (OnTable & { readonly kind: 'validateConstraint'; readonly constraint: Identifier })
  | (OnTable & { readonly kind: 'renameConstraint'; readonly constraint: Identifier; readonly to: Identifier })
  | (OnTable & { readonly kind: 'setRowSecurity'; readonly enabled: boolean })
  | (OnTable & { readonly kind: 'setPersistence'; readonly persistence: 'permanent' | 'unlogged' })
  | (OnTable & {
      readonly kind: 'attachPartition';
      readonly partition: ObjectName;
      readonly bound: PartitionBound;
    })
  | (ChangeBase & {
      readonly kind: 'alterRelation';
      /** As the statement calls it: ALTER TABLE takes the others too. */
      readonly relation: RelationKind;
      readonly name: ObjectName;
      readonly action: RelationAction;
    })
  | (OnTable & {
      readonly kind: 'createRule';
      readonly rule: Identifier;
      readonly replace: boolean;
      /** Tables whose rows its actions change. */
      readonly writes: readonly ObjectName[];
    })
  | (OnTable & { readonly kind: 'dropRule'; readonly rule: Identifier })
  | (OnTable & { readonly kind: 'createStatistics' })
  | (ChangeBase & { readonly kind: 'dropStatistics'; readonly name: ObjectName })
  | (OnTable & { readonly kind: 'detachPartition'; readonly partition: ObjectName; readonly concurrently: boolean })
  | (OnTable & {
      readonly kind: 'enableTrigger';
      readonly trigger: string | null;
      readonly enabled: boolean;
      /** ALL: those of foreign keys too. */
      readonly ofConstraints: boolean;
    })
  | (ChangeBase & { readonly kind: 'createIndex'; readonly index: NewIndex; readonly concurrently: boolean; readonly only?: boolean })
  | (ChangeBase & {
      readonly kind: 'reindex';
      readonly target: { readonly kind: 'table' | 'index'; readonly name: ObjectName } | { readonly kind: 'schema' | 'database' };
      readonly concurrently: boolean;
    })
  | (ChangeBase & { readonly kind: 'createEnum'; readonly enum: EnumType })
  | (ChangeBase & {
      readonly kind: 'addEnumValue';
      readonly enum: ObjectName;
      readonly value: string;
      readonly place: { readonly before: string } | { readonly after: string } | null;
    })
  | (ChangeBase & { readonly kind: 'renameEnumValue'; readonly enum: ObjectName; readonly value: string; readonly to: string })
  | (ChangeBase & { readonly kind: 'createDomain'; readonly domain: Domain })
  | (ChangeBase & {
      readonly kind: 'alterDomain';
      readonly domain: ObjectName;
      readonly action:
        | { readonly kind: 'setDefault'; readonly default: Expression | null }
        | { readonly kind: 'setNotNull'; readonly notNull: boolean }
        | { readonly kind: 'addCheck'; readonly name: string | null; readonly expression: Expression; readonly validated: boolean }
        | { readonly kind: 'validateCheck'; readonly name: string }
        | { readonly kind: 'dropCheck'; readonly name: string };
    })
  | (ChangeBase & { readonly kind: 'createCompositeType'; readonly type: CompositeType })
  | (ChangeBase & { readonly kind: 'createSequence'; readonly sequence: Sequence })
  | (ChangeBase & {
      readonly kind: 'alterSequence';
      readonly sequence: ObjectName;
      readonly ownedBy: { readonly table: ObjectName; readonly column: string } | 'none' | null;
      readonly type: Sequence['type'] | null;
    })
  | (ChangeBase & { readonly kind: 'createView'; readonly view: View; readonly replace: boolean })
  | (OnTable & { readonly kind: 'createPolicy'; readonly policy: Policy })
  | (OnTable & {
      readonly kind: 'alterPolicy';
      readonly policy: Identifier;
      readonly roles: readonly string[] | null;
      readonly using: Expression | null;
      readonly check: Expression | null;
    })
  | (OnTable & { readonly kind: 'dropPolicy'; readonly policy: Identifier })
  | (OnTable & { readonly kind: 'renamePolicy'; readonly policy: Identifier; readonly to: Identifier })
  | (ChangeBase & { readonly kind: 'createRoutine'; readonly routine: Routine; readonly replace: boolean })
  | (ChangeBase & {
      readonly kind: 'alterRoutine';
      readonly name: ObjectName;
      readonly argumentTypes: readonly string[] | null;
      /** Each null where it stays as it is. */
      readonly securityDefiner: boolean | null;
      readonly searchPath: Routine['searchPath'] | null;
      readonly volatility: Routine['volatility'] | null;
    })
  | (OnTable & { readonly kind: 'createTrigger'; readonly trigger: Trigger; readonly replace: boolean })
  | (OnTable & { readonly kind: 'dropTrigger'; readonly trigger: Identifier })
  | (OnTable & { readonly kind: 'renameTrigger'; readonly trigger: Identifier; readonly to: Identifier })
  | (ChangeBase & { readonly kind: 'createExtension'; readonly extension: Extension })
  | (ChangeBase & {
      readonly kind: 'dropOther';
      readonly object: OtherKind;
      /** Schemas and extensions: `schema` is empty. */
      readonly name: ObjectName;
      /** Of a routine, or null if the name alone was given. */
      readonly argumentTypes: readonly string[] | null;
      readonly cascade: boolean;
    })
  | (ChangeBase & {
      readonly kind: 'renameOther';
      readonly object: 'type' | 'domain' | 'routine';
      readonly name: ObjectName;
      readonly argumentTypes: readonly string[] | null;
      readonly to: Identifier;
    })
  | (ChangeBase & {
      readonly kind: 'setOtherSchema';
      readonly object: 'type' | 'domain' | 'routine' | 'extension';
      readonly name: ObjectName;
      readonly argumentTypes: readonly string[] | null;
      readonly to: string;
    })
  | (ChangeBase & {
      readonly kind: 'changeRows';
      readonly command: 'insert' | 'update' | 'delete' | 'merge' | 'truncate' | 'copy';
      readonly tables: readonly ObjectName[];
      /** The author limits the rows: VALUES, a LIMIT, or a condition that names a column. */
      readonly bounded: boolean;
      /** A WHERE that asks for something: one that names a column or holds a query, unlike `WHERE true`. */
      readonly filtered: boolean;
      /** The WHERE of UPDATE and DELETE. */
      readonly where: Expression | null;
      /** Columns that are written, as named by UPDATE, INSERT, COPY and MERGE; null where none are named: all, or those of rows. */
      readonly columns: readonly string[] | null;
      /** Other tables that its rows come from. */
      readonly reads: readonly ObjectName[];
      /** ONLY, without partitions and children. */
      readonly only: boolean;
      /** TRUNCATE … CASCADE. */
      readonly cascade: boolean;
      readonly literals: readonly PlacedLiteral[];
    })
  | (ChangeBase & {
      readonly kind: 'grant';
      readonly action: 'grant' | 'revoke';
      /** In small letters, those on single columns too. */
      readonly privileges: readonly string[] | 'all';
      readonly object: GrantObject;
      /** The objects themselves, all of the kind in the schemas named, or those that are made there from now on. */
      readonly reach: 'named' | 'allInSchema' | 'future';
      /** Of what `reach` says. Roles, schemas, databases: `schema` is empty. FUTURE without schemas: none. */
      readonly names: readonly ObjectName[];
      /** Roles; `public` is everyone, `current_user` and its like are said so. */
      readonly grantees: readonly string[];
    })
  | (ChangeBase & {
      readonly kind: 'comment';
      /** `member`: a constraint, trigger, rule or policy, of which the table is named. */
      readonly on: 'relation' | 'column' | 'member' | 'other';
      readonly name: ObjectName;
    })
  /** CREATE PUBLICATION and ALTER PUBLICATION, by the tables they name one by one. */
  | (ChangeBase & { readonly kind: 'publish'; readonly publication: string; readonly tables: readonly ObjectName[] })
  | (ChangeBase & { readonly kind: 'lockTable'; readonly tables: readonly ObjectName[]; readonly mode: LockMode; readonly only: boolean })
  /** Null: every table that was clustered before. */
  | (ChangeBase & { readonly kind: 'cluster'; readonly table: ObjectName | null; readonly index: string | null })
  | (ChangeBase & { readonly kind: 'transaction'; readonly command: 'begin' | 'commit' | 'rollback' | 'savepoint' })
  | (ChangeBase & {
      readonly kind: 'setVariable';
      readonly variable: string;
      readonly value: string | null;
      readonly local: boolean;
    })
  | (ChangeBase & { readonly kind: 'refreshView'; readonly view: ObjectName; readonly concurrently: boolean })
  | (ChangeBase & {
      readonly kind: 'vacuum';
      readonly tables: readonly ObjectName[];
      readonly analyzeOnly: boolean;
      readonly full: boolean;
      /** ONLY, PostgreSQL 18. */
      readonly only: boolean;
    });

export type ChangeKind = Change['kind'];
/** The change of one kind. */
export type ChangeOf<Kind extends ChangeKind> = Extract<Change, { readonly kind: Kind }>;
