import { coverage } from '../catalog/covering-index.ts';
import { differingTables } from '../catalog/differing-tables.ts';
import type { IndexShape } from '../catalog/indexes-of.ts';
import { applyChange } from '../catalog/replay.ts';
import type { Catalog, ForeignKey, Table } from '../facts/catalog.ts';
import type { Change } from '../facts/change.ts';
import { keyOf } from '../facts/names.ts';
import type { DeployContext, Moment } from './context.ts';

/** A foreign key that an index served before a deploy, and none serves behind it. */
export interface BaredKey {
  readonly table: Table;
  readonly foreignKey: ForeignKey;
  /** What served it last. */
  readonly by: IndexShape;
  /** The change that took it away. */
  readonly change: Change;
}

/**
 * The foreign keys that a deploy leaves bare, and that the database as it is meant to be has served again: what stays bare
 * is told of the foreign key itself.
 */
export function baredKeys(moments: readonly Moment[], { postgres, current }: Pick<DeployContext<unknown>, 'postgres' | 'current'>): readonly BaredKey[] {
  const last = moments.at(-1);
  if (last === undefined) return [];
  const after = applyChange(last.before, last.change).catalog;
  const states = [...moments.map(({ before }) => before), after];
  const bared = keysTouched(last.beforeDeploy, states).flatMap(({ table, foreignKey }) => {
    if (isBare(after, table, foreignKey, postgres) !== true) return [];
    const at = states.findLastIndex((state) => coverageIn(state, table, foreignKey, postgres)?.kind === 'covered');
    const served = states[at];
    const answer = served === undefined ? null : coverageIn(served, table, foreignKey, postgres);
    const moment = moments[at];
    return answer?.kind !== 'covered' || moment === undefined ? [] : [{ table, foreignKey, by: answer.by, change: moment.change }];
  });
  return bared.filter(({ table, foreignKey }) => isBare(current(), table, foreignKey, postgres) === false);
}

interface KeyOfTable {
  readonly table: Table;
  readonly foreignKey: ForeignKey;
}

/**
 * A deploy touches few tables, and a key is served as before where neither its own nor the one it refers to is among them:
 * whether an index serves it in full rests on tables, indexes and domains alone. A new index takes nothing from any.
 */
function keysTouched(catalog: Catalog, states: readonly Catalog[]): readonly KeyOfTable[] {
  if (states.some(({ domains }) => domains !== catalog.domains)) return keysOf(catalog);
  const tables = new Set(states.slice(1).flatMap((state, place) => [...differingTables(states[place] ?? catalog, state)]));
  if (tables.size === 0) return [];
  return keysOf(catalog).filter(({ table, foreignKey: { references } }) => tables.has(keyOf(table)) || tables.has(keyOf(references)));
}

function keysOf(catalog: Catalog): readonly KeyOfTable[] {
  return [...catalog.tables.values()].flatMap((table) => table.constraints.flatMap((constraint) =>
    (constraint.kind === 'foreignKey' && table.partitionOf === null ? [{ table, foreignKey: constraint }] : [])));
}

/** Null: there is no such foreign key. */
function coverageIn(catalog: Catalog, name: Table, { columns, references }: ForeignKey, postgres: number): ReturnType<typeof coverage> | null {
  const table = catalog.tables.get(keyOf(name));
  const same = table?.constraints.find((one): one is ForeignKey => one.kind === 'foreignKey'
    && keyOf(one.references) === keyOf(references) && one.columns.join('\0') === columns.join('\0'));
  return table === undefined || same === undefined ? null : coverage(catalog, table, same, postgres);
}

function isBare(catalog: Catalog, table: Table, foreignKey: ForeignKey, postgres: number): boolean | null {
  const answer = coverageIn(catalog, table, foreignKey, postgres);
  if (answer === null) return null;
  return answer.kind === 'bare' || (answer.kind === 'partly' && answer.how === 'longSkipScan');
}
