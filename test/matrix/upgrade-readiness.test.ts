import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import upgradeReadiness from '../../rules/history/upgrade-readiness.ts';
import { upgradeRefusals } from '../../src/rule/upgrade-refusals.ts';
import { freshPglite } from '../kit/fresh-database.ts';
import { factsOf, findingsOf } from '../kit/sample-project.ts';

type Files = Readonly<Record<string, string>>;

const { drizzleKitUp } = await import(pathToFileURL(join(import.meta.dirname, '../../scripts/drizzle-kit-up.mjs')).href) as {
  drizzleKitUp: (folder: string) => { readonly refusal: string | null; readonly at: string | null };
};

const origin = '00000000-0000-0000-0000-000000000000';
const id = (place: number): string => `6f1b0c1e-0000-4000-8000-00000000000${place}`;
const titles = ['authors', 'books', 'loans', 'reminders'] as const;
const time = Date.UTC(2026, 0, 5, 9);

interface Step {
  readonly tag: string;
  readonly when: number;
  readonly up: string;
  readonly down?: string;
  readonly snapshot: unknown;
}

/** A table more with every migration, a minute apart. */
function library(): readonly Step[] {
  return titles.map((title, place) => ({
    tag: `000${place}_${title}`, when: time + place * 60_000, up: `create table ${title} (id integer primary key not null);`,
    snapshot: version7(place, place === 0 ? origin : id(place - 1)),
  }));
}

function version7(place: number, prevId: string, tables: readonly string[] = titles.slice(0, place + 1)): Record<string, unknown> {
  const column = { name: 'id', type: 'integer', primaryKey: true, notNull: true };
  return {
    id: id(place), prevId, version: '7', dialect: 'postgresql',
    tables: Object.fromEntries(tables.map((name) => [`public.${name}`, {
      name, schema: '', columns: { id: column }, indexes: {}, foreignKeys: {}, compositePrimaryKeys: {}, uniqueConstraints: {},
      policies: {}, checkConstraints: {}, isRLSEnabled: false,
    }])),
    enums: {}, schemas: {}, sequences: {}, roles: {}, policies: {}, views: {}, _meta: { columns: {}, schemas: {}, tables: {} },
  };
}

/** As version 6 had it, drizzle-kit 0.21. */
function version6(place: number, prevId: string): Record<string, unknown> {
  const { sequences: _, roles, policies, views, tables, ...rest } = version7(place, prevId) as { tables: Record<string, object> } & Record<string, unknown>;
  const plain = Object.entries(tables).map(([name, table]) => {
    const { policies: own, checkConstraints, isRLSEnabled, ...others } = table as Record<string, unknown>;
    return [name, others];
  });
  return { ...rest, version: '6', tables: Object.fromEntries(plain) as unknown };
}

function journalFiles(steps: readonly Step[]): Files {
  const entries = steps.map(({ tag, when }, idx) => ({ idx, version: '7', when, tag, breakpoints: true }));
  return {
    'drizzle/meta/_journal.json': JSON.stringify({ version: '7', dialect: 'postgresql', entries }, null, 2),
    ...Object.assign({}, ...steps.map(({ tag, up, down, snapshot }) => ({
      [`drizzle/${tag}.sql`]: up,
      ...(down === undefined ? {} : { [`drizzle/${tag}.down.sql`]: down }),
      [`drizzle/meta/${tag.split('_', 1)[0] ?? ''}_snapshot.json`]: typeof snapshot === 'string' ? snapshot : JSON.stringify(snapshot, null, 2),
    }))) as Files,
  };
}

function version8(place: number, prevIds: readonly string[], tables: readonly string[] = titles.slice(0, place + 1)): Record<string, unknown> {
  const ddl = tables.map((name) => ({ entityType: 'tables', schema: 'public', name, isRlsEnabled: false }));
  return { version: '8', dialect: 'postgres', id: id(place), prevIds, ddl, renames: [] };
}

