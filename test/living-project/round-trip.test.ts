import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CatalogFingerprint,
  fingerprintCatalog,
  namesOf,
  withoutColumnOrder,
} from '../kit/catalog-fingerprint.ts';
import { execute, readHistory, refusesTransaction, sqlFiles } from './history.ts';

const history = readHistory();

/** Its down adds the dropped column again: as the last one, since `ALTER TABLE` knows no other place. */
const reordersColumns = new Set(['0013_contract_dataset_licence_text']);

describe('each migration of the living project, up, down and up', () => {
  let db: PGlite;
  let empty: CatalogFingerprint;
  let newest: CatalogFingerprint;
  beforeAll(async () => {
    db = await PGlite.create();
    empty = await fingerprintCatalog(db);
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

    newest = again;

    const comparable = reordersColumns.has(tag) ? withoutColumnOrder : (whole: CatalogFingerprint) => whole;
    expect(comparable(undone)).toEqual(comparable(before));
    expect(comparable(again)).toEqual(comparable(after));
  });

  it('all of them, newest first, down to the empty database', async () => {
    for (const { down } of history.toReversed()) await execute(db, down);
    expect(await fingerprintCatalog(db)).toEqual(empty);
  });

  it('and up again a statement at a time, to the same catalog', async () => {
    for (const statement of history.flatMap(({ up }) => up)) await db.exec(statement);
    const catalog = await fingerprintCatalog(db);
    expect(catalog).toEqual(newest);
    expect(namesOf('table', catalog)).toHaveLength(14);
    expect(namesOf('view', catalog)).toEqual(['public.archive_published_dataset']);
    expect([...catalog].filter(([, detail]) => /(unvalidated|invalid)$/.test(detail))).toEqual([]);
  });
});

describe('the files of the living project', () => {
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
