import type { Named } from '../catalog/is-generated.ts';
import type { Catalog, Column, Constraint, ForeignKey, Index, Table } from '../facts/catalog.ts';
import type { Migration } from '../facts/history.ts';
import { keyOf, sameName, type ObjectName } from '../facts/names.ts';
import type { Origin } from '../text/span.ts';
import { rolesOfType, type KeyRole, type NamedKind } from './kinds.ts';

/** The other side of a foreign key. */
export interface Parent {
  readonly table: string;
  readonly columns: readonly string[];
  /**
   * The name has to tell a role, not the parent alone: the parent is the table itself, or has a second key from the same
   * table.
   */
  readonly needsRole: boolean;
  /** For a column: names of all tables; by one of these, in the singular too, it says another table than its parent. */
  readonly tables: ReadonlySet<string>;
}

/** One thing that has a name, with what a pattern for that name may speak of. */
export interface NamedThing {
  readonly kind: NamedKind;
  /** As Postgres stores it: at most 63 bytes. Of a migration what `generate --name` was given, or drizzle-kit made up. */
  readonly name: string;
  /** As its author, or Drizzle, wrote it; the whole tag of a migration. */
  readonly written: string;
  readonly origin: Origin | null;
  /** drizzle-kit 1.0 has made the name, its author gave none; false also where that is not told. */
  readonly isUnnamed: boolean;
  /** The table or view it is or belongs to; null for what stands in a schema by itself, and for schemas. */
  readonly owner: ObjectName | null;
  /** How it is asked whether a migration makes it; null for what only SQL makes. */
  readonly identity: Named | null;
  /** Of a column: keys that it is the whole of. */
  readonly keys: readonly KeyRole[];
  /** Of a column: its types, the more special before the more general, as `rolesOfType` gives them. */
  readonly types: readonly string[];
  readonly schema: string | null;
  /** Name of the owner, or of the enum of a value. */
  readonly table: string | null;
  /** Columns it is of, in their order; null where they cannot be told, as in an expression, and where there are none to be. */
  readonly columns: readonly string[] | null;
  /** Columns that an index or key has along in `INCLUDE`. */
  readonly included: readonly string[];
  /** Of a foreign key, and of a column that is one; the partitioned table of a partition. */
  readonly parents: readonly Parent[];
}

type Detail = Partial<NamedThing> & Pick<NamedThing, 'kind' | 'name' | 'written' | 'origin'>;

/** Written out: an editor makes thousands of them at every key stroke, which spreads are slow at. */
function thing(detail: Detail): NamedThing {
  return {
    kind: detail.kind, name: detail.name, written: detail.written, origin: detail.origin, isUnnamed: detail.isUnnamed ?? false,
    owner: detail.owner ?? null, identity: detail.identity ?? null, keys: detail.keys ?? [], types: detail.types ?? [],
    schema: detail.schema ?? null, table: detail.table ?? null, columns: detail.columns ?? null, included: detail.included ?? [],
    parents: detail.parents ?? [],
  };
}

/**
 * Everything of a catalog whose name somebody chose: not sequences behind columns, which Postgres names, and of a
 * partition not what it has from its parent.
 */
export function namedThings(catalog: Catalog): readonly NamedThing[] {
  const things = known.get(catalog) ?? thingsOf(catalog);
  known.set(catalog, things);
  return things;
}

/** Several rules ask about the names of one catalog. */
const known = new WeakMap<Catalog, readonly NamedThing[]>();

function thingsOf(catalog: Catalog): readonly NamedThing[] {
  const { schemas, tables, indexes, views, enums, domains, compositeTypes, sequences, policies, routines, triggers } = catalog;
  const names = new Set([...tables.values()].map(({ name }) => name));
  return [
    ...all(schemas, ({ name, origin }) => thing({ kind: 'schema', name, written: name, origin, identity: { kind: 'schema', name }, schema: name })),
    ...[...tables.values()].flatMap((table) => notOfParent([tableThing(table), ...membersOf(table, catalog, names)], table, catalog)),
    ...[...indexes.values()].flatMap((index) => notOfParent([indexThing(index)], index.table, catalog)),
    ...all(views, (view) => thing({
      ...named(view), kind: view.materialized ? 'materializedView' : 'view', owner: view, table: view.name, identity: { ...view, kind: 'view' },
    })),
    ...[...enums.values()].flatMap((type) => [
      thing({ ...named(type), kind: 'enum', identity: { ...type, kind: 'enum' } }),
      ...type.values.map((value) => thing({ ...named(type), kind: 'enumValue', name: value, written: value, table: type.name })),
    ]),
    ...all(domains, (domain) => thing({ ...named(domain), kind: 'domain' })),
    ...all(compositeTypes, (type) => thing({ ...named(type), kind: 'compositeType' })),
    ...[...sequences.values()].filter(({ ownedBy }) => ownedBy === null).map((sequence) =>
      thing({ ...named(sequence), kind: 'sequence', identity: { ...sequence, kind: 'sequence' } })),
    ...all(policies, (policy) => thing({
      ...ofTable(policy.table), ...namedIn(policy), kind: 'policy', identity: { kind: 'policy', table: policy.table, name: policy.name },
    })),
    ...all(routines, (routine) => thing({ ...named(routine), kind: 'routine' })),
    ...all(triggers, (trigger) => thing({ ...ofTable(trigger.table), ...namedIn(trigger), kind: 'trigger' })),
  ];
}

/** What a schema declares and drizzle-kit loses or refuses, since something else of its kind has the name. */
export function namesakeThings({ namesakes }: Catalog): readonly NamedThing[] {
  return (namesakes ?? []).map((one) => {
    const kind = one.constraint ?? (one.kind === 'constraint' ? 'check' : one.kind);
    if (one.table === null) return thing({ ...named(one), kind, ...(kind === 'table' || kind === 'view' ? { owner: one } : {}), identity: null });
    return thing({ ...ofTable(one.table), ...namedIn(one), kind });
  });
}

