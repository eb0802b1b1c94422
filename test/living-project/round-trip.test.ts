import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprintCatalog, namesOf, withoutColumnOrder } from '../kit/catalog-fingerprint.ts';
import { execute, readHistory, refusesTransaction, sqlFiles } from './history.ts';

const history = readHistory();

/** Its down adds the dropped column again: as the last one, since `ALTER TABLE` knows no other place. */
const reordersColumns = new Set(['0013_contract_dataset_licence_text']);

describe('each migration of the living project, up, down and up', () => {
  let db: PGlite;
  beforeAll(async () => {
    db = await PGlite.create();
  });
  afterAll(() => db.close());

  it.each(history.map((migration) => [migration.tag, migration] as const))('%s', async (tag, { up, down }) => {
    const before = await fingerprintCatalog(db);
    await execute(db, up);
    const after = await fingerprintCatalog(db);
    await execute(db, down);
    const undone = await fingerprintCatalog(db);
    await execute(db, up);
    const again = await fingerprintCatalog(db);

    const comparable = reordersColumns.has(tag) ? withoutColumnOrder : (whole: typeof before) => whole;
    expect(comparable(undone)).toEqual(comparable(before));
    expect(comparable(again)).toEqual(comparable(after));
  });

  it('and all of them down again, newest first, to the empty database', async () => {
    for (const { down } of history.toReversed()) await execute(db, down);
    const empty = await PGlite.create();
    expect(await fingerprintCatalog(db)).toEqual(await fingerprintCatalog(empty));
    await empty.close();
  });
});

describe('the whole history of the living project', () => {
  it('gives the same catalog a statement at a time as a transaction a migration', async () => {
    const [byStatement, byMigration] = await Promise.all([PGlite.create(), PGlite.create()]);
    for (const { up } of history) {
      for (const statement of up) await byStatement.exec(statement);
      await execute(byMigration, up);
    }
    const catalog = await fingerprintCatalog(byStatement);
    expect(catalog).toEqual(await fingerprintCatalog(byMigration));
    expect(namesOf('table', catalog)).toHaveLength(14);
    expect(namesOf('view', catalog)).toEqual(['public.archive_published_dataset']);
    expect([...catalog].filter(([, detail]) => /(unvalidated|invalid)$/.test(detail))).toEqual([]);
    await Promise.all([byStatement.close(), byMigration.close()]);
  });

  it('has an up and a down file for every journal entry, and no other', () => {
    expect(sqlFiles()).toEqual(history.flatMap(({ tag }) => [`${tag}.down.sql`, `${tag}.sql`]));
  });

  it('is in order, and over', () => {
    const times = history.map(({ when }) => when);
    expect(times).toEqual([...new Set(times)].sort((one, other) => one - other));
    expect(Math.max(...times)).toBeLessThan(Date.now());
  });

  it('keeps a statement that refuses a transaction alone in its file', () => {
    const files = history.flatMap(({ up, down }) => [up, down]).filter((file) => file.some(refusesTransaction));
    expect(files.map((file) => file.length)).toEqual([1, 1, 1, 1]);
  });
});
