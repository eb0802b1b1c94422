import { afterMigrations } from '../../src/catalog/after-migrations.ts';
import { deploys } from '../../src/catalog/deploys.ts';
import { walkDeploy } from '../../src/engine/walk-deploy.ts';
import { type Expected, expectedOf } from '../../src/evidence/disagreements.ts';
import type { Catalog } from '../../src/facts/catalog.ts';
import type { Deploy } from '../../src/facts/deploy.ts';
import type { Statement } from '../../src/facts/statement.ts';
import { migration } from '../kit/catalog.ts';

/** What is predicted of one statement of some SQL. */
export interface Prediction extends Expected {
  readonly statement: Statement;
}

/** Predicts SQL as one transaction on a database that the `given` texts have made. */
export function predicted(given: readonly string[], sql: string, major: number): readonly Prediction[] {
  const live = databaseOf(given);
  return predictedOn(live, given.length, sql, major);
}

/** The same of SQL that no transaction is opened for, where it refuses one. */
export function predictedAlone(given: readonly string[], sql: string, major: number): readonly Prediction[] {
  const live = databaseOf(given);
  return predictionsOf(deploys([migration(given.length, sql)], 'sluice', 'together', major), live, major);
}

/** Hundreds of forms stand on one ground: it is read once. */
const known = new Map<string, Catalog>();

function databaseOf(given: readonly string[]): Catalog {
  const key = JSON.stringify(given);
  const database = known.get(key) ?? afterMigrations(given.map((text, place) => migration(place, text)));
  known.set(key, database);
  return database;
}

/** As one transaction, on a catalog. */
export function predictedOn(live: Catalog, position: number, sql: string, major: number): readonly Prediction[] {
  return predictionsOf(deploys([migration(position, sql)], 'drizzle', 'together', major), live, major);
}

function predictionsOf([deploy]: readonly Deploy[], live: Catalog, major: number): readonly Prediction[] {
  if (deploy === undefined) throw new Error('no deploy');
  return walkDeploy(deploy, live, { postgres: major, deployed: null }).map(({ step: { statement }, at, moments }) => ({
    statement, ...expectedOf(statement, at.before, moments),
  }));
}
