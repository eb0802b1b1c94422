import { sumOf } from '../catalog/effects/combine.ts';
import { applyChange } from '../catalog/replay.ts';
import { sameCatalog } from '../catalog/same-catalog.ts';
import type { Catalog, Constraint } from '../facts/catalog.ts';
import type { Change, NewConstraint } from '../facts/change.ts';
import { lockModes, type Effects, type Failure, type LockMode } from '../facts/effects.ts';
import { keyOf, type ObjectName } from '../facts/names.ts';
import type { Statement } from '../facts/statement.ts';
import type { Trace } from './trace.ts';

/** What is expected of a statement. */
export interface Expected {
  /** What its changes do. */
  readonly effects: Effects;
  /** What those do that may not run, or that may find their work done: undone at once, the locks too. */
  readonly perhaps: Effects;
  /** Tables that may be read or not, as the planner likes: the far ends of foreign keys, sources of rows. */
  readonly mayRead: ReadonlySet<string>;
}

/** A change of a statement with the catalog before it and what it is predicted to do. */
export interface PredictedChange {
  readonly change: Change;
  readonly before: Catalog;
  readonly effects: Effects;
}

/** What is expected of a statement that finds a catalog before it. */
export function expectedOf(statement: Statement, before: Catalog, changes: readonly PredictedChange[]): Expected {
  const certain = changes.filter((one) => !mayDoNothing(one));
  const rest = changes.filter((one) => mayDoNothing(one) || one.change.kind === 'changeRows');
  return {
    effects: sumOf(certain.map(whateverTheRows)),
    perhaps: sumOf(rest.map(({ effects }) => effects)),
    mayRead: readableBy(statement, before),
  };
}

/** `IF EXISTS` without the thing, a handler for what is there already: Postgres looks, and lets go of what it locked. */
function mayDoNothing({ change, before }: PredictedChange): boolean {
  return change.conditional || (change.tolerates !== null && sameCatalog(before, applyChange(before, change).catalog));
}

/** Other tables are reached by way of foreign keys only where there are rows to follow. */
function whateverTheRows({ change, effects }: PredictedChange): Effects {
  if (change.kind !== 'changeRows' || change.command === 'truncate') return effects;
  const named = new Set(change.tables.map(keyOf));
  return { ...effects, locks: effects.locks.filter(({ table }) => named.has(keyOf(table))) };
}

function readableBy({ changes, tag }: Statement, before: Catalog): ReadonlySet<string> {
  const isQuery = tag === 'DO' || changes.length === 0 || changes.some(({ kind }) => queries.has(kind));
  if (isQuery) return new Set(before.tables.keys());
  return new Set(changes.flatMap((change) => {
    switch (change.kind) {
      case 'addConstraint': return farEndsOf([change.constraint]);
      case 'addColumn': return farEndsOf(change.column.constraints);
      case 'attachPartition':
      case 'setColumnType': return farEndsOf(before.tables.get(keyOf(change.table))?.constraints ?? []);
      case 'validateConstraint': return [...before.tables.keys()].filter((key) => key !== keyOf(change.table));
      default: return [];
    }
  }));
}

const queries: ReadonlySet<Change['kind']> = new Set<Change['kind']>(['changeRows', 'createView', 'refreshView', 'createTable']);

function farEndsOf(constraints: readonly (NewConstraint | Constraint)[]): readonly string[] {
  return constraints.flatMap((one) => (one.kind === 'foreignKey' ? [keyOf(one.references)] : []));
}

/**
 * Where prediction and observation part, a sentence each; none is the aim. Locks count from ROW EXCLUSIVE on (ACCESS
 * SHARE and ROW SHARE hinder no reader and no writer), those on indexes from SHARE UPDATE EXCLUSIVE on.
 */
export function disagreements({ effects, perhaps, mayRead }: Expected, observed: Trace): readonly string[] {
  if (observed.fails !== null) return failureOf([...effects.fails, ...perhaps.fails], observed.fails);
  const always = effects.fails.filter(({ certain }) => certain === 'always').map(({ sqlstate }) => sqlstate);
  const scans = [...names(effects.scans), ...names(perhaps.scans)];
  return [
    ...(always.length > 0 ? [`fails: ${always.join(', ')} predicted, it ran`] : []),
    ...differentLocks('locks', tableLocks(effects), tableLocks(perhaps), observed, 'RowExclusive'),
    ...differentLocks('indexLocks', indexLocks(effects), indexLocks(perhaps), observed, 'ShareUpdateExclusive'),
    ...different('rewrites', names(effects.rewrites), names(perhaps.rewrites), observed.rewrites),
    ...different('scans', names(effects.scans), scans,
      observed.scans.filter((name) => scans.includes(name) || !mayRead.has(name))),
    ...different('builds', names(effects.builds), names(perhaps.builds), observed.builds),
  ];
}

/** What `disagreements` compares of a statement that ran; of one that failed, the error alone. */
export const aspects = ['error', 'locks', 'index locks', 'rewrites', 'scans', 'builds'] as const;

function failureOf(fails: readonly Failure[], sqlstate: string): readonly string[] {
  const predicted = fails.map((failure) => failure.sqlstate);
  return predicted.includes(sqlstate) ? [] : [`fails: ${sqlstate} observed, ${predicted.join(', ') || 'none'} predicted`];
}

function names(objects: readonly ObjectName[]): readonly string[] {
  return objects.map(keyOf).sort();
}

type NamedLock = readonly [name: string, mode: LockMode];

function tableLocks({ locks }: Effects): readonly NamedLock[] {
  return locks.map(({ table, mode }) => [keyOf(table), mode]);
}

function indexLocks({ indexLocks: locks }: Effects): readonly NamedLock[] {
  return locks.map(({ index, mode }) => [keyOf(index), mode]);
}

/** A lock predicted that is no stronger than the one held already is not seen. */
function differentLocks(
  kind: 'locks' | 'indexLocks', sure: readonly NamedLock[], perhaps: readonly NamedLock[], observed: Trace, from: LockMode,
): readonly string[] {
  const isHeld = ([name, mode]: NamedLock): boolean => {
    const held = observed.held[kind][name];
    return held !== undefined && atLeast(held, mode);
  };
  const expected = sure.filter((lock) => atLeast(lock[1], from) && !isHeld(lock));
  const seen = Object.entries(observed[kind]).filter(([, mode]) => atLeast(mode, from));
  return different(kind === 'locks' ? 'locks' : 'index locks', expected.map(lockText), perhaps.map(lockText), seen.map(lockText));
}

function lockText([name, mode]: NamedLock): string {
  return `${name}=${mode}`;
}

function atLeast(mode: LockMode, from: LockMode): boolean {
  return lockModes.indexOf(mode) >= lockModes.indexOf(from);
}

function different(what: string, sure: readonly string[], perhaps: readonly string[], seen: readonly string[]): readonly string[] {
  const missing = sure.filter((each) => !seen.includes(each) && !perhaps.includes(each));
  const extra = seen.filter((each) => !sure.includes(each) && !perhaps.includes(each));
  return [
    ...(missing.length > 0 ? [`${what}: ${missing.join(', ')} predicted, not observed`] : []),
    ...(extra.length > 0 ? [`${what}: ${extra.join(', ')} observed, not predicted`] : []),
  ];
}