function folderFiles(steps: Readonly<Record<string, unknown>>): Files {
  return Object.assign({}, ...Object.entries(steps).map(([folder, snapshot]) => ({
    [`drizzle/${folder}/migration.sql`]: 'select 1;',
    [`drizzle/${folder}/snapshot.json`]: typeof snapshot === 'string' ? snapshot : JSON.stringify(snapshot, null, 2),
  }))) as Files;
}

function without(files: Files, ...paths: readonly string[]): Files {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !paths.includes(path)));
}

/** One step is another. */
function changed(place: number, changes: Partial<Step>): Files {
  return journalFiles(library().map((step, at) => (at === place ? { ...step, ...changes } : step)));
}

function written(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'upgrade-readiness-'));
  onTestFinished(() => { rmSync(folder, { recursive: true, force: true }); });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function saidByUp(files: Files): string | null {
  return drizzleKitUp(join(written(files), 'drizzle')).refusal;
}

function refusalsOf(files: Files): readonly string[] {
  return upgradeRefusals(factsOf({ good: {} }, undefined, files).history).map(({ kind }) => kind);
}

const folders = ['20260105090000_authors', '20260105090100_books', '20260105090200_loans', '20260105090300_reminders'] as const;
const chain8 = { [folders[0]]: version8(0, [origin]), [folders[1]]: version8(1, [id(0)]), [folders[2]]: version8(2, [id(1)]) };
const authors9 = { type: 'base', version: '9', dialect: 'postgres', id: id(0), prevIds: [origin], footprints: [], ddl: [] };
const books9 = { type: 'diff', version: '9', dialect: 'postgres', id: id(1), prevIds: [id(7)], footprints: [], deltas: [] };

/** What was done to a history; the kinds of refusal in the order of `up`, none for one that it takes. */
const histories: readonly (readonly [story: string, files: Files, refusals: readonly string[]])[] = [
  ['a healthy history', journalFiles(library()), []],
  ['one with down files', journalFiles(library().map((step) => ({ ...step, down: 'select 1;' }))), []],
  ['old snapshots, of version 6', journalFiles(library().map((step, place) => (place > 1 ? step : { ...step, snapshot: version6(place, place === 0 ? origin : id(place - 1)) }))), []],
  ['an older snapshot is lost, and what follows it names it', without(journalFiles(library()), 'drizzle/meta/0001_snapshot.json'), ['snapshotMissing']],
  ['the newest snapshot is lost', without(journalFiles(library()), 'drizzle/meta/0003_snapshot.json'), ['snapshotMissing']],
  ['a snapshot is no JSON', changed(2, { snapshot: '{"id": ' }), ['snapshotUnreadable']],
  ['a snapshot without a version', changed(2, { snapshot: { ...version7(2, id(1)), version: undefined } }), ['versionUnknown']],
  ['a snapshot of the future', changed(2, { snapshot: { ...version7(2, id(1)), version: '10' } }), ['versionUnknown']],
  ['SQL is lost', without(journalFiles(library()), 'drizzle/0001_books.sql'), ['sqlMissing']],
  ['SQL is lost, and its down file is not: that is taken for it', without(changed(1, { down: 'drop table books;' }), 'drizzle/0001_books.sql'), []],
  ['SQL is lost, and two files begin with its number', {
    ...without(changed(1, { down: 'drop table books;' }), 'drizzle/0001_books.sql'), 'drizzle/0001_old_books.sql': 'select 1;',
  }, ['sqlAmbiguous']],
  ['SQL is lost, and another entry has the same number', without(
    journalFiles([...library(), { ...library()[3], tag: '0003_fines', when: time + 240_000 } as Step]), 'drizzle/0003_fines.sql',
  ), ['sqlOfOther']],
  ['a migration was taken out of the middle', without(
    journalFiles(library().filter((_, place) => place !== 1)), 'drizzle/0001_books.sql',
  ), ['parentMissing']],
  ['a second migration that follows none', changed(2, { snapshot: version7(2, origin) }), ['secondFirst']],
  ['an entry before its parent', changed(2, { when: time - 5_000 }), ['order']],
  ['in one second, and names that sort as they ran', changed(2, { when: time + 60_500 }), []],
  ['in one second, and names that do not', changed(1, { tag: '0001_a_book', when: time + 500 }), ['order']],
  ['a snapshot that follows itself', changed(2, { snapshot: version7(2, id(2)) }), ['order']],
  ['two branches that follow one migration', changed(3, { snapshot: version7(3, id(1)) }), []],
  ['a copied snapshot kept its id, and holds the same', changed(2, { snapshot: { ...version7(1, id(0)) } }), ['parentMissing']],
  ['the newest snapshot has the id of the one before it, and holds more', changed(3, { snapshot: { ...version7(3, id(1)), id: id(2) } }), ['sharedId']],
  ['two branches made a migration of one name in one second', journalFiles([
    ...library().slice(0, 3), { ...library()[3], tag: '0003_loans', when: time + 120_000, snapshot: version7(3, id(1)) } as Step,
  ]), ['sharedFolder']],
  ['many things at once', without(journalFiles([
    ...library().slice(0, 2), { ...library()[2], when: time } as Step, { ...library()[3], snapshot: version7(3, id(8)) } as Step,
  ]), 'drizzle/0001_books.sql'), ['sqlMissing', 'order', 'parentMissing']],
  ['folders of version 8', folderFiles(chain8), []],
  ['folders of version 8 that were merged', folderFiles({
    [folders[0]]: version8(0, [origin]), [folders[1]]: version8(1, [id(0)]), [folders[2]]: version8(2, [id(0)], ['authors', 'loans']),
    [folders[3]]: version8(3, [id(1), id(2)]),
  }), []],
  ['a folder without its snapshot, which none follows', without(folderFiles(chain8), `drizzle/${folders[2]}/snapshot.json`), []],
  ['a folder without its SQL', without(folderFiles(chain8), `drizzle/${folders[1]}/migration.sql`), []],
  ['a folder was deleted in the middle', without(
    folderFiles(chain8), `drizzle/${folders[1]}/migration.sql`, `drizzle/${folders[1]}/snapshot.json`,
  ), ['parentMissing']],
  ['a folder was renamed to before its parent', folderFiles({ ...chain8, '20260105085900_reminders': version8(3, [id(2)]) }), ['order']],
  ['two first folders', folderFiles({ ...chain8, [folders[3]]: version8(3, [origin], ['reminders']) }), ['secondFirst']],
  ['a snapshot of version 8 that is no JSON', folderFiles({ ...chain8, [folders[1]]: '<<<' }), ['snapshotUnreadable']],
  ['folders of version 9 alone, a broken chain among them', folderFiles({ [folders[0]]: authors9, [folders[1]]: books9 }), []],
];

