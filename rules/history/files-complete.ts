import { afterMigrations, agedFaults, baseName, difference, listed, migrationFiles, newestSnapshot, placeOf, rule, startOf, weightOf } from '#rule';
import type { Aged, History, HistoryContext, HistoryFault, Migration, Report, SnapshotLink, StraySnapshot } from '#rule';

const [datasets, titles] = [
  { up: 'create table dataset (id integer primary key);', down: 'drop table dataset;' },
  { up: 'alter table dataset add column title text;', down: 'alter table dataset drop column title;' },
];
const authors = { up: 'create table author (id integer primary key);', down: 'drop table author;' };
const three = { '0000_datasets': datasets, '0001_titles': titles, '0002_authors': authors };
const threeFolders = { '20260101090000_datasets': datasets, '20260102090000_titles': titles, '20260103090000_authors': authors };

export default rule({
  id: 'history/files-complete',
  title: 'Keep journal, SQL and snapshots together',
  why: 'SQL that no entry names never runs, an entry without its file stops the migrator, a folder without its SQL is passed over, and without the newest snapshot the next generate writes old statements again.',
  instead: 'Restore the missing part from git, or take the rest of the migration away.',
  level: 'error',
  silent: [
    'Down files, and files that are no SQL, but for those in meta, where drizzle-kit 0.31 takes what does not begin with _ for a snapshot.',
    'What is missing or left over at the base ref too. With --all it is told as info.',
    'SQL in supabase/migrations that no entry names: the CLI of Supabase runs all that lies there.',
    'SQL without a number where migrations have one, such as comments.sql: it is told as info.',
    'A new migration without its snapshot, where the last two at the base ref have none either: a project that keeps no snapshots.',
  ],
  examples: [
    { bad: { migrations: { '0000_datasets': datasets }, files: { 'drizzle/0001_titles.sql': titles.up } } },
    { bad: { migrations: { '0000_datasets': datasets, '0001_titles': titles }, files: { 'drizzle/0001_titles.sql': null } } },
    { bad: { migrations: { '0000_datasets': datasets }, files: {
      'drizzle/0001_titles.sql': titles.up, 'drizzle/0002_authors.sql': authors.up, 'drizzle/0003_seed.sql': 'select 1;', 'drizzle/0004_seed.sql': 'select 2;',
    } } },
    { bad: { migrations: three, files: { 'drizzle/0002_authors.sql': null, 'drizzle/meta/0002_snapshot.json': null } } },
    { bad: { migrations: three, files: { 'drizzle/0002_authors.sql': null, 'drizzle/0002_writers.sql': authors.up } } },
    { bad: { migrations: three, files: { 'drizzle/meta/0001_snapshot.json': null } } },
    { bad: { migrations: three, files: { 'drizzle/meta/0002_snapshot.json': null } } },
    { bad: { migrations: three, files: { 'drizzle/meta/0000_snapshot.json': null, 'drizzle/meta/0001_snapshot.json': null, 'drizzle/meta/0002_snapshot.json': null } } },
    { bad: { migrations: three, files: { 'drizzle/meta/0009_snapshot.json': '{"id": "6f1b0c1e-0000-4000-8000-000000000009"}' } } },
    { bad: {
      migrations: { '0000_datasets': datasets, '0002_titles': titles },
      files: {
        'drizzle/meta/0001_snapshot.json': '{"id": "6f1b0c1e-0000-4000-8000-000000000009", "prevId": "00000000-0000-0000-0000-000000000001"}',
        'drizzle/meta/0002_snapshot.json': '{"id": "6f1b0c1e-0000-4000-8000-00000000000a", "prevId": "6f1b0c1e-0000-4000-8000-000000000009", "version": "7", "dialect": "postgresql", "tables": {}}',
      },
    } },
    { bad: { migrations: three, files: { 'drizzle/meta/0001_snapshot.json': '{"version": "7", "dialect": "postgresql", "tables": {' } } },
    { bad: {
      migrations: { '20260101090000_datasets': datasets, '20260102090000_titles': titles },
      files: {
        'drizzle/meta/20260101090000_snapshot.json': null,
        'drizzle/meta/0000_snapshot.json': '{"id": "6f1b0c1e-0000-4000-8000-000000000009", "prevId": "00000000-0000-0000-0000-000000000000"}',
      },
    } },
    { bad: { migrations: three, files: { 'drizzle/comments.sql': "comment on table dataset is 'What is lent';" } } },
    { bad: {
      schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });`,
      migrations: { '0000_datasets': datasets, '0001_seed': { up: 'insert into dataset values (1);', down: 'delete from dataset;' } },
      files: { 'drizzle/meta/0001_snapshot.json': null },
    } },
    { bad: {
      layout: 'folders',
      schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });`,
      migrations: { '20260101090000_datasets': datasets, '20260102090000_seed': { up: 'insert into dataset values (1);', down: 'delete from dataset;' } },
      files: { 'drizzle/20260102090000_seed/snapshot.json': null },
    } },
    { bad: {
      layout: 'folders',
      schema: `import { integer, pgTable } from 'drizzle-orm/pg-core';
export const dataset = pgTable('dataset', { id: integer('id').primaryKey() });`,
      migrations: { '20260101090000_datasets': datasets, '20260102090000_titles': titles },
      files: { 'drizzle/20260102090000_titles/snapshot.json': null },
    } },
    { bad: { migrations: three, files: { 'drizzle/meta/0001_snapshot.json': `{
  "id": "00000000-0000-0000-0000-000000000002",
  "prevId": "00000000-0000-0000-0000-000000000001",
  "version": "7",
  "dialect": "postgresql",
  "tables": {
    "public.dataset": {}
  }
` } } },
    { bad: { migrations: three, files: { 'drizzle/meta/applied-hashes.json': '{"0000_datasets": "749e2e45"}' } } },
    { bad: { migrations: { '0000_datasets': datasets }, files: { 'drizzle/20260102090000_titles/migration.sql': titles.up, 'drizzle/20260103090000_authors/migration.sql': authors.up } } },
    { bad: { layout: 'folders', migrations: threeFolders, files: { 'drizzle/20260103090000_authors/snapshot.json': '{"version": "9", "dialect": "postgres", "type": "diff", "id": "6f1b0c1e-0000-4000-8000-000000000009", "footprints": [], "deltas": []}' } } },
    { bad: { layout: 'folders', migrations: threeFolders, files: { 'drizzle/20260102090000_titles/migration.sql': null } } },
    { bad: { layout: 'folders', migrations: threeFolders, files: { 'drizzle/20260102090000_titles/snapshot.json': null } } },
    { bad: { layout: 'folders', migrations: threeFolders, files: { 'drizzle/20260103090000_authors/snapshot.json': null } } },
    { bad: { layout: 'folders', migrations: threeFolders, files: { 'drizzle/0003_loans.sql': 'create table loan (id integer primary key);' } } },
    { good: { migrations: three } },
    { good: { migrations: three, files: { 'drizzle/meta/0001_snapshot.json': `{
    "id": "00000000-0000-0000-0000-000000000002",
    "prevId": "00000000-0000-0000-0000-000000000001",
    "version": "7",
    "tables": {}
  }` } } },
    { good: { layout: 'folders', migrations: threeFolders } },
    { good: { migrations: { '0000_datasets': datasets }, files: { 'drizzle/0000_datasets.down.sql': null, 'drizzle/readme.md': 'Datasets', 'drizzle/meta/_hashes.json': '{}' } } },
    { good: {
      layout: 'folders', migrations: threeFolders, files: { 'drizzle/20260103090000_authors/snapshot.json': null },
      atBase: {
        'drizzle/20260101090000_datasets/snapshot.json': null, 'drizzle/20260102090000_titles/snapshot.json': null,
        'drizzle/20260103090000_authors/migration.sql': null,
      },
    } },
  ],
  check: {
    history(history, on) {
      const faults = agedFaults(faultsIn, history, on);
      const misnamed = misnamedSnapshots(history);
      const missing = aboutSnapshots(history, on).filter(({ migration }) => !misnamed.has(migration));
      return [
        ...ages.flatMap((age) => toldTogether(faults.filter((fault) => fault.age === age))),
        ...ages.flatMap((age) => missingSnapshots(missing.filter((each) => each.age === age), history, on)),
      ];
    },
  },
});

