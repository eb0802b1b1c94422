import type { ObjectName } from './names.ts';

/** Table-level locks, weakest first: https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES */
export const lockModes = [
  'AccessShare', 'RowShare', 'RowExclusive', 'ShareUpdateExclusive', 'Share', 'ShareRowExclusive', 'Exclusive',
  'AccessExclusive',
] as const;
export type LockMode = (typeof lockModes)[number];

export interface TableLock {
  readonly table: ObjectName;
  readonly mode: LockMode;
}

/** A lock on an index. ACCESS EXCLUSIVE on one stops every query on its table: the planner opens all indexes. */
export interface IndexLock {
  readonly index: ObjectName;
  readonly table: ObjectName;
  readonly mode: LockMode;
}

/** An error Postgres answers with. */
export interface Failure {
  /** https://www.postgresql.org/docs/current/errcodes-appendix.html */
  readonly sqlstate: string;
  /** `always`, or only `withRows` that break the rule. */
  readonly certain: 'always' | 'withRows';
  readonly reason: string;
}

/** What a change does to a database besides its catalog. Predicted by catalog/effects, observed by evidence/. */
export interface Effects {
  /** On tables and materialized views that were there before. */
  readonly locks: readonly TableLock[];
  /** On indexes that were there before and stay, from SHARE UPDATE EXCLUSIVE on: of one that goes, the lock on its table tells. */
  readonly indexLocks: readonly IndexLock[];
  readonly rewrites: readonly ObjectName[];
  /** Tables read from end to end. */
  readonly scans: readonly ObjectName[];
  /** Indexes built or rebuilt. */
  readonly builds: readonly ObjectName[];
  readonly fails: readonly Failure[];
  /** What could not be told, a sentence part each: `the type of author.name is not known`. What follows may be missing above. */
  readonly unknown: readonly string[];
}

export const noEffects: Effects = { locks: [], indexLocks: [], rewrites: [], scans: [], builds: [], fails: [], unknown: [] };

/** SHARE and above stop INSERT, UPDATE and DELETE (which take ROW EXCLUSIVE): the conflict table of the page above. */
export function blocksWrites(mode: LockMode): boolean {
  return lockModes.indexOf(mode) >= lockModes.indexOf('Share');
}

/** Only ACCESS EXCLUSIVE stops SELECT (which takes ACCESS SHARE). */
export function blocksReads(mode: LockMode): boolean {
  return mode === 'AccessExclusive';
}
