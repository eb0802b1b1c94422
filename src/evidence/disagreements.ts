import type { Catalog } from '../facts/catalog.ts';
import { lockModes, type Effects, type LockMode } from '../facts/effects.ts';
import { keyOf, type ObjectName } from '../facts/names.ts';
import type { Statement } from '../facts/statement.ts';
import type { Trace } from './trace.ts';

/** What is expected of a statement. */
export interface Expected {
  /** All that its changes do. */
  readonly effects: Effects;
  /** Tables that may be read or not, as the planner likes: the far ends of foreign keys, sources of rows. */
  readonly mayRead: ReadonlySet<string>;
}

/** Tables of a catalog that a statement may read or not, as the planner likes. */
export function readableBy({ changes }: Statement, before: Catalog): ReadonlySet<string> {
  const isQuery = changes.length === 0 || changes.some(({ kind }) => kind === 'changeRows' || kind === 'createView' || kind === 'refreshView' || kind === 'createTable');
  if (isQuery) return new Set(before.tables.keys());
  return new Set(changes.flatMap((change) => {
    switch (change.kind) {
      case 'addConstraint': return change.constraint.kind === 'foreignKey' ? [keyOf(change.constraint.references)] : [];
      case 'addColumn': return change.column.constraints.flatMap((one) => (one.kind === 'foreignKey' ? [keyOf(one.references)] : []));
      case 'validateConstraint': return [...before.tables.keys()].filter((key) => key !== keyOf(change.table));
      default: return [];
    }
  }));
}

/**
 * Where prediction and observation part, a sentence each; none is the aim. Locks count from ROW EXCLUSIVE on (ACCESS
 * SHARE and ROW SHARE hinder no reader and no writer), those on indexes from SHARE UPDATE EXCLUSIVE on.
 */
export function disagreements({ effects, mayRead }: Expected, observed: Trace): readonly string[] {
  if (observed.fails !== null) return failureOf(effects, observed.fails);
  const always = effects.fails.filter(({ certain }) => certain === 'always').map(({ sqlstate }) => sqlstate);
  const scans = names(effects.scans);
  return [
    ...(always.length > 0 ? [`fails: ${always.join(', ')} predicted, it ran`] : []),
    ...differentLocks('locks', effects.locks.map(({ table, mode }) => [keyOf(table), mode]), observed, 'RowExclusive'),
    ...differentLocks('index locks', effects.indexLocks.map(({ index, mode }) => [keyOf(index), mode]), observed, 'ShareUpdateExclusive'),
    ...different('rewrites', names(effects.rewrites), observed.rewrites),
    ...different('scans', scans, observed.scans.filter((name) => scans.includes(name) || !mayRead.has(name))),
    ...different('builds', names(effects.builds), observed.builds),
  ];
}

/** What `disagreements` compares of a statement that ran; of one that failed, the error alone. */
export const aspects = ['error', 'locks', 'index locks', 'rewrites', 'scans', 'builds'] as const;

function failureOf({ fails }: Effects, sqlstate: string): readonly string[] {
  return fails.some((failure) => failure.sqlstate === sqlstate) ? [] : [`fails: ${sqlstate} observed, ${fails.map((each) => each.sqlstate).join(', ') || 'none'} predicted`];
}

function names(objects: readonly ObjectName[]): readonly string[] {
  return objects.map(keyOf).sort();
}

/** A lock predicted that is no stronger than the one held already is not seen. */
function differentLocks(
  what: 'locks' | 'index locks', predicted: readonly (readonly [name: string, mode: LockMode])[], observed: Trace, from: LockMode,
): readonly string[] {
  const kind = what === 'locks' ? 'locks' : 'indexLocks';
  const isHeld = ([name, mode]: readonly [string, LockMode]): boolean => {
    const held = observed.held[kind][name];
    return held !== undefined && atLeast(held, mode);
  };
  const expected = predicted.filter((lock) => atLeast(lock[1], from) && !isHeld(lock));
  const seen = Object.entries(observed[kind]).filter(([, mode]) => atLeast(mode, from));
  return different(what, expected.map(lockText).sort(), seen.map(lockText).sort());
}

function lockText([name, mode]: readonly [string, LockMode]): string {
  return `${name}=${mode}`;
}

function atLeast(mode: LockMode, from: LockMode): boolean {
  return lockModes.indexOf(mode) >= lockModes.indexOf(from);
}

function different(what: string, expected: readonly string[], seen: readonly string[]): readonly string[] {
  const [missing, extra] = [expected.filter((each) => !seen.includes(each)), seen.filter((each) => !expected.includes(each))];
  return [
    ...(missing.length > 0 ? [`${what}: ${missing.join(', ')} predicted, not observed`] : []),
    ...(extra.length > 0 ? [`${what}: ${extra.join(', ')} observed, not predicted`] : []),
  ];
}