const ages = ['new', 'old'] as const;

/** What is wrong with one file. Of SQL that no entry names, its file. */
type Fault = HistoryFault & { readonly report: Report; readonly stray?: string };

/** From so many on, files that no entry names are a way of working, and one finding. */
const many = 4;

function toldTogether(faults: readonly Aged<Fault>[]): readonly Report[] {
  const strays = faults.flatMap(({ stray }) => stray ?? []);
  const [first] = faults.filter(({ stray }) => stray !== undefined);
  const isOne = first !== undefined && strays.length >= many;
  const apart = faults.filter(({ stray }) => !isOne || stray === undefined).map((fault) => ({ ...fault.report, ...weightOf(fault) }));
  if (!isOne) return apart;
  const text = `No entry of the journal names ${strays.length} SQL files (${strays.slice(0, 3).map(baseName).join(', ')} and ${strays.length - 3} more): they never run.`;
  return [{ at: first.report.at, text, instead: 'Delete them, or keep what is applied in another way in a folder of its own.', ...weightOf(first) }, ...apart];
}

function faultsIn(history: History): readonly Fault[] {
  const renamed = renamedSql(history);
  const taken = new Set(renamed.values());
  const strays = isOfSupabase(history) ? [] : history.strayFiles.filter((file) => !taken.has(file));
  const misnamed = misnamedSnapshots(history);
  const belongs = new Set(misnamed.values());
  const besides = new Set(strays.map((file) => snapshotBeside(file, history)));
  return [
    ...history.migrations.filter(({ sql }) => sql === null).map((migration) => missingSql(migration, renamed.get(migration) ?? null, history)),
    ...(history.layout === 'none' ? withoutJournal(history) : strays.filter((file) => !isOfFolder(file, history)).map((file) => strayFile(file, history))),
    ...besideJournal(history),
    ...called(misnamed, history),
    ...history.straySnapshots.filter((stray) => !besides.has(stray.file) && !belongs.has(stray)).map((stray) => straySnapshot(stray, history)),
    ...history.otherMetaFiles.map((file) => otherMetaFile(file, history)),
    ...unreadableSnapshots(history).map((migration) => unreadable(migration, history)),
  ];
}

