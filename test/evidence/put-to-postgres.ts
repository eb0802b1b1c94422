import type { Database } from '../../src/evidence/database.ts';
import { emptied } from '../../src/evidence/emptied.ts';
import { aspects, disagreements } from '../../src/evidence/disagreements.ts';
import { traced, type Trace } from '../../src/evidence/trace.ts';
export { emptied as clear } from '../../src/evidence/emptied.ts';
import type { Form } from './forms/form.ts';
import { ground } from './forms/ground.ts';
import { predicted, type Prediction } from './predicted.ts';

/** What came of a form. */
export interface Outcome {
  /** Statements that were compared: those behind one that failed do not run. */
  readonly compared: number;
  /** Single facts in that: an error, or all `aspects` of a statement that ran. */
  readonly claims: number;
  /** Each with the statement it is about. */
  readonly disagreements: readonly string[];
}

/** Is the form one of this major? */
export function isOf(major: number): (form: Form) => boolean {
  return ({ since = 0, until = Infinity }) => since <= major && major <= until;
}

/** Lays the ground for forms, on whatever is there. */
export async function layGround(database: Database): Promise<void> {
  await emptied(database);
  await database.exec(ground);
  await database.exec('analyze');
}

/** Predicts a form, runs it and compares; the database is as before afterwards. */
export async function putToPostgres(database: Database, form: Form, major: number): Promise<Outcome> {
  const predictions = predicted([ground, form.given ?? ''], form.sql, major);
  if (form.given !== undefined) await database.exec(form.given);
  await database.exec('begin');
  try {
    return await compared(database, form, predictions);
  } finally {
    await database.exec('rollback');
    if (form.given !== undefined) await layGround(database);
  }
}

async function compared(database: Database, form: Form, predictions: readonly Prediction[]): Promise<Outcome> {
  const parted: string[] = [];
  let [statements, claims] = [0, 0];
  for (const prediction of predictions) {
    const { origin: { span } } = prediction.statement;
    const sql = form.sql.slice(span.start, span.end);
    const observed: Trace = await traced(database, () => database.exec(sql));
    parted.push(...disagreements(prediction, observed).map((text) => `${sql}: ${text}`));
    statements += 1;
    claims += observed.fails === null ? aspects.length : 1;
    if (observed.fails !== null) break;
  }
  return { compared: statements, claims, disagreements: parted };
}