describe('drizzle-kit up of 1.0 and the rule say the same of', () => {
  it.each(histories)('%s', (_, files, refusals) => {
    expect(refusalsOf(files)).toEqual(refusals);
    expect(saidByUp(files)).toBe(refusals[0] ?? null);
  });
});

const renamedDown = without(changed(1, { tag: '0001_in_books', when: time + 500 }), 'drizzle/0001_a_book.sql');
const healed: readonly (readonly [story: string, files: Files])[] = [
  ['a copy of the snapshot before it', journalFiles(library().map((step, place) => {
    if (place === 2) return { ...step, up: 'select 1;', snapshot: { ...version7(2, id(1), titles.slice(0, 2)) } };
    return step;
  }))],
  ['the id of the snapshot before it as prevId', changed(2, { snapshot: version7(2, id(1)) })],
  ['a name that sorts behind its parent', renamedDown],
  ['a later "when"', changed(2, { when: time + 61_000 })],
];

test.each(healed)('what the rule advises is taken by up: %s', (_, files) => {
  expect(refusalsOf(files)).toEqual([]);
  expect(saidByUp(files)).toBeNull();
});

test('each kind of refusal is one finding, and what follows a lost snapshot is none of its own', () => {
  const found = histories.filter(([, , refusals]) => refusals.length > 0).map(([story, files]) => [story, textsOf(files)] as const);
  for (const [story, texts] of found) expect(texts.filter((text) => text.includes('stop')), story).not.toEqual([]);
  expect(textsOf(without(journalFiles(library()), 'drizzle/meta/0001_snapshot.json', 'drizzle/meta/0002_snapshot.json'))).toEqual([
    'drizzle-kit up to 1.0 stops at 0001_books: its snapshot meta/0001_snapshot.json is not there. The same holds of 0002_loans.',
  ]);
});

