import { chosenName } from '../facts/chosen-name.ts';
import type { Catalog, Constraint, Namesake, Table } from '../facts/catalog.ts';
import type { Identifier, ObjectName } from '../facts/names.ts';
import { keyOf } from '../facts/names.ts';
import type { Origin } from '../text/span.ts';
import type { Named } from './is-generated.ts';
import { hasIndex } from './names-in-use.ts';

/** A name that an object has, and where no other may have it. */
export interface NameOf extends Identifier {
  readonly kind: Namesake['kind'];
  /** The table of an index, a policy, a column or a constraint. */
  readonly table: ObjectName | null;
  /** Of a constraint. */
  readonly constraint: Constraint['kind'] | null;
  /** How it is asked whether it is there already. */
  readonly object: Named;
  /** Lists in which Postgres takes a name once. A name may be in several: a table is a type too. */
  readonly namespaces: readonly string[];
  readonly origin: Origin | null;
}

/**
 * Every name of tables, views, sequences, indexes, enums, columns, constraints and policies with its namespaces. Tables,
 * views, sequences, indexes and what stands behind keys are relations of a schema (42P07); tables, views and enums are types
 * of one, and so is a sequence when an enum is there first (42710): drizzle-kit makes enums first. Constraints (42710),
 * columns (42701) and policies (42710) have their table's. Asked of Postgres in test/rules/duplicate-names.test.ts.
 */
export function namesOf(catalog: Catalog): readonly NameOf[] {
  return [
    ...[...catalog.tables.values()].flatMap((table) => [relation('table', table, table.schema, 'type'), ...membersOf(table)]),
    ...[...catalog.indexes.values()].map((index) => ({ ...relation('index', index, index.schema, 'no type'), table: index.table })),
    ...[...catalog.views.values()].map((view) => relation('view', view, view.schema, 'type')),
    ...[...catalog.sequences.values()].filter(({ ownedBy }) => ownedBy === null)
      .map((sequence) => relation('sequence', sequence, sequence.schema, 'type')),
    ...[...catalog.enums.values()].map((type) => enumName(type)),
    ...[...catalog.policies.values()].map((policy) => member('policy', policy.table, policy)),
    ...(catalog.namesakes ?? []).map(namesake),
  ];
}

/** Those that have a name which something before them has in one of its namespaces, with that. `fold`: how names are compared. */
export function doublesAmong(names: readonly NameOf[], fold: (name: string) => string): ReadonlyMap<NameOf, NameOf> {
  const taken = new Map<string, NameOf>();
  return new Map(names.flatMap((one): readonly (readonly [NameOf, NameOf])[] => {
    const keys = one.namespaces.map((namespace) => JSON.stringify([namespace, fold(one.name)]));
    const [other] = keys.flatMap((key) => taken.get(key) ?? []);
    for (const key of keys) {
      if (!taken.has(key)) taken.set(key, one);
    }
    return other === undefined ? [] : [[one, other]];
  }));
}

type Placed = Identifier & { readonly origin: Origin | null };

function relation(
  kind: 'table' | 'index' | 'view' | 'sequence', { name, written, origin }: Placed, schema: string, also: 'type' | 'no type',
): NameOf {
  const relations = `relations of ${schema}`;
  return {
    kind, name, written, origin, table: null, constraint: null, object: { kind, schema, name },
    namespaces: also === 'type' ? [relations, typesOf(schema)] : [relations],
  };
}

function enumName({ schema, name, written, origin }: ObjectName & Placed): NameOf {
  return {
    kind: 'enum', name, written, origin, table: null, constraint: null, object: { kind: 'enum', schema, name }, namespaces: [typesOf(schema)],
  };
}

function typesOf(schema: string): string {
  return `types of ${schema}`;
}

const lists = { column: 'columns', constraint: 'constraints', policy: 'policies' } as const;

function member(kind: 'column' | 'constraint' | 'policy', table: ObjectName, { name, written, origin }: Placed): NameOf {
  return {
    kind, name, written, origin, table, constraint: null, object: { kind, table, name }, namespaces: [`${lists[kind]} of ${keyOf(table)}`],
  };
}

function membersOf(table: Table): readonly NameOf[] {
  return [
    ...table.columns.map((column) => member('column', table, column)),
    ...table.constraints.map((constraint) => constraintName(table, constraint)),
  ];
}

function constraintName(table: ObjectName, constraint: Constraint): NameOf {
  const own = { ...member('constraint', table, constraint), constraint: constraint.kind };
  if (!hasIndex(constraint) || isChosen(table, constraint)) return own;
  return { ...own, namespaces: [...own.namespaces, `relations of ${table.schema}`] };
}

/** Postgres names a key that has no name of its own, and takes another where that one is taken. */
function isChosen(table: ObjectName, { kind, written }: Constraint): boolean {
  return kind === 'primaryKey' && written === chosenName(table.name, null, 'pkey');
}

function namesake(one: Namesake): NameOf {
  const { kind, table } = one;
  switch (kind) {
    case 'table':
    case 'view':
    case 'sequence': return relation(kind, one, one.schema, 'type');
    case 'index': return { ...relation(kind, one, one.schema, 'no type'), table };
    case 'enum': return enumName(one);
    case 'policy':
    case 'column':
    case 'constraint': return { ...member(kind, table ?? one, one), constraint: one.constraint ?? null };
    default: return kind satisfies never;
  }
}
