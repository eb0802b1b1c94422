import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/evidence/database.ts';
import { freshDatabase } from '../kit/fresh-database.ts';
import { execute, type LivingMigration, readHistory } from './history.ts';

describe.each(['journal', 'folders, snapshot 9'] as const)('rows of the living project in %s', (layout) => {
  const history = readHistory(layout);
  const migration = (named: string): LivingMigration => {
    const found = history.find(({ name }) => name === named);
    if (found === undefined) throw new Error(`No migration is called ${named}.`);
    return found;
  };
  /** The migrations before the one called `name`. */
  const before = (name: string) => history.slice(0, history.indexOf(migration(name)));

  let db: Database;
  beforeAll(async () => {
    db = await freshDatabase();
  });
  afterAll(() => db.close());

  const applied = new Set<string>();
  const upTo = async (name: string) => {
    for (const { tag, up } of before(name)) {
      if (applied.has(tag)) continue;
      await execute(db, up);
      applied.add(tag);
    }
  };
  const up = (name: string) => execute(db, migration(name).up);
  const down = (name: string) => execute(db, migration(name).down);
  const rows = async (sql: string) => (await db.query<Record<string, unknown>>(sql)).map((row) => Object.values(row));

  it('a dataset that was there before gets a language', async () => {
    await upTo('add_dataset_language_and_file_media_type');
    await db.exec(`
      insert into agent_organisation (name, kind, country_code) values ('Tide Institute', 'institute', 'NO');
      insert into agent_person (full_name, email) values ('Ada Holm', 'ada@tide.example');
      insert into archive_dataset (slug, title, licence, publisher_id) values
        ('sea-levels', 'Sea levels', 'CC BY 4.0', 1), ('tide-tables', 'Tide tables', ' CC BY 4.0 ', 1),
        ('storm-logs', 'Storm logs', 'ODbL 1.0', 1), ('lost-buoys', 'Lost buoys', '', 1),
        ('wave-notes', 'Waves', null, 1);
      insert into archive_version (dataset_id, number, released_by_id)
        select id, 1, 1 from archive_dataset where slug in ('sea-levels', 'storm-logs');
    `);
    await up('add_dataset_language_and_file_media_type');
    applied.add(migration('add_dataset_language_and_file_media_type').tag);
    expect(await rows('select distinct language from archive_dataset')).toEqual([['en']]);
  });

  it('a version released by nobody we know stops the validation, and only that', async () => {
    await upTo('reference_version_released_by');
    await db.exec(`update archive_version set released_by_id = 99 where dataset_id =
      (select id from archive_dataset where slug = 'storm-logs')`);
    await upTo('validate_version_released_by');
    await expect(up('validate_version_released_by')).rejects.toMatchObject({ sqlstate: '23503' });
    await db.exec('update archive_version set released_by_id = null where released_by_id = 99');
    await upTo('add_withdrawn_dataset_state');
    const validated = `select convalidated from pg_constraint where conname like 'archive_version_released%fk'`;
    expect(await rows(validated)).toEqual([[true]]);
  });

  it('while a dataset is withdrawn its state cannot be taken back', async () => {
    await upTo('create_affiliations_and_contributors');
    await db.exec(`update archive_dataset set state = 'withdrawn' where slug = 'lost-buoys'`);
    await expect(down('add_withdrawn_dataset_state')).rejects.toMatchObject({ sqlstate: '22P02' });
    await db.exec(`update archive_dataset set state = 'published' where slug <> 'wave-notes'`);
    await down('add_withdrawn_dataset_state');
    expect(await rows('select state, count(*)::int from archive_dataset group by state order by state')).toEqual([
      ['draft', 1],
      ['published', 4],
    ]);
    await up('add_withdrawn_dataset_state');
  });

  const titles = `select d.slug, l.title from archive_dataset d join archive_licence l on l.id = d.licence_id
    order by d.slug`;
  const moved = [
    ['lost-buoys', 'Not stated'],
    ['sea-levels', 'CC BY 4.0'],
    ['storm-logs', 'ODbL 1.0'],
    ['tide-tables', 'CC BY 4.0'],
    ['wave-notes', 'Not stated'],
  ];

  it('the backfill gives each dataset the licence its text names, once', async () => {
    await upTo('require_dataset_licence');
    expect(await rows(titles)).toEqual(moved);
    expect(await rows('select count(*)::int from archive_licence')).toEqual([[3]]);
    await down('backfill_dataset_licence');
    expect(await rows('select count(licence_id)::int from archive_dataset')).toEqual([[0]]);
    await up('backfill_dataset_licence');
    await up('backfill_dataset_licence');
    expect(await rows(titles)).toEqual(moved);
    expect(await rows('select count(*)::int from archive_licence')).toEqual([[3]]);
  });

  it('before the contract a dataset without a licence is refused by the check, after it by the column', async () => {
    const orphan = `insert into archive_dataset (slug, title, publisher_id) values ('no-licence', 'None', 1)`;
    await upTo('contract_dataset_licence_text');
    await expect(db.exec(orphan)).rejects.toMatchObject({ sqlstate: '23514' });
    await upTo('touch_dataset_updated_at');
    await expect(db.exec(orphan)).rejects.toMatchObject({ sqlstate: '23502' });
    expect(await rows(titles)).toEqual(moved);
  });

  it('the contract taken back gives the text again', async () => {
    await down('contract_dataset_licence_text');
    expect(await rows('select slug, licence from archive_dataset order by slug')).toEqual([
      ['lost-buoys', null],
      ['sea-levels', 'CC BY 4.0'],
      ['storm-logs', 'ODbL 1.0'],
      ['tide-tables', 'CC BY 4.0'],
      ['wave-notes', null],
    ]);
    await up('contract_dataset_licence_text');
    expect(await rows(titles)).toEqual(moved);
  });

  it('a changed dataset says when, an unchanged one keeps its time', async () => {
    await db.exec(`update archive_dataset set updated_at = '2026-01-01Z'`);
    await upTo('create_access_policies_grants_and_downloads');
    await db.exec(`update archive_dataset set title = 'Waves, noted' where slug = 'wave-notes';
      update archive_dataset set title = title where slug = 'sea-levels'`);
    const touched = `select slug from archive_dataset where updated_at > '2026-01-01Z'`;
    expect(await rows(touched)).toEqual([['wave-notes']]);
  });

  it('the view lists published datasets that have a version', async () => {
    await upTo('create_published_dataset_view');
    await up('create_published_dataset_view');
    await db.exec(`insert into archive_version (dataset_id, number)
      select id, 2 from archive_dataset where slug = 'storm-logs'`);
    expect(await rows('select slug, licence, latest_version from archive_published_dataset order by slug')).toEqual([
      ['sea-levels', 'CC BY 4.0', 1],
      ['storm-logs', 'ODbL 1.0', 2],
    ]);
  });
});
