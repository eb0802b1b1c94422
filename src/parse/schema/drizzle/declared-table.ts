import type { Column, Constraint, Index, Namesake, Policy, Table } from '../../../facts/catalog.ts';
import { objectName } from '../names.ts';
import { list, type Unknown, type Value } from '../values.ts';
import type { Extra, TableValue } from './objects.ts';
import { type Context, type Gaps, known } from './context.ts';
import { columnsOf } from './declared-column.ts';
import { constraintsOf } from './declared-constraints.ts';
import { indexOf } from './declared-index.ts';
import { policyOf } from './declared-policy.ts';
import { isOfLibrary } from './library.ts';

export interface DeclaredTable {
  readonly table: Table;
  readonly indexes: readonly Index[];
  readonly policies: readonly Policy[];
  /** Columns and constraints that another of their name takes the place of. */
  readonly namesakes: readonly Namesake[];
  /** What could not be told; any makes the table partial. */
  readonly gaps: readonly Unknown[];
}

/** A table with all that hangs on it. `linked`: whether policies elsewhere are linked to it. */
export function declaredTable(
  value: TableValue, context: Context, linked: 'has linked policies' | 'has none',
): DeclaredTable {
  const gaps: Gaps = [...value.unread];
  const extras = extrasOf(value, context, gaps);
  const { kept: constraints, lost: lostConstraints } = constraintsOf(value, extras, context, gaps);
  const primary = new Set(constraints.flatMap((one) => (one.kind === 'primaryKey' ? one.columns : [])));
  const { kept: columns, lost: lostColumns } = columnsOf(value, primary, context, gaps);
  const indexes = extras.filter((extra) => extra.kind === 'index')
    .flatMap((extra) => known(indexOf(value, extra, context), gaps) ?? []);
  const written = extras.filter((extra) => extra.kind === 'policy');
  const policies = written.flatMap((extra) => known(policyOf(value, extra, context), gaps) ?? []);
  const table: Table = {
    ...objectName(value.schema, value.name), kind: 'table', persistence: 'permanent', columns, constraints,
    // drizzle-kit turns it on with the first policy (PgCreateTableConvertor).
    rowSecurity: value.rowSecurity || linked === 'has linked policies' || written.length > 0,
    partitionOf: null, partial: gaps.length > 0, origin: value.origin,
  };
  const namesakes = [
    ...lostColumns.map((column) => memberNamesake(table, 'column', column)),
    ...lostConstraints.filter((lost) => !constraints.some((kept) => saysTheSame(lost, kept))).map((constraint) =>
      ({ ...memberNamesake(table, 'constraint', constraint), constraint: constraint.kind })),
  ];
  return { table: isOfLibrary(value) ? withoutPlaces(table) : table, indexes, policies, namesakes, gaps };
}

/** Then no rule asks anybody to mend it. */
function withoutPlaces(table: Table): Table {
  return {
    ...table, origin: null,
    columns: table.columns.map((column) => ({ ...column, origin: null })),
    constraints: table.constraints.map((constraint) => ({ ...constraint, origin: null })),
  };
}

function memberNamesake(table: Table, kind: 'column' | 'constraint', { name, written, origin }: Column | Constraint): Namesake {
  return { kind, schema: table.schema, name, written, table, origin };
}

/** drizzle-kit stops at a second unique constraint or check, however alike; of keys that are alike one is enough. */
function saysTheSame(lost: Constraint, kept: Constraint): boolean {
  if (lost.written !== kept.written || (lost.kind !== 'foreignKey' && lost.kind !== 'primaryKey')) return false;
  return JSON.stringify({ ...lost, origin: null, onDeleteLeftOut: true }) === JSON.stringify({ ...kept, origin: null, onDeleteLeftOut: true });
}

/** The third argument: a function that gives a list or an object, read now that every table is known. */
function extrasOf(table: TableValue, context: Context, gaps: Gaps): readonly Extra[] {
  if (table.extras === null) return [];
  const { extras, origin } = table;
  const given = extras.kind === 'function' ? context.run.apply(extras, [table], origin) : extras;
  const value = given.kind === 'dictionary' ? list([...given.entries.values()], given.unread) : given;
  if (value.kind === 'unknown') gaps.push(value);
  if (value.kind !== 'list') return [];
  gaps.push(...value.unread);
  return value.items.flatMap((item) => (item.kind === 'list' ? innerList(item, gaps) : [item]))
    .flatMap((item) => extraOf(item, gaps));
}

function innerList(value: Extract<Value, { kind: 'list' }>, gaps: Gaps): readonly Value[] {
  gaps.push(...value.unread);
  return value.items;
}

/** What drizzle-orm takes for something of a table; whatever else stands there it passes by. */
function extraOf(value: Value, gaps: Gaps): readonly Extra[] {
  switch (value.kind) {
    case 'index':
      return value.keys === null ? [] : [value];
    case 'unique':
      return value.columns === null ? [] : [value];
    case 'primaryKey':
    case 'foreignKey':
    case 'check':
    case 'policy':
      return [value];
    case 'unknown':
      gaps.push(value);
      return [];
    default:
      return [];
  }
}