/** `supabase db push` runs every file in there by its name, and knows no journal. */
function isOfSupabase({ folder, layout }: History): boolean {
  return layout === 'journal' && /(?:^|\/)supabase\/migrations$/.test(folder);
}

/** Snapshots that were left behind when the migrations got other names: by the number of the entry, which they still have. */
function misnamedSnapshots({ migrations, straySnapshots }: History): ReadonlyMap<Migration, StraySnapshot> {
  return new Map(migrations.flatMap((migration) => {
    if (migration.hasSnapshotFile || migration.entry === null) return [];
    const stray = straySnapshots.find(({ file }) => baseName(file) === `${String(migration.position).padStart(4, '0')}_snapshot.json`);
    return stray === undefined ? [] : [[migration, stray] as const];
  }));
}

function called(misnamed: ReadonlyMap<Migration, StraySnapshot>, history: History): readonly Fault[] {
  const [first, ...others] = misnamed;
  if (first === undefined) return [];
  const [{ tag, snapshotFile }, { file }] = first;
  const names = `${baseName(file)} is that of ${tag}${others.length === 0 ? '' : `, and so on for ${others.length} more`}`;
  const many = others.length === 0 ? 'A snapshot is not called like its migration' : `${misnamed.size} snapshots are not called like their migrations`;
  return [{ key: 'misnamed', tags: [...misnamed.keys()].map((each) => each.tag), report: {
    at: startOf(history.journalFile), level: 'warn',
    text: `${many} (${names}): drizzle-kit up, which leads to 1.0, will refuse the history.`,
    instead: `Call ${others.length === 0 ? 'it' : 'each'} by what its tag begins with: ${baseName(snapshotFile)}${others.length === 0 ? '' : ' for the first'}.`,
  } }];
}

