import type { Catalog } from '../../facts/catalog.ts';
import type { ChangeOf, RelationAction } from '../../facts/change.ts';
import type { Effects, LockMode } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import type { ObjectName } from '../../facts/names.ts';
import { tableOf } from '../replay/table-of.ts';
import {
  always, both, failing, familyOf, indexLocked, indexesLocked, isPartitioned, locked, lockedAll, rewritingFamily,
} from './combine.ts';
import type { EffectsContext } from './context.ts';
import { tableOfIndex } from './indexes.ts';
import { isKnown, isTable } from './tables.ts';

/** ALTER TABLE and its like where the catalog stays as it is: https://www.postgresql.org/docs/current/sql-altertable.html */
export function alterRelation(
  { name, action, tolerates }: ChangeOf<'alterRelation'>, catalog: Catalog, context: EffectsContext,
): Effects {
  if (tolerates === 'missing' && !isKnown(catalog, name)) return noEffects;
  const ofIndex = tableOfIndex(catalog, name);
  if (ofIndex !== null) return alterIndex(name, ofIndex, action, catalog);
  return isTable(catalog, name) ? alterTable(name, action, catalog, context) : noEffects;
}

function alterTable(name: ObjectName, action: RelationAction, catalog: Catalog, { major }: EffectsContext): Effects {
  const lock = locked(name, lockFor(action));
  switch (action.kind) {
    case 'setStatistics':
    case 'setStorage': return lockedAll(familyOf(catalog, name), lockFor(action));
    case 'setOptions': return isPartitioned(catalog, name)
      ? failing(lock, always(major < 16 ? '22023' : '42809', 'a partitioned table has no storage parameters')) : lock;
    // CURRENT_USER, who has no name here, is the owner as a rule: then nothing changes.
    case 'setOwner': return action.owner === '' ? lock : both(lock, indexesLocked(catalog, name, 'AccessExclusive'));
    case 'setAccessMethod': return action.method === null || action.method === 'heap' || isPartitioned(catalog, name)
      ? lock : both(lock, rewritingFamily(catalog, name));
    case 'clusterOn': return both(lock, indexOf(name, action.index, 'ShareUpdateExclusive', catalog));
    case 'replicaIdentity': return both(lock, indexOf(name, action.index, 'Share', catalog));
    case 'inherit': return both(lock, locked(action.parent, 'ShareUpdateExclusive'));
    case 'alterConstraint': return both(lock, alterConstraint(name, action, catalog));
    default: return lock;
  }
}

/** Whether a foreign key is enforced is a matter of triggers, which both ends have. */
function alterConstraint(
  name: ObjectName, { constraint, alters }: Extract<RelationAction, { kind: 'alterConstraint' }>, catalog: Catalog,
): Effects {
  const found = tableOf(catalog, name)?.constraints.find((one) => one.name === constraint);
  if (alters !== 'enforcement' || found?.kind !== 'foreignKey') return noEffects;
  return lockedAll(familyOf(catalog, found.references), 'AccessExclusive');
}

function alterIndex(name: ObjectName, table: ObjectName, action: RelationAction, catalog: Catalog): Effects {
  const lock = indexLocked(name, table, action.kind === 'attachIndex' ? 'ShareUpdateExclusive' : lockFor(action));
  if (action.kind !== 'attachIndex') return lock;
  const owner = tableOfIndex(catalog, action.index);
  return owner === null ? lock : both(lock, indexLocked(action.index, owner, 'AccessExclusive'));
}

function indexOf(table: ObjectName, index: string | null, mode: LockMode, catalog: Catalog): Effects {
  if (index === null) return noEffects;
  const schema = tableOf(catalog, table)?.schema ?? table.schema;
  return indexLocked({ schema, name: index, written: index }, table, mode);
}

function lockFor(action: RelationAction): LockMode {
  switch (action.kind) {
    case 'setStatistics':
    case 'setColumnOptions':
    case 'clusterOn': return 'ShareUpdateExclusive';
    case 'setOptions': return action.options.some((option) => heavyOptions.has(option)) ? 'AccessExclusive' : 'ShareUpdateExclusive';
    default: return 'AccessExclusive';
  }
}

/** The lock of each option: `reloptions.c` of PostgreSQL. */
const heavyOptions: ReadonlySet<string> = new Set([
  'user_catalog_table', 'fastupdate', 'gin_pending_list_limit', 'pages_per_range', 'autosummarize', 'buffering',
  'security_barrier', 'security_invoker', 'check_option',
]);
