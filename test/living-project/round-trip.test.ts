import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/evidence/database.ts';
import { freshDatabase } from '../kit/fresh-database.ts';
import { observe } from '../../src/evidence/observe.ts';
import type { Catalog } from '../../src/facts/catalog.ts';
import {
  type CatalogFingerprint,
  fingerprintCatalog,
  namesOf,
  withoutColumnOrder,
} from '../kit/catalog-fingerprint.ts';
import type { Layout } from '../kit/folder-layout.ts';
import { execute, readHistory, refusesTransaction, sqlFiles } from './history.ts';

/** Its down adds the dropped column again: as the last one, since `ALTER TABLE` knows no other place. */
const reordersColumns = new Set(['contract_dataset_licence_text']);

/** A database as the gate observes it, and whatever else Postgres keeps: bodies, grants, options, comments. */
interface Observed {
  readonly catalog: Catalog;
  readonly fingerprint: CatalogFingerprint;
}

async function observed(db: Database): Promise<Observed> {
  const catalog = await observe(db, { spell: (text) => ({ text, spelling: null, columns: null }) });
  return { catalog, fingerprint: await fingerprintCatalog(db) };
}

function columnsAsSet({ catalog, fingerprint }: Observed): Observed {
  const tables = [...catalog.tables].map(([key, table]) => {
    const columns = table.columns.toSorted((one, other) => one.name.localeCompare(other.name));
    return [key, { ...table, columns }] as const;
  });
  return { catalog: { ...catalog, tables: new Map(tables) }, fingerprint: withoutColumnOrder(fingerprint) };
}

/** The SQL is the same under both versions of snapshots. */
const some = ['journal', 'folders, snapshot 9'] as const satisfies readonly Layout[];

describe.each(some)('each migration of the living project in %s, up, down and up', (layout) => {
  const history = readHistory(layout);
  let db: Database;
  let empty: Observed;
  let newest: Observed;
  beforeAll(async () => {
    db = await freshDatabase();
    empty = await observed(db);
  });
  afterAll(() => db.close());

  it.each(history.map((migration) => [migration.tag, migration] as const))('%s', async (_, { name, up, down }) => {
    const before = await observed(db);
    await execute(db, up);
    const after = await observed(db);
    await execute(db, down);
    const undone = await observed(db);
    await execute(db, up);
    const again = await observed(db);
    newest = again;

    const comparable = reordersColumns.has(name) ? columnsAsSet : (whole: Observed) => whole;
    expect(comparable(undone)).toEqual(comparable(before));
    expect(comparable(again)).toEqual(comparable(after));
  });

  it('all of them, newest first, down to the empty database', async () => {
    for (const { down } of history.toReversed()) await execute(db, down);
    expect(await observed(db)).toEqual(empty);
  });

  it('and up again a statement at a time, to the same catalog', async () => {
    for (const statement of history.flatMap(({ up }) => up)) await db.exec(statement);
    const again = await observed(db);
    expect(again).toEqual(newest);
    expect(namesOf('table', again.fingerprint)).toHaveLength(14);
    expect(namesOf('view', again.fingerprint)).toEqual(['public.archive_published_dataset']);
    expect([...again.fingerprint].filter(([, detail]) => /(unvalidated|invalid)$/.test(detail))).toEqual([]);
  });
});

describe.each(some)('the files of the living project in %s', (layout) => {
  const history = readHistory(layout);

  it('are an up and a down file for every migration, and no other', () => {
    expect(sqlFiles(layout)).toEqual(history.flatMap(({ tag }) =>
      (layout === 'journal' ? [`${tag}.down.sql`, `${tag}.sql`] : [`${tag}/down.sql`, `${tag}/migration.sql`])));
  });

  it('are in order, and none is from the future', () => {
    const times = history.map(({ when }) => when);
    expect(times).toEqual([...new Set(times)].sort((one, other) => one - other));
    expect(Math.max(...times)).toBeLessThan(Date.now());
  });

  it('keep a statement that refuses a transaction alone', () => {
    const files = history.flatMap(({ up, down }) => [up, down]).filter((file) => file.some(refusesTransaction));
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => file.length > 1)).toEqual([]);
  });
});
