import { expect, it } from 'vitest';
import { appliedAmong } from '../../src/gate/applied-among.ts';
import { usualLedger } from '../../src/facts/usual-ledger.ts';
import { createLedger, hashOf, recordMigration } from '../../src/gate/ledger.ts';
import { freshDatabase } from '../kit/fresh-database.ts';

it('knows migrations by their text, and by their time where others have the same text', async () => {
  const database = await freshDatabase();
  const loans = { tag: '0001_loans', when: 2000, sql: 'CREATE TABLE "loan" ("id" integer);' };
  const empty = { tag: '0002_notes', when: 3000, sql: '-- Custom SQL migration file, put your code below! --' };
  expect(await appliedAmong(database, usualLedger, [loans, empty], [])).toEqual([]);
  await createLedger(database, usualLedger, 'times');
  const record = (sql: string, createdAt: number): Promise<void> =>
    recordMigration(database, usualLedger, { hash: hashOf(sql), createdAt, name: null }, 'times');
  await record(empty.sql, 1000);
  expect(await appliedAmong(database, usualLedger, [loans, empty], [empty.sql])).toEqual([]);
  await record(loans.sql, 2500);
  expect(await appliedAmong(database, usualLedger, [loans, empty], [empty.sql])).toEqual(['0001_loans']);
  await record(empty.sql, 3000);
  expect(await appliedAmong(database, usualLedger, [loans, empty], [empty.sql])).toEqual(['0001_loans', '0002_notes']);
  await database.close();
});
