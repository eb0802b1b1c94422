import type { Change } from '../facts/change.ts';
import { lockModes, type Effects } from '../facts/effects.ts';
import { sameName, showName, type ObjectName } from '../facts/names.ts';
import { blocked, type Blocked } from './blocked.ts';
import type { ChangeContext } from './context.ts';
import { mayHaveRows } from './earlier.ts';

/** Why others wait for a change. Each cause has one rule, so that no statement is reported for the same lock twice. */
export type Cause =
  | 'buildIndex' | 'dropIndex' | 'reindex' | 'foreignKey' | 'check' | 'unique' | 'primaryKey' | 'exclusion' | 'notNull'
  | 'type' | 'newColumn' | 'partition' | 'trigger' | 'refresh' | 'rewrite';

/** A change that makes others wait, and at what table it works so long. */
export interface Wait {
  readonly cause: Cause;
  readonly table: ObjectName;
}

type Asked = Pick<ChangeContext<unknown>, 'effects' | 'bornHere' | 'isSmall' | 'isEmpty' | 'held' | 'deploy' | 'before'>;

/**
 * What a change makes others wait for, or null: it does no work under a lock that stops them, or at tables that nobody
 * uses yet, that are small, or that the deploy has emptied. What cannot run at all holds nobody up either.
 */
export function waitOf(change: Change, on: Asked): Wait | null {
  const { effects } = on;
  if (effects.fails.some(({ certain }) => certain === 'always')) return null;
  const cause = causeOf(change, effects);
  if (cause === null) return null;
  const busy = blocked(on);
  const found = isBrief(change, cause) ? busy.find((one) => isTarget(one, change) && !isHeld(one, on))
    : busy.find(({ table }) => isWorkedAt(table, change, effects) && mayHaveRows(table, change, on));
  return found === undefined ? null : { cause, table: found.table };
}

/** The lock itself is what is felt, not what is done under it. */
function isBrief(change: Change, cause: Cause): boolean {
  return cause === 'dropIndex' || cause === 'trigger' || (cause === 'partition' && change.kind !== 'attachPartition');
}

/** Is it the table that a brief lock is about? Of several that DROP INDEX locks, each. */
function isTarget({ table }: Blocked, change: Change): boolean {
  const target = change.kind === 'createTable' ? change.table.partitionOf : tableOf(change);
  return target === null || sameName(target, table);
}

/** The transaction holds as strong a lock already: nobody waits longer for another. */
function isHeld({ table, mode }: Blocked, { held }: Asked): boolean {
  return held.some((lock) => sameName(lock.table, table) && lockModes.indexOf(lock.mode) >= lockModes.indexOf(mode));
}

/** The table a change works at, or null: it is about something else, or about several. */
export function tableOf(change: Change): ObjectName | null {
  if (change.kind === 'createIndex') return change.index.table;
  return 'table' in change ? change.table : null;
}

/** A rebuilt index is read from its table; a view that is filled again stands in no list of scans. */
function isWorkedAt(table: ObjectName, change: Change, { scans, rewrites, builds }: Effects): boolean {
  if ([...scans, ...rewrites].some((one) => sameName(one, table))) return true;
  if (change.kind === 'refreshView') return sameName(change.view, table);
  return change.kind === 'setColumnType' && builds.length > 0 && sameName(change.table, table);
}

function causeOf(change: Change, effects: Effects): Cause | null {
  switch (change.kind) {
    case 'createIndex': return 'buildIndex';
    case 'dropRelation': return change.relation === 'index' ? 'dropIndex' : null;
    case 'reindex': return 'reindex';
    case 'refreshView': return change.concurrently ? null : 'refresh';
    case 'createTrigger':
    case 'dropTrigger':
    case 'enableTrigger': return 'trigger';
    case 'createTable': return change.table.partitionOf === null ? null : 'partition';
    case 'attachPartition':
    case 'detachPartition': return 'partition';
    case 'setColumnType': return 'type';
    case 'setNotNull': return 'notNull';
    case 'setExpression': return 'newColumn';
    case 'alterDomain': return change.action.kind === 'setNotNull' ? 'notNull' : 'check';
    case 'addConstraint': {
      const { constraint } = change;
      return constraint.kind === 'usingIndex' ? constraint.makes : constraint.kind;
    }
    case 'addColumn': {
      const kinds = new Set(change.column.constraints.map(({ kind }) => kind));
      return effects.rewrites.length > 0 ? 'newColumn'
        : (['primaryKey', 'unique', 'exclusion', 'check', 'foreignKey'] as const).find((kind) => kinds.has(kind)) ?? 'notNull';
    }
    case 'changeRows': return null;
    default: return effects.rewrites.length > 0 ? 'rewrite' : null;
  }
}

/** Who waits, without a verb: `writes to loan and book`, `reads and writes of loan`. The table just named is `it`. */
export function whoWaits(on: Asked, named?: ObjectName): string {
  const busy = blocked(on);
  const namesOf = (waits: Blocked['waits']): string => listed(busy.filter((one) => one.waits === waits).map(({ table }) =>
    (named !== undefined && sameName(table, named) ? 'it' : showName(table))));
  const [all, writes] = [namesOf('reads and writes'), namesOf('writes')];
  return [
    ...(all === '' ? [] : [`reads and writes of ${all}`]), ...(writes === '' ? [] : [`writes to ${writes}`]),
  ].join(' and ');
}

/** The first few of many: a partitioned table may have hundreds. */
function listed(names: readonly string[]): string {
  if (names.length > 3) return `${names.slice(0, 2).join(', ')} and ${names.length - 2} others`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
