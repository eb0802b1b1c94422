import type { Catalog } from '../../facts/catalog.ts';
import type { ChangeOf, RelationAction } from '../../facts/change.ts';
import type { Effects, LockMode } from '../../facts/effects.ts';
import { noEffects } from '../../facts/effects.ts';
import { both, locked } from './combine.ts';
import { isTable } from './tables.ts';

/** ALTER TABLE and its like where the catalog stays as it is: https://www.postgresql.org/docs/current/sql-altertable.html */
export function alterRelation({ name, action }: ChangeOf<'alterRelation'>, catalog: Catalog): Effects {
  if (!isTable(catalog, name)) return noEffects;
  const lock = locked(name, lockFor(action));
  return action.kind === 'inherit' ? both(lock, locked(action.parent, 'ShareUpdateExclusive')) : lock;
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
