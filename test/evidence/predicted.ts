import { afterMigrations } from '../../src/catalog/after-migrations.ts';
import { deploys } from '../../src/catalog/deploys.ts';
import { sumOf } from '../../src/catalog/effects/combine.ts';
import { walkDeploy } from '../../src/engine/walk-deploy.ts';
import type { Trace } from '../../src/evidence/trace.ts';
import type { Catalog } from '../../src/facts/catalog.ts';
import { lockModes, type Effects, type LockMode } from '../../src/facts/effects.ts';
import { keyOf, type ObjectName } from '../../src/facts/names.ts';
import type { Statement } from '../../src/facts/statement.ts';
import { migration } from '../kit/catalog.ts';

/** What is predicted of one statement of some SQL. */
export interface Prediction {
  readonly statement: Statement;
  /** All that its changes do. */
  readonly effects: Effects;
  /** Tables that may be read or not, as the planner likes: the far ends of foreign keys, sources of rows. */
  readonly mayRead: ReadonlySet<string>;
}

/** Predicts SQL as one transaction on a database that the `given` texts have made. */
export function predicted(given: readonly string[], sql: string, major: number): readonly Prediction[] {
  const live = afterMigrations(given.map((text, place) => migration(place, text)));
  return predictedOn(live, given.length, sql, major);
}

/** The same on a catalog. */
export function predictedOn(live: Catalog, position: number, sql: string, major: number): readonly Prediction[] {
  const [deploy] = deploys([migration(position, sql)], 'drizzle', 'together', major);
  if (deploy === undefined) throw new Error('no deploy');
  return walkDeploy(deploy, live, { postgres: major, deployed: null }).map(({ step: { statement }, moments }) => ({
    statement,
    effects: sumOf(moments.map(({ effects }) => effects)),
    mayRead: readablesOf(statement, moments[0]?.before ?? live),
  }));
}

function readablesOf({ changes }: Statement, before: Catalog): ReadonlySet<string> {
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
export function disagreements({ effects, mayRead }: Prediction, observed: Trace): readonly string[] {
  if (observed.fails !== null) return failureOf(effects, observed.fails);
  const always = effects.fails.filter(({ certain }) => certain === 'always').map(({ sqlstate }) => sqlstate);
  const scans = names(effects.scans);
  return [
    ...(always.length > 0 ? [`fails: ${always.join(', ')} predicted, it ran`] : []),
    ...different('locks', lockTexts(effects.locks, ({ table }) => table, 'RowExclusive'), observedLocks(observed.locks, 'RowExclusive')),
    ...different('index locks', lockTexts(effects.indexLocks, ({ index }) => index, 'ShareUpdateExclusive'), observedLocks(observed.indexLocks, 'ShareUpdateExclusive')),
    ...different('rewrites', names(effects.rewrites), observed.rewrites),
    ...different('scans', scans, observed.scans.filter((name) => scans.includes(name) || !mayRead.has(name))),
    ...different('builds', names(effects.builds), observed.builds),
  ];
}

/** Claims that `disagreements` compares, for the count. */
export const aspects = ['error', 'locks', 'index locks', 'rewrites', 'scans', 'builds'] as const;

function failureOf({ fails }: Effects, sqlstate: string): readonly string[] {
  return fails.some((failure) => failure.sqlstate === sqlstate) ? [] : [`fails: ${sqlstate} observed, ${fails.map((each) => each.sqlstate).join(', ') || 'none'} predicted`];
}

function names(objects: readonly ObjectName[]): readonly string[] {
  return objects.map(keyOf).sort();
}

function lockTexts<Lock extends { readonly mode: LockMode }>(
  locks: readonly Lock[], of: (lock: Lock) => ObjectName, from: LockMode,
): readonly string[] {
  return locks.filter(({ mode }) => atLeast(mode, from)).map((lock) => `${keyOf(of(lock))}=${lock.mode}`).sort();
}

function observedLocks(locks: Readonly<Record<string, LockMode>>, from: LockMode): readonly string[] {
  return Object.entries(locks).filter(([, mode]) => atLeast(mode, from)).map(([name, mode]) => `${name}=${mode}`).sort();
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