function textsOf(files: Files): readonly string[] {
  const [first] = [findingsOf(upgradeReadiness, { good: { files: { ...emptied(), ...files } } })];
  return first.map(({ text }) => text);
}

/** The sample's own journal is taken away: the files are all there is. */
function emptied(): Record<string, null> {
  return { 'drizzle/meta/_journal.json': null };
}

interface Applied {
  readonly sql: string;
  readonly when: number;
}

/** The first migrate of drizzle-orm 1.0 on a database that 0.x has applied to. */
async function firstMigrate(applied: readonly Applied[], local: Files): Promise<{ readonly failure: string | null; readonly names: readonly (string | null)[] }> {
  const { drizzle } = await import('drizzle-orm/pglite');
  const { migrate } = await import('drizzle-orm/pglite/migrator');
  const client = await freshPglite();
  onTestFinished(() => client.close());
  await client.exec('create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);');
  for (const { sql, when } of applied) {
    await client.exec(sql);
    const hash = createHash('sha256').update(sql).digest('hex');
    await client.query('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [hash, when]);
  }
  const folder = written(Object.fromEntries(Object.entries(local).map(([name, sql]) => [`drizzle/${name}/migration.sql`, sql])));
  const failure = await migrate(drizzle({ client }), { migrationsFolder: join(folder, 'drizzle') }).then(
    () => null, (error: unknown) => (error instanceof Error ? `${error.message} ${error.cause instanceof Error ? error.cause.message : ''}` : String(error)),
  );
  const named = failure?.includes('do not match') === true ? 'null as name' : 'name';
  const { rows } = await client.query<{ name: string | null }>(`select ${named} from drizzle.__drizzle_migrations order by id`);
  return { failure, names: rows.map(({ name }) => name) };
}

describe('the first migrate of 1.0, of which the rule warns', () => {
  const [authors, books, loans] = ['create table authors (id integer);', 'create table books (id integer);', 'create table loans (id integer);'] as const;

  test('runs an applied migration again where "when" was set as up advises, from within the second of its parent', async () => {
    const end = await firstMigrate(
      [{ sql: authors, when: time + 100 }, { sql: books, when: time + 200 }], { '20260105090000_reset': authors, '20260105090001_books': books },
    );
    expect(end.failure).toContain('relation "books" already exists');
  });

  test('finds both where the name was made to sort instead', async () => {
    const local = { '20260105090000_authors': authors, '20260105090000_books': books };
    expect(await firstMigrate([{ sql: authors, when: time + 100 }, { sql: books, when: time + 200 }], local)).toEqual({ failure: null, names: Object.keys(local) });
  });

  test('finds one whose "when" was set from another second by its hash', async () => {
    const local = { '20260105090000_authors': authors, '20260105090001_books': books };
    expect(await firstMigrate([{ sql: authors, when: time }, { sql: books, when: time - 5_000 }], local)).toEqual({ failure: null, names: Object.keys(local) });
  });

  test('runs what was skipped for its time', async () => {
    const local = { '20260105090000_authors': authors, '20260105085955_books': books, '20260105090100_loans': loans };
    const { failure, names } = await firstMigrate([{ sql: authors, when: time }, { sql: loans, when: time + 60_000 }], local);
    expect([failure, names.at(-1)]).toEqual([null, '20260105085955_books']);
  });

  test('refuses a row that no file has made, and an edited file of a shared second', async () => {
    const removed = await firstMigrate([{ sql: authors, when: time }, { sql: loans, when: time + 60_000 }], { '20260105090000_authors': authors });
    const edited = await firstMigrate(
      [{ sql: authors, when: time + 100 }, { sql: books, when: time + 200 }], { '20260105090000_authors': authors, '20260105090000_books': `${books}-- shelf` },
    );
    expect([removed.failure, edited.failure]).toEqual([expect.stringContaining('1 migrations'), expect.stringContaining('1 migrations')]);
  });
});
