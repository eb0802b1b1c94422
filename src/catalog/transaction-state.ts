import type { Change } from '../facts/change.ts';
import type { Effects, LockMode, TableLock } from '../facts/effects.ts';
import { lockModes } from '../facts/effects.ts';
import type { ObjectName } from '../facts/names.ts';
import { keyOf } from '../facts/names.ts';

/** A lock that a transaction keeps until it ends, and the change that took it. */
export interface HeldLock extends TableLock {
  readonly by: Change;
}

/** What an open transaction carries from one change to the next. */
export interface TransactionState {
  /** By table, the strongest. Tables that the transaction itself has made are not among them: nobody waits for those. */
  readonly held: ReadonlyMap<string, HeldLock>;
  /** Values it added to enums, by the key of the enum: none may be used before COMMIT. */
  readonly freshEnumValues: ReadonlyMap<string, ReadonlySet<string>>;
  readonly timeZone: 'utc' | 'unknown';
}

/** A transaction that has just begun. */
export const newTransaction: TransactionState = { held: new Map(), freshEnumValues: new Map(), timeZone: 'unknown' };

/** What the state after a change rests on. */
export interface HappeningIn {
  readonly major: number;
  readonly effects: Effects;
  /** Has the transaction made the table? */
  readonly isOwnTable: (table: ObjectName) => boolean;
  readonly isOwnType: (type: ObjectName) => boolean;
  /** Has the enum the value already? IF NOT EXISTS then adds none. */
  readonly hasValue: (type: ObjectName, value: string) => boolean;
}

/** The state after one more change of the transaction. */
export function afterChangeIn(state: TransactionState, change: Change, on: HappeningIn): TransactionState {
  return {
    held: renamed(withLocks(state.held, change, on), change),
    freshEnumValues: renamedType(renamedValue(withEnumValue(state.freshEnumValues, change, on), change), change),
    timeZone: timeZoneAfter(state.timeZone, change),
  };
}

function withLocks(
  held: TransactionState['held'], change: Change, { effects: { locks }, isOwnTable }: HappeningIn,
): TransactionState['held'] {
  const taken = locks.filter(({ table, mode }) => !isOwnTable(table) && isStronger(mode, held.get(keyOf(table))?.mode));
  if (taken.length === 0) return held;
  return new Map([...held, ...taken.map((lock): [string, HeldLock] => [keyOf(lock.table), { ...lock, by: change }])]);
}

function isStronger(mode: LockMode, than: LockMode | undefined): boolean {
  return than === undefined || lockModes.indexOf(mode) > lockModes.indexOf(than);
}

/** The lock stays on the table, whatever it is called. */
function renamed(held: TransactionState['held'], change: Change): TransactionState['held'] {
  if (change.kind !== 'renameRelation' && change.kind !== 'setRelationSchema') return held;
  const lock = held.get(keyOf(change.name));
  if (lock === undefined) return held;
  const to = change.kind === 'renameRelation' ? { ...change.to, schema: change.name.schema } : { ...change.name, schema: change.to };
  const others = [...held].filter(([key]) => key !== keyOf(change.name));
  return new Map([...others, [keyOf(to), { ...lock, table: to }]]);
}

/**
 * A type that the transaction has made itself may take and use values at once from PostgreSQL 17 on, and before 12;
 * measured on 11 to 18.
 */
function withEnumValue(
  fresh: TransactionState['freshEnumValues'], change: Change, { major, isOwnType, hasValue }: HappeningIn,
): TransactionState['freshEnumValues'] {
  if (change.kind !== 'addEnumValue' || (isOwnType(change.enum) && major >= 17) || hasValue(change.enum, change.value)) return fresh;
  const key = keyOf(change.enum);
  return new Map(fresh).set(key, new Set([...fresh.get(key) ?? [], change.value]));
}

function renamedValue(fresh: TransactionState['freshEnumValues'], change: Change): TransactionState['freshEnumValues'] {
  if (change.kind !== 'renameEnumValue') return fresh;
  const values = fresh.get(keyOf(change.enum));
  if (values?.has(change.value) !== true) return fresh;
  return new Map(fresh).set(keyOf(change.enum), new Set([...[...values].filter((one) => one !== change.value), change.to]));
}

function renamedType(fresh: TransactionState['freshEnumValues'], change: Change): TransactionState['freshEnumValues'] {
  if (change.kind !== 'renameOther' || change.object !== 'type') return fresh;
  const values = fresh.get(keyOf(change.name));
  if (values === undefined) return fresh;
  const others = [...fresh].filter(([key]) => key !== keyOf(change.name));
  return new Map([...others, [keyOf({ ...change.to, schema: change.name.schema }), values]]);
}

function timeZoneAfter(before: TransactionState['timeZone'], change: Change): TransactionState['timeZone'] {
  if (change.kind !== 'setVariable' || change.variable !== 'timezone') return before;
  return change.value !== null && zeroZones.test(change.value) ? 'utc' : 'unknown';
}

/** Zones that never were off UTC. */
const zeroZones = /^(?:(?:etc\/)?(?:utc|uct|gmt|universal|zulu|greenwich|gmt[+-]?0)|0)$/i;
