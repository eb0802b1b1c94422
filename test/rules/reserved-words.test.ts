import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatabaseFailure, type Database } from '../../src/evidence/database.ts';
import { freshDatabase } from '../kit/fresh-database.ts';
import { isReserved, readsElse } from '../../src/naming/reserved-words.ts';

interface Keyword {
  readonly word: string;
  readonly catcode: string;
}

describe('words that SQL has reserved', () => {
  let database: Database;
  let keywords: readonly Keyword[] = [];
  beforeAll(async () => {
    database = await freshDatabase();
    keywords = await database.query<Keyword>('select word, catcode from pg_get_keywords()');
  });
  afterAll(() => database.close());

  it('are those that Postgres says are', () => {
    const ours = keywords.filter(({ word }) => isReserved(word, 18)).map(({ word }) => word).sort();
    expect(ours).toEqual(keywords.filter(({ catcode }) => catcode === 'R' || catcode === 'T').map(({ word }) => word).sort());
    expect(ours.length).toBeGreaterThan(90);
    expect(isReserved('system_user', 15)).toBe(false);
  });

  it('cannot name a table, a column or a type without quotes; no other word is refused all of them', async () => {
    for (const { word } of keywords) {
      const fails = [
        await refusal(database, `create table ${word} (id int)`), await refusal(database, `create view t (${word}) as select 1`),
        await refusal(database, `create type ${word} as enum ('a')`),
      ];
      if (isReserved(word, 18)) expect([word, ...fails]).toEqual([word, '42601', '42601', '42601']);
      else expect([word, ...fails]).not.toEqual([word, '42601', '42601', '42601']);
    }
  }, 60_000);

  it('are an error in a query, or something else', async () => {
    for (const { word } of keywords.filter((one) => isReserved(one.word, 18))) {
      await database.exec(`create table "${word}" ("${word}" int)`);
      const [table, column] = [await refusal(database, `select * from ${word}`), await refusal(database, `select ${word} from "${word}"`)];
      expect([word, await refusal(database, `select t.${word} from "${word}" t`)]).toEqual([word, null]);
      await database.exec(`drop table "${word}"`);
      expect([word, table === null, column === null]).toEqual([word, readsElse(word, 'table') !== null, readsElse(word, 'column') !== null]);
      expect([null, '42601']).toContain(table);
      expect([null, '42601']).toContain(column);
    }
  }, 60_000);
});

async function refusal(database: Database, sql: string): Promise<string | null> {
  await database.exec('begin');
  try {
    await database.exec(sql);
    return null;
  } catch (error) {
    return error instanceof DatabaseFailure ? error.sqlstate : 'no failure of Postgres';
  } finally {
    await database.exec('rollback');
  }
}
