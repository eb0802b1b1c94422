import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { difference, showDifference } from '../../src/catalog/difference.ts';
import { applyChange, endOfSession } from '../../src/catalog/replay.ts';
import type { Catalog } from '../../src/facts/catalog.ts';
import type { Database } from '../../src/evidence/database.ts';
import { freshDatabase } from '../kit/fresh-database.ts';
import { observe } from '../../src/evidence/observe.ts';
import { readExpressionText } from '../../src/parse/sql/expression.ts';
import { readSql } from '../../src/parse/sql/sql-file.ts';
import { nothing } from '../kit/catalog.ts';
import { stories } from './stories.ts';

/** Every story is told to the model and to a real Postgres, and the two are compared after every statement. */
describe('the replayed catalog is the one Postgres has', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(async () => {
    await database.close();
  });

  it.each(Object.entries(stories))('%s', async (_title, sql) => {
    await startOver(database);
    let model: Catalog = nothing;
    for (const statement of readSql('story.sql', sql).statements) {
      expect(statement.reading).toBe('analysed');
      const text = sql.slice(statement.origin.span.start, statement.origin.span.end);
      await database.exec(text);
      for (const change of statement.changes) {
        const replayed = applyChange(model, change);
        expect([text, replayed.unknown, replayed.duplicate]).toEqual([text, [], []]);
        model = replayed.catalog;
      }
      const found = difference(endOfSession(model), await observe(database, { spell: readExpressionText }));
      expect([text, ...found.map((one) => showDifference(one))]).toEqual([text]);
    }
  });
});

/** Everything but what Postgres came with. */
async function startOver(database: Database): Promise<void> {
  const schemas = await database.query<{ name: string }>(
    `select nspname as name from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'`);
  for (const { name } of schemas) await database.exec(`drop schema "${name}" cascade`);
  await database.exec('discard temp; create schema public; grant all on schema public to public');
}
