import { afterMigrations } from '../catalog/after-migrations.ts';
import {
  afterChange, beforeDeploy, bornHere, columnBornHere, madeInTransaction, tableNamedHere, typeBornHere, type Answer, type Newborns,
} from '../catalog/born-here.ts';
import { breaking } from '../catalog/breaking.ts';
import { effects } from '../catalog/effects.ts';
import { applyChange } from '../catalog/replay.ts';
import { afterChangeIn, newTransaction, type TransactionState } from '../catalog/transaction-state.ts';
import type { Catalog } from '../facts/catalog.ts';
import type { Change } from '../facts/change.ts';
import type { Deploy, Step, Transaction } from '../facts/deploy.ts';
import { keyOf, type ObjectName } from '../facts/names.ts';
import { isWithin, smallTable, type Statistics, type TableSize } from '../facts/statistics.ts';
import type { Moment } from '../rule/context.ts';

/** What a walk through a deploy has to know of the project. */
export interface Walked {
  readonly postgres: number;
  readonly statistics?: Statistics;
  readonly smallTable?: TableSize;
  /** What the schema at the base declares. */
  readonly deployed: Catalog | null;
}

/** A statement of a deploy, with what can be asked at its beginning, and its changes. */
export interface WalkedStep {
  readonly step: Step;
  readonly at: Omit<Moment, 'change' | 'effects' | 'held' | 'statement' | 'breaking'>;
  readonly moments: readonly Moment[];
}

/** Every statement of a deploy in order, on the database as it was before. */
export function walkDeploy(deploy: Deploy, live: Catalog, walked: Walked): readonly WalkedStep[] {
  const after = afterMigrations(deploy.migrations, live);
  const steps: WalkedStep[] = [];
  let [before, newborns] = [live, beforeDeploy(live)];
  for (const transaction of deploy.transactions) {
    const atStart = newborns;
    let state = newTransaction;
    for (const step of transaction.steps) {
      const ground = { deploy, transaction, step, live, after, atStart, walked };
      const at = placeOf({ ...ground, before, newborns });
      const moments: Moment[] = [];
      for (const change of step.statement.changes) {
        const place: Place = { ...ground, before, newborns };
        const moment = momentOf(change, place, state);
        moments.push(moment);
        before = applyChange(before, change).catalog;
        newborns = afterChange(newborns, change);
        state = transaction.alone ? state : afterChangeIn(state, change, {
          major: walked.postgres,
          effects: moment.effects,
          isOwnTable: (table) => madeInTransaction(place.newborns, atStart, table),
          hasValue: (type, value) => place.before.enums.get(keyOf(type))?.values.includes(value) === true,
          isOwnType: (type) => typeBornHere(place.newborns, type) === 'yes' && typeBornHere(atStart, type) !== 'yes',
        });
      }
      steps.push({ step, at, moments });
    }
  }
  return steps;
}

/** Where in a deploy something happens. */
interface Place {
  readonly deploy: Deploy;
  readonly transaction: Transaction;
  readonly step: Step;
  /** The catalogs before the deploy, before the change, and after the deploy. */
  readonly live: Catalog;
  readonly before: Catalog;
  readonly after: Catalog;
  readonly newborns: Newborns;
  /** The newborns when the transaction began. */
  readonly atStart: Newborns;
  readonly walked: Walked;
}

function momentOf(change: Change, place: Place, state: TransactionState): Moment {
  const { step: { statement }, transaction, before, walked: { postgres: major } } = place;
  const { freshEnumValues, timeZone } = state;
  return {
    ...placeOf(place),
    change,
    statement,
    effects: effects(change, before, { major, inTransaction: !transaction.alone || statement.tag === 'DO', freshEnumValues, timeZone }),
    held: [...state.held.values()],
    breaking: () => breaking(change, place),
  };
}

function placeOf(place: Place): WalkedStep['at'] {
  const { deploy, transaction, step, live, before, newborns, walked } = place;
  return {
    migration: step.migration,
    deploy,
    transaction,
    before,
    beforeDeploy: live,
    bornHere: (table) => bornAt(place, table),
    columnBornHere: (table, column) => columnBornHere(newborns, table, column),
    isSmall: (table) => isSmall(walked, table),
    isEmpty: (table) => isEmpty(walked, table),
    deployed: walked.deployed,
  };
}

/** Nobody uses it yet: a table of this deploy that is empty, or that is not to be seen before the COMMIT. */
function bornAt({ deploy, transaction, newborns, atStart }: Place, table: ObjectName): Answer {
  const isUnseen = !transaction.alone && madeInTransaction(newborns, atStart, table);
  const isFirst = isBootstrap(deploy) && tableNamedHere(newborns, table);
  return isFirst || isUnseen ? 'yes' : bornHere(newborns, table);
}

/**
 * Nobody uses yet what the first migration of a history makes. What it only alters was there before, in a history
 * without its beginning.
 */
function isBootstrap(deploy: Deploy): boolean {
  return deploy.migrations.some(({ position }) => position === 0);
}

function isSmall({ statistics, smallTable: most = smallTable }: Walked, table: ObjectName): Answer {
  const size = statistics?.get(keyOf(table));
  const answer = size === undefined ? null : isWithin(size, most);
  return answer === null ? 'unknown' : answer ? 'yes' : 'no';
}

function isEmpty({ statistics }: Walked, table: ObjectName): Answer {
  const size = statistics?.get(keyOf(table));
  const answer = size === undefined ? null : isWithin(size, { rows: 0, bytes: Number.POSITIVE_INFINITY });
  return answer === null ? 'unknown' : answer ? 'yes' : 'no';
}