/** Migrations, by the part of their tags that somebody chose. */
export function namedMigrations(migrations: readonly Migration[]): readonly NamedThing[] {
  return migrations.map((migration) => thing({
    kind: 'migration', name: nameInTag(migration.tag), written: migration.tag, origin: migration.entry?.origin ?? startOf(migration),
  }));
}

/** What drizzle-kit puts before the name: a number, a time, or nothing (`prefix` of drizzle.config). */
function nameInTag(tag: string): string {
  return tag.replace(/^\d+_(?=.)/, '');
}

function startOf({ file }: Migration): Origin {
  return { file, span: { start: 0, end: 0 } };
}

function all<Item>(items: ReadonlyMap<string, Item>, from: (item: Item) => NamedThing): readonly NamedThing[] {
  return [...items.values()].map(from);
}

type Names = Pick<NamedThing, 'name' | 'written' | 'origin' | 'schema'>;

function named({ name, written, origin, schema }: ObjectName & { readonly origin: Origin | null }): Names {
  return { name, written, origin, schema };
}

/** A member has its name apart from its table's. */
function namedIn({ name, written, origin }: Omit<Names, 'schema'>): Omit<Names, 'schema'> {
  return { name, written, origin };
}

function ofTable(table: ObjectName): Pick<NamedThing, 'owner' | 'table' | 'schema'> {
  return { owner: table, table: table.name, schema: table.schema };
}

function tableThing(table: Table): NamedThing {
  const parents = table.partitionOf === null ? [] : [{ table: table.partitionOf.name, columns: [], needsRole: false, tables: none }];
  return thing({
    ...ofTable(table), ...named(table), kind: table.partitionOf === null ? 'table' : 'partition', identity: { ...table, kind: 'table' }, parents,
  });
}

const none: ReadonlySet<string> = new Set();

function membersOf(table: Table, catalog: Catalog, tables: ReadonlySet<string>): readonly NamedThing[] {
  return [
    ...table.columns.map((column) => columnThing(column, table, catalog, tables)),
    ...table.constraints.map((constraint) => constraintThing(constraint, table)),
  ];
}

function columnThing(column: Column, table: Table, { enums }: Catalog, tables: ReadonlySet<string>): NamedThing {
  const own = table.constraints.filter((one) => one.kind !== 'check' && one.columns.length === 1 && one.columns[0] === column.name);
  const foreign = own.filter((one) => one.kind === 'foreignKey');
  const keys: readonly KeyRole[] = [
    ...(foreign.length > 0 ? ['foreignKey' as const] : []),
    ...(own.some(({ kind }) => kind === 'primaryKey') ? ['primaryKey' as const] : []),
  ];
  const { name, written, origin } = column;
  return thing({
    kind: 'column', name, written, origin, owner: table, table: table.name, schema: table.schema, identity: { kind: 'column', table, name }, keys,
    types: rolesOfType(column.type, enums.has(column.type) || enums.has(`public.${column.type}`)),
    columns: [name], parents: foreign.map((key) => parentOf(key, table, tables)),
  });
}

function constraintThing(constraint: Constraint, table: Table): NamedThing {
  return thing({
    ...ofTable(table), ...namedIn(constraint), isUnnamed: constraint.unnamed === true, kind: constraint.kind, identity: { kind: 'constraint', table, name: constraint.name },
    columns: columnsOf(constraint), included: 'include' in constraint ? constraint.include : [],
    parents: constraint.kind === 'foreignKey' ? [parentOf(constraint, table, none)] : [],
  });
}

function columnsOf(constraint: Constraint): readonly string[] | null {
  switch (constraint.kind) {
    case 'check':
      return constraint.expression.columns;
    case 'exclusion':
      return constraint.columns.length === constraint.elements.length ? constraint.columns : null;
    case 'primaryKey':
    case 'foreignKey':
    case 'unique':
      return constraint.columns;
    default:
      return constraint satisfies never;
  }
}

function parentOf({ references, referencedColumns }: ForeignKey, table: Table, tables: ReadonlySet<string>): Parent {
  const keys = table.constraints.filter((one) => one.kind === 'foreignKey' && sameName(one.references, references));
  return {
    table: references.name, columns: referencedColumns, needsRole: keys.length > 1 || sameName(references, table), tables,
  };
}

/** An index, also one that is only proposed. */
export function indexThing(index: Pick<Index, 'schema' | 'name' | 'written' | 'table' | 'unique' | 'keys' | 'include' | 'unnamed' | 'origin'>): NamedThing {
  const columns = index.keys.flatMap(({ column }) => column ?? []);
  return thing({
    ...ofTable(index.table), ...named(index), isUnnamed: index.unnamed === true, kind: index.unique ? 'uniqueIndex' : 'index', identity: { ...index, kind: 'index' },
    columns: columns.length === index.keys.length ? columns : null, included: index.include,
  });
}

/** What a partition has from its parent stands where the parent's stands. */
function notOfParent(things: readonly NamedThing[], name: ObjectName, { tables, indexes }: Catalog): readonly NamedThing[] {
  const of = tables.get(keyOf(name))?.partitionOf ?? null;
  if (of === null) return things;
  const parent = tables.get(keyOf(of));
  const own = [...indexes.values()].filter((index) => sameName(index.table, of));
  const told = new Set([...(parent?.columns ?? []), ...(parent?.constraints ?? []), ...own].map(({ origin }) => origin));
  return things.filter(({ origin }) => origin === null || !told.has(origin));
}