/** SQL that an entry would have under another name: one fault, not a file that is missing and one too many. */
function renamedSql({ layout, migrations, strayFiles }: History): ReadonlyMap<Migration, string> {
  const missing = layout === 'journal' ? migrations.filter(({ sql }) => sql === null) : [];
  return new Map(missing.flatMap((migration) => {
    const other = strayFiles.find((file) => numberOf(baseName(file)) === numberOf(migration.tag));
    return other === undefined ? [] : [[migration, other] as const];
  }));
}

function numberOf(tag: string): string {
  return /^\d+(?=_)/.exec(tag)?.[0] ?? tag.replace(/\.sql$/, '').toLowerCase();
}

function missingSql(migration: Migration, other: string | null, history: History): Fault {
  const { tag, file } = migration;
  const fault = { key: `sql ${tag}`, tags: [tag] };
  const at = placeOf(migration, history);
  if (history.layout === 'folders') {
    return { ...fault, report: { at, text: `The folder ${tag} has a snapshot and no migration.sql: Drizzle's migrator passes over it, and generate takes it for done.` } };
  }
  if (other !== null) {
    const text = `The journal names ${tag}, but its SQL is called ${baseName(other)}: Drizzle's migrator stops at it.`;
    return { ...fault, report: { at, text, instead: `Call the file ${baseName(file)}, or let the entry name it as it is called.` } };
  }
  const missing = migration.hasSnapshotFile ? `${baseName(file)} is not there` : `neither ${baseName(file)} nor its snapshot is there`;
  return { ...fault, report: { at, text: `The journal names ${tag}, but ${missing}: Drizzle's migrator stops at it.` } };
}

/** Where SQL of that name would have its snapshot. */
function snapshotBeside(file: string, { folder }: History): string {
  return migrationFiles(folder, baseName(file).replace(/\.sql$/, '')).snapshotFile;
}

function strayFile(file: string, history: History): Fault {
  const name = baseName(file);
  const fault = { key: `stray ${file}`, tags: [], stray: file };
  if (!/^\d/.test(name) && history.migrations.every(({ tag }) => /^\d/.test(tag))) return noMigration(file);
  if (history.layout === 'folders') {
    const text = `${name} lies in no folder of a migration: it never runs.`;
    return { key: fault.key, tags: [], report: { at: startOf(file), text, instead: 'Delete it, or give it a folder with a time and a snapshot: drizzle-kit generate --custom makes one.' } };
  }
  const besides = history.straySnapshots.some((snapshot) => snapshot.file === snapshotBeside(file, history)) ? ', though its snapshot is there' : '';
  return { ...fault, report: {
    at: startOf(file),
    text: `No entry of the journal names ${name}${besides}: it never runs.`,
    instead: `If it was lost in a merge or a git rebase, sluice rebase puts it back in. ${besides === '' ? '' : 'Else restore its entry from git. If it is meant to be gone: '}Delete it, or generate the migration again so that the journal names it.`,
  } };
}

function isOfFolder(file: string, { layout }: History): boolean {
  return layout === 'journal' && file.endsWith('/migration.sql');
}

/** drizzle-kit 1.0 (rc.5) takes a folder with a journal for one of before, whatever lies beside it; drizzle-kit 0.31 sees the journal alone. */
function besideJournal(history: History): readonly Fault[] {
  const [first, ...others] = history.strayFiles.filter((file) => isOfFolder(file, history));
  if (first === undefined) return [];
  const folder = baseName(first.slice(0, -'/migration.sql'.length));
  const are = others.length === 0 ? `${folder}, a folder with a migration,` : `${folder} and ${others.length} more folders with migrations`;
  return [{ key: 'folders beside the journal', tags: [], report: {
    at: startOf(history.journalFile),
    text: `Beside this journal lie${others.length === 0 ? 's' : ''} ${are} of which it knows nothing: drizzle-kit 1.0 refuses the history, and Drizzle's migrators do not run them.`,
    instead: 'If drizzle-kit up has made the folders, delete meta and what it names; else take the folders away.',
  } }];
}

/** Something that people or scripts of their own run. */
function noMigration(file: string): Fault {
  return { key: `stray ${file}`, tags: [], report: {
    at: startOf(file), level: 'info', text: `${baseName(file)} lies among the migrations and is none: Drizzle never runs it.`,
    instead: 'Keep it in another folder; if it is meant to be a migration, take its SQL into one that drizzle-kit generate --custom makes.',
  } };
}

