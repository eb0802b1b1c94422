import type { Catalog, Column, Constraint, Table } from '../facts/catalog.ts';
import type { ObjectName } from '../facts/names.ts';
import { keyOf } from '../facts/names.ts';

/**
 * What the database will be once what TypeScript says is applied: everything declared, and what only SQL made.
 * Something the migrations made counts as SQL's own if the newest snapshot does not know it either; what the snapshot
 * knows and TypeScript no longer declares is about to be dropped, and does not come back. Without anything declared it
 * is what the migrations made; without a snapshot, everything they made comes along.
 */
export function currentCatalog(declared: Catalog | null, replayed: Catalog, snapshot: Catalog | null): Catalog {
  if (declared === null) return replayed;
  const tables = mergedTables(declared, replayed, snapshot);
  const views = merged(declared.views, replayed.views, snapshot?.views);
  const isKept = (name: ObjectName): boolean => tables.has(keyOf(name)) || views.has(keyOf(name));
  const onKept = <Value extends { readonly table: ObjectName }>(own: Entries<Value>): Entries<Value> =>
    new Map([...own].filter(([, value]) => isKept(value.table)));
  const ownSequences = new Map([...replayed.sequences].filter(([, one]) =>
    one.ownedBy === null || isKept(one.ownedBy.table)));
  return {
    sees: new Set([...declared.sees, ...replayed.sees]),
    schemas: merged(declared.schemas, replayed.schemas, snapshot?.schemas),
    tables,
    indexes: merged(declared.indexes, onKept(replayed.indexes), snapshot?.indexes),
    enums: merged(declared.enums, replayed.enums, snapshot?.enums),
    domains: merged(declared.domains, replayed.domains, snapshot?.domains),
    compositeTypes: merged(declared.compositeTypes, replayed.compositeTypes, snapshot?.compositeTypes),
    sequences: merged(declared.sequences, ownSequences, snapshot?.sequences),
    views,
    policies: merged(declared.policies, onKept(replayed.policies), snapshot?.policies),
    routines: merged(declared.routines, replayed.routines, snapshot?.routines),
    triggers: merged(declared.triggers, onKept(replayed.triggers), snapshot?.triggers),
    extensions: merged(declared.extensions, replayed.extensions, snapshot?.extensions),
    namesakes: declared.namesakes ?? [],
    unexported: declared.unexported ?? [],
  };
}

type Entries<Value> = ReadonlyMap<string, Value>;

/** What is declared, then what SQL alone made. */
function merged<Value>(
  declared: Entries<Value>, replayed: Entries<Value>, known: Entries<unknown> | undefined,
): Entries<Value> {
  const own = [...replayed].filter(([key]) => !declared.has(key) && known?.has(key) !== true);
  return own.length === 0 ? declared : new Map([...declared, ...own]);
}

function mergedTables(declared: Catalog, replayed: Catalog, snapshot: Catalog | null): Entries<Table> {
  const tables = merged(declared.tables, replayed.tables, snapshot?.tables);
  return new Map([...tables].map(([key, table]) => {
    const [says, made] = [declared.tables.get(key), replayed.tables.get(key)];
    return [key, says === undefined || made === undefined ? table
      : mergedTable(declared, says, made, snapshot?.tables.get(key))];
  }));
}

/** TypeScript knows nothing of partitions. */
function mergedTable(declared: Catalog, says: Table, made: Table, known: Table | undefined): Table {
  return {
    ...says,
    kind: made.kind, persistence: made.persistence, partitionOf: made.partitionOf,
    ...(made.replicaIdentity === undefined ? {} : { replicaIdentity: made.replicaIdentity }),
    ...(made.clusteredOn === undefined ? {} : { clusteredOn: made.clusteredOn }),
    rowSecurity: hasRowSecurity(declared, says, made, known),
    columns: [...says.columns, ...ownColumns(says, made, known)],
    constraints: [...says.constraints.map((one) => withValidity(one, made)), ...ownConstraints(says, made, known)],
  };
}

/** drizzle-kit turns off only what its snapshot says is on: what a migration turned on by hand stays on. */
function hasRowSecurity(declared: Catalog, says: Table, made: Table, known: Table | undefined): boolean {
  return says.rowSecurity || (made.rowSecurity && !(declared.sees.has('rowSecurity') && known?.rowSecurity === true));
}

function ownColumns(says: Table, made: Table, known: Table | undefined): readonly Column[] {
  return made.columns.filter(({ name }) => !hasNamed(says.columns, name) && !hasNamed(known?.columns ?? [], name));
}

/** A constraint is known again by its name, or by what it says: SQL may have named it otherwise. */
function ownConstraints(says: Table, made: Table, known: Table | undefined): readonly Constraint[] {
  const others = [...says.constraints, ...(known?.constraints ?? [])];
  return made.constraints.filter((one) => !hasNamed(others, one.name) && !others.some((other) =>
    saysTheSame(one, other)));
}

function hasNamed(members: readonly { readonly name: string }[], name: string): boolean {
  return members.some((member) => member.name === name);
}

function saysTheSame(one: Constraint, other: Constraint): boolean {
  if (one.kind !== other.kind || one.kind === 'check' || other.kind === 'check') return false;
  if (one.columns.join('\0') !== other.columns.join('\0')) return false;
  return one.kind !== 'foreignKey' || other.kind !== 'foreignKey' || keyOf(one.references) === keyOf(other.references);
}

/** Whether a constraint was validated only SQL knows. */
function withValidity(constraint: Constraint, made: Table): Constraint {
  if (constraint.kind !== 'foreignKey' && constraint.kind !== 'check') return constraint;
  const same = made.constraints.find((one) => one.name === constraint.name);
  if (same === undefined || !('validated' in same) || same.validated === constraint.validated) return constraint;
  return { ...constraint, validated: same.validated };
}
