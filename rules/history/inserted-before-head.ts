import { conflictsOfInserted, insertedMigrations, rule, showConflict } from '#rule';
import type { History, InsertedMigration, Migration, Report } from '#rule';

const datasets = { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;' };
const titles = { up: 'alter table dataset add column title text;', down: 'alter table dataset drop column title;' };
const headings = { up: 'alter table dataset rename to archive;', down: 'alter table archive rename to dataset;' };
const authors = { up: 'create table author (id integer primary key);', down: 'drop table author;' };

export default rule({
  id: 'history/inserted-before-head',
  title: 'Put new migrations behind those that are applied',
  why: 'A migration that comes in before the newest of the base ref meets two kinds of databases: in the layout with a journal those that have the newest skip it, silently; in the folder layout they run it after the newest, and new ones before.',
  instead: 'Move it behind the newest that the base ref has: with a number and a time that are later, or a folder whose name sorts behind. With a journal, sluice rebase does that.',
  level: 'error',
  needs: ['git'],
  silent: [
    'In the folder layout, migrations that come to the same in either order, as after a merge of two branches.',
    'In the folder layout, two branches whose snapshots part, which history/snapshot-chain tells, and a folder that sorts before its parent, which history/journal-order tells.',
    'With a journal, a time that is out of order, which history/journal-order tells.',
    'Rows: of two statements that write them nobody can tell.',
  ],
  examples: [
    { bad: { migrations: { '0000_datasets': { ...datasets, when: 1760000000000 }, '0001_titles': { ...titles, when: 1760000100000 }, '0002_authors': { ...authors, when: 1760000200000 } },
      atBase: { 'drizzle/meta/_journal.json': journal(['0000_datasets', 1760000000000], ['0002_authors', 1760000200000]) } } },
    { bad: { layout: 'folders', migrations: { '20260501080000_datasets': datasets, '20260502080000_titles': titles, '20260503080000_archive': headings },
      files: { 'drizzle/20260502080000_titles/snapshot.json': null }, atBase: without('20260502080000_titles') } },
    { good: { layout: 'folders', migrations: { '20260501080000_datasets': datasets, '20260502080000_titles': titles, '20260503080000_authors': authors },
      files: { 'drizzle/20260502080000_titles/snapshot.json': null }, atBase: without('20260502080000_titles') } },
    { good: { layout: 'folders', migrations: { '20260501080000_datasets': datasets, '20260502080000_titles': titles, '20260503080000_archive': headings },
      files: { 'drizzle/20260503080000_archive/snapshot.json': snapshot(3, 1) }, atBase: without('20260502080000_titles') } },
    { good: { migrations: { '0000_datasets': { ...datasets, when: 1760000000000 }, '0001_authors': { ...authors, when: 1760000200000 }, '0002_titles': { ...titles, when: 1760000100000 } },
      atBase: { 'drizzle/meta/_journal.json': journal(['0000_datasets', 1760000000000], ['0001_authors', 1760000200000]) } } },
    { good: { migrations: { '0000_datasets': datasets, '0001_titles': titles }, atBase: { 'drizzle/meta/_journal.json': journal(['0000_datasets', 1760000000000]) } } },
    { good: { layout: 'folders', migrations: { '20260501080000_datasets': datasets, '20260502080000_add_ids': { up: 'insert into dataset (id) values (1);', down: 'delete from dataset;' },
      '20260503080000_clear': { up: 'delete from dataset;', down: 'select 1;' } },
      files: { 'drizzle/20260502080000_add_ids/snapshot.json': null }, atBase: without('20260502080000_add_ids') } },
  ],
  check: {
    history(history, { atBase }) {
      if (atBase === null) return;
      return insertedMigrations(history, atBase).flatMap((one) => (history.layout === 'folders' ? inFolders(one, history) : inJournal(one, history)));
    },
  },
});

/** Drizzle 0.31 skips what is older than the newest that is applied, wherever in the journal it stands. */
function inJournal({ migration, later }: InsertedMigration, { migrations }: History): readonly Report[] {
  const { entry, when, tag, position } = migration;
  const newest = later.reduce<Migration | null>((most, one) => (most === null || (one.when ?? 0) > (most.when ?? 0) ? one : most), null);
  if (entry === null || when === null || newest?.when == null || when > newest.when) return [];
  if (migrations.slice(0, position).some((other) => (other.when ?? 0) >= when)) return [];
  return [{
    at: entry.origin,
    text: `Migration ${tag} is new, and stands before ${newest.tag}, which the base ref has: a database that has ${newest.tag} skips it silently.`,
    instead: `Move it behind ${newest.tag}, with a number of its own and a time later than ${newest.when}; sluice rebase does that.`,
  }];
}

function inFolders(one: InsertedMigration, history: History): readonly Report[] {
  const { migration } = one;
  const later = one.later.filter((other) => !isToldByLinks(migration, other));
  const [conflict] = later.length === 0 ? [] : conflictsOfInserted({ migration, later }, history);
  if (conflict === undefined) return [];
  const other = conflict.theirs.migration.tag;
  return [{
    at: conflict.ours.origin,
    text: `Migration ${migration.tag} is new, and sorts before ${other}, which the base ref has: databases that have that one run it afterwards, new ones first, and ${showConflict(conflict, { ours: migration.tag, theirs: other })}.`,
    instead: `Give the folder a name that sorts behind ${other}.`,
    related: [{ at: conflict.theirs.origin, text: `What ${other} does is here:` }],
  }];
}

/** With a snapshot each it is known which was generated on which. */
function isToldByLinks({ link }: Migration, { link: other }: Migration): boolean {
  return link !== null && other !== null;
}

function without(tag: string): Readonly<Record<string, null>> {
  return { [`drizzle/${tag}/migration.sql`]: null, [`drizzle/${tag}/down.sql`]: null, [`drizzle/${tag}/snapshot.json`]: null };
}

function journal(...entries: readonly (readonly [tag: string, when: number])[]): string {
  return JSON.stringify({
    version: '7', dialect: 'postgresql', entries: entries.map(([tag, when], idx) => ({ idx, version: '7', when, tag, breakpoints: true })),
  });
}

function snapshot(id: number, parent: number): string {
  const uuid = (number: number): string => `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`;
  return JSON.stringify({ version: '8', dialect: 'postgres', id: uuid(id), prevIds: [uuid(parent)], ddl: [], renames: [] });
}