/** Where nothing says what the files are there is one thing to tell, not one for each of them. */
function withoutJournal({ strayFiles, folder }: History): readonly Fault[] {
  const [first, ...others] = strayFiles;
  if (first === undefined) return [];
  const names = others.length === 0 ? baseName(first) : `${baseName(first)} and ${others.length} more SQL files`;
  const text = `${folder} has no meta/_journal.json, which would name ${names}: nothing of it runs.`;
  return [{ key: 'journal', tags: [], report: { at: startOf(first), text, instead: 'Restore the journal from git.' } }];
}

/** Told of the journal, which does not name it: snapshots are nothing that people open, and no editor lints them. */
function straySnapshot({ file, link }: StraySnapshot, { journalFile, migrations }: History): Fault {
  const isNewest = migrations.every(({ snapshotFile }) => snapshotFile < file);
  const next = migrations.find((migration) => link !== null && migration.link?.parents.includes(link.id) === true);
  const text = `The snapshot ${baseName(file)} belongs to no entry of the journal${isNewest ? ': the next generate takes it for the newest' : ''}`;
  const report = next === undefined || link === null
    ? { text: `${text}.`, instead: 'Delete it: generate takes the last snapshot by file name for the newest.' }
    : { text: `${text}, and that of ${next.tag} goes on from it.`, instead: `Let ${shownParent(link)} be the prevId of ${baseName(next.snapshotFile)}, and delete it.` };
  return { key: `stray ${file}`, tags: [], report: { at: startOf(journalFile), ...(isNewest ? {} : { level: 'warn' }), ...report } };
}

function shownParent({ parents: [parent] }: SnapshotLink): string {
  return parent === undefined ? 'a row of zeros' : `${parent}, which it goes on from itself,`;
}

/** As far as their beginnings tell. With a journal the newest is read as a whole anyway, and nothing is judged without it. */
function unreadableSnapshots({ layout, migrations }: History): readonly Migration[] {
  const written = layout === 'none' ? [] : migrations.filter(({ hasSnapshotFile }) => hasSnapshotFile);
  const newest = layout === 'journal' ? written.at(-1)?.snapshotFile : undefined;
  return written.filter(({ link, snapshotFile }) => link === null && snapshotFile !== newest);
}

/** Every snapshot is read by `generate` and `check`, which stop at one that is none: `validateWithReport` of drizzle-kit 0.31, and 1.0 (rc.5). */
function unreadable(migration: Migration, history: History): Fault {
  const { tag, snapshotFile } = migration;
  return { key: `unreadable ${tag}`, tags: [tag], report: {
    at: placeOf(migration, history),
    text: `The snapshot ${baseName(snapshotFile)} of ${tag} ${history.layout === 'folders'
      ? 'does not say what it goes on from: drizzle-kit 1.0 stops at it, and generates nothing more.'
      : 'cannot be read: drizzle-kit generate stops at it, writes nothing and ends with exit code 0.'}`,
    instead: 'Restore it from git, or mend the JSON in it.',
  } };
}

/** `prepareOutFolder` of drizzle-kit 0.31 reads whatever in meta begins with no _; `generate` and `check` stop at what is none. */
function otherMetaFile(file: string, { journalFile }: History): Fault {
  const name = baseName(file);
  return { key: `other ${file}`, tags: [], report: {
    at: startOf(journalFile),
    text: `drizzle-kit takes ${name} for a snapshot, as everything in meta whose name does not begin with _: generate stops at it, and writes nothing.`,
    instead: `Move it out of meta, or call it _${name}.`,
  } };
}

type MissingSnapshot = Aged<HistoryFault & { readonly migration: Migration }>;

function aboutSnapshots(history: History, on: HistoryContext<unknown>): readonly MissingSnapshot[] {
  const missing = agedFaults((each) => each.migrations
    .filter(({ sql, hasSnapshotFile }) => sql !== null && !hasSnapshotFile)
    .map((migration) => ({ key: `snapshot ${migration.tag}`, tags: [migration.tag], migration })), history, on);
  return keepsNoSnapshots(on.atBase) ? missing.filter(({ age }) => age === 'old') : missing;
}

