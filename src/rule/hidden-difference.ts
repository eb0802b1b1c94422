import { difference, showDifference } from '../catalog/difference.ts';
import { indexesOf } from '../catalog/indexes-of.ts';
import { applyChange } from '../catalog/replay.ts';
import { emptyCatalog, everyAspect, type Catalog, type Table } from '../facts/catalog.ts';
import type { ChangeOf } from '../facts/change.ts';
import { keyOf, sameName, showName, type ObjectName } from '../facts/names.ts';

/** What IF NOT EXISTS passes over although it is not what the statement writes. */
export interface HiddenDifference {
  /** What is there: `table author`. */
  readonly what: string;
  /** In words, one each. */
  readonly differences: readonly string[];
}

/**
 * What a CREATE TABLE, CREATE INDEX or ADD COLUMN with IF NOT EXISTS finds under its name and leaves as it is: null where
 * there is nothing, or all that it asks for. What a table has besides is no difference.
 */
export function hiddenDifference(
  change: ChangeOf<'createTable' | 'createIndex' | 'addColumn'>, before: Catalog,
): HiddenDifference | null {
  switch (change.kind) {
    case 'createTable': return ofTable(change, before);
    case 'createIndex': return ofIndex(change, before);
    case 'addColumn': return ofColumn(change, before);
    default: return change satisfies never;
  }
}

const sides = { before: 'asked for', after: 'there' };

function told(what: string, asked: Catalog, there: Catalog): HiddenDifference | null {
  const differences = difference(asked, there).filter((one) => one.what !== 'added').map((one) =>
    (one.what === 'removed' ? `${one.object} ${one.name} is not there` : showDifference(one, sides)));
  return differences.length === 0 ? null : { what, differences };
}

function alone(table: Table | undefined): Catalog {
  const tables = new Map(table === undefined ? [] : [[keyOf(table), table] as const]);
  const sees = new Set([...everyAspect].filter((aspect) => !notWritten.has(aspect)));
  return { ...emptyCatalog(sees), tables };
}

/** What another statement gives a table later: not what this one asks for. */
const notWritten: ReadonlySet<string> = new Set(['columnOrder', 'rowSecurity', 'validity', 'constraints']);

function ofTable(change: ChangeOf<'createTable'>, before: Catalog): HiddenDifference | null {
  const { table } = change;
  const there = before.tables.get(keyOf(table));
  if (there === undefined || there.partial || change.asQuery || change.like.length > 0) return null;
  const without: Catalog = {
    ...before,
    tables: new Map([...before.tables].filter(([key]) => key !== keyOf(table))),
    indexes: new Map([...before.indexes].filter(([, index]) => !sameName(index.table, table))),
    sequences: new Map([...before.sequences].filter(([, { ownedBy }]) => ownedBy === null || !sameName(ownedBy.table, table))),
  };
  const asked = applyChange(without, change).catalog.tables.get(keyOf(table));
  return asked === undefined ? null : told(`table ${showName(table)}`, alone(asked), alone(there));
}

function ofColumn(change: ChangeOf<'addColumn'>, before: Catalog): HiddenDifference | null {
  const there = before.tables.get(keyOf(change.table));
  const column = there?.columns.find(({ name }) => name === change.column.name);
  if (there === undefined || column === undefined) return null;
  const only = (table: Table | undefined): Catalog =>
    alone(table === undefined ? undefined : { ...table, columns: table.columns.filter(({ name }) => name === column.name), constraints: [] });
  const without: Catalog = {
    ...before,
    tables: new Map([...before.tables, [keyOf(there), { ...there, columns: there.columns.filter((one) => one !== column), constraints: [] }]]),
    sequences: new Map([...before.sequences].filter(([, { ownedBy }]) =>
      ownedBy === null || !sameName(ownedBy.table, there) || ownedBy.column !== column.name)),
  };
  const asked = applyChange(without, change).catalog.tables.get(keyOf(there));
  return told(`column ${showName(change.table)}.${column.name}`, only(asked), only(there));
}

function ofIndex(change: ChangeOf<'createIndex'>, before: Catalog): HiddenDifference | null {
  const { index } = change;
  if (index.name === null) return null;
  const name: ObjectName = { schema: index.table.schema, name: index.name, written: index.name };
  const there = before.indexes.get(keyOf(name));
  if (there === undefined) return keptByConstraint(index.table, index.name, before);
  const what = `index ${showName(there)}`;
  if (!sameName(there.table, index.table)) return { what, differences: [`it is on ${showName(there.table)}`] };
  const without: Catalog = { ...before, indexes: new Map([...before.indexes].filter(([key]) => key !== keyOf(name))) };
  const asked = applyChange(without, change).catalog.indexes.get(keyOf(name));
  const only = (one: typeof there): Catalog => ({ ...emptyCatalog(everyAspect), indexes: new Map([[keyOf(name), one]]) });
  return asked === undefined ? null : told(what, only(asked), only(there));
}

/** The index of a constraint has its name; it guards, which a plain index of that name was not to do. */
function keptByConstraint(table: ObjectName, name: string, before: Catalog): HiddenDifference | null {
  const kept = indexesOf(before, table).find((one) => one.constraint !== null && one.name === name);
  return kept === undefined ? null : { what: `index ${name}`, differences: [`it is that of a constraint on ${kept.keys.map(({ column }) => column).join(', ')}`] };
}