function keepsNoSnapshots(atBase: History | null): boolean {
  const last = atBase?.migrations.slice(-2) ?? [];
  return last.length === 2 && last.every(({ hasSnapshotFile }) => !hasSnapshotFile);
}

/** One finding for all: who keeps none, or lost many, mends them together. */
function missingSnapshots(missing: readonly MissingSnapshot[], history: History, on: HistoryContext<unknown>): readonly Report[] {
  const last = missing.at(-1);
  if (last === undefined) return [];
  const isNewest = last.migration === history.migrations.at(-1);
  if (isNewest && isAllInOlder(history, on)) {
    const harmless = `${whatIsMissing(missing, history)}; the next generate compares with an older one, which holds all that the schema declares`;
    if (history.layout === 'folders' && changesCatalog(missing, history)) {
      const text = `${harmless}, but not what ${missing.length === 1 ? 'it makes' : 'they make'}: once the schema declares that, generate writes it again.`;
      return [{ at: placeOf(last.migration, history), ...weightOf(last), text }];
    }
    return history.layout === 'folders'
      ? [{ at: placeOf(last.migration, history), level: 'info', text: `${harmless}.` }]
      : [{ at: placeOf(last.migration, history), level: 'warn', ...weightOf(last), text: `${harmless}, but ${withoutOlder(history)}` }];
  }
  const text = `${whatIsMissing(missing, history)}: ${isNewest ? withoutNewest(missing, history) : withoutOlder(history)}`;
  return [{ at: placeOf(last.migration, history), ...weightOf(last), text }];
}

/** Rows alone are in no snapshot anyway. */
function changesCatalog(missing: readonly MissingSnapshot[], { migrations }: History): boolean {
  return missing.some(({ migration: { position } }) =>
    difference(afterMigrations(migrations.slice(0, position)), afterMigrations(migrations.slice(0, position + 1))).length > 0);
}

function whatIsMissing(missing: readonly MissingSnapshot[], { layout, migrations }: History): string {
  const tags = missing.map(({ migration: { tag } }) => tag);
  const [first = '', ...others] = tags;
  const [only] = missing;
  if (others.length === 0 && only !== undefined) {
    return layout === 'folders' ? `The folder ${first} has no snapshot.json` : `The snapshot ${baseName(only.migration.snapshotFile)} of ${first} is not there`;
  }
  if (tags.length === migrations.length) return `None of the ${tags.length} migrations has a snapshot`;
  const names = tags.length <= 4 ? listed(tags) : `${tags.slice(0, 3).join(', ')} and ${tags.length - 3} more`;
  return `${tags.length} of ${migrations.length} migrations have no snapshot (${names})`;
}

/** Then what has no snapshot only changed rows, or says again what an older one has. */
function isAllInOlder(history: History, { declared, declaredInPart }: HistoryContext<unknown>): boolean {
  const older = newestSnapshot(history);
  return older !== null && declared !== null && !declaredInPart && difference(older.catalog, declared).length === 0;
}

/** `generate` compares with the newest snapshot there is (drizzle-kit 0.31), or with the leaves of their tree (1.0). */
function withoutNewest(missing: readonly MissingSnapshot[], history: History): string {
  const older = history.migrations.some((other) => other.hasSnapshotFile) ? 'an older one' : 'nothing';
  return `the next generate compares with ${older} and writes ${missing.length === 1 ? 'its' : 'their'} statements again.`;
}

/** An older one is missed by drizzle-kit 0.31 in silence; `up`, which leads to 1.0, reads them all, and 1.0 stops where one goes on from it. */
function withoutOlder({ layout, migrations }: History): string {
  if (layout === 'journal') return 'drizzle-kit up, which leads to 1.0, will refuse the history, and no way back can be worked out across the gap.';
  const ids = new Set(migrations.flatMap(({ link }) => link?.id ?? []));
  return migrations.some(({ link }) => link?.parents.some((id) => !ids.has(id)) === true)
    ? 'drizzle-kit 1.0 refuses the history, and generates nothing more.'
    : 'the next generate does not know what it does, and may write its statements again.';
}
