import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The same library, as drizzle-kit 0.31, 1.0-rc.4 and 1.0-rc.5 write its migrations: by layout and version of the snapshots. */
export const healthyHistories = ['journal-7', 'folders-8', 'folders-9'] as const;
export type HealthyHistory = (typeof healthyHistories)[number];
export type Layout = 'journal' | 'folders';

export function layoutOf(history: HealthyHistory): Layout {
  return history === 'journal-7' ? 'journal' : 'folders';
}

const histories = resolve(import.meta.dirname, '../fixtures/histories');

/** A copy of a healthy project, in a folder of its own outside git. */
export function healthyCopy(history: HealthyHistory): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `sluice-${history}-`)));
  cpSync(join(histories, history), folder, { recursive: true });
  return folder;
}

/** What is done to a history, and what must be said of it. */
export interface Seeded {
  /** The one rule that speaks. */
  readonly rule: string;
  /** Does it, and gives the place of the finding as `file:line`. */
  readonly does: (folder: string) => string;
}

/** One way in which histories go wrong. */
export interface Corruption {
  /** What somebody did. */
  readonly story: string;
  /** By the layouts in which it can be done. */
  readonly in: Readonly<Partial<Record<Layout, Seeded>>>;
}

/**
 * The kinds of corruption. All fifteen can be done to folders; to a journal all but one, since its entries have their time
 * beside the name. Kinds with several forms are one: `drizzle-kit check` answers each of their forms alike.
 */
export const kinds = [
  'SQL deleted', 'orphan SQL', 'middle snapshot deleted', 'newest snapshot deleted', 'journal entry or middle folder deleted',
  'one number twice', 'out of order', 'dated in the future', 'conflict markers in journal or snapshot', 'conflict markers in SQL',
  'two snapshots go on from one', 'snapshot goes on from nothing', 'SQL edited', 'folder without a time', 'schema changed, nothing generated',
] as const;
export type Kind = (typeof kinds)[number];

const journal = 'drizzle/meta/_journal.json';
const [readers, loans, shelves] = ['20260106100000_create_readers', '20260107090000_create_loans', '20260108090000_create_shelves'];
const lost = 'c2b0b7a4-5d0e-4a53-9a0c-1f7f4f0d7e11';
const own = '0d9c3f5e-8a41-4c1b-b7a6-2f1f5f1f9e22';

/** Every seeded corruption, by its kind. */
export const corruptions: Readonly<Record<Kind, readonly Corruption[]>> = {
  'SQL deleted': [{
    story: 'the SQL of a migration was deleted, and nothing else of it',
    in: {
      journal: { rule: 'history/files-complete', does: (folder) => {
        remove(folder, 'drizzle/0003_create_readers.sql');
        return entry(folder, '0003_create_readers');
      } },
      folders: { rule: 'history/files-complete', does: (folder) => {
        remove(folder, `drizzle/${readers}/migration.sql`);
        return `drizzle/${loans}/migration.sql:1`;
      } },
    },
  }],
  'orphan SQL': [{
    story: 'SQL was written by hand, and nothing beside it',
    in: {
      journal: { rule: 'history/files-complete', does: (folder) => write(folder, 'drizzle/0006_add_phones.sql', phones) },
      folders: { rule: 'history/files-complete', does: (folder) => {
        write(folder, 'drizzle/20260109090000_add_phones/down.sql', 'ALTER TABLE "reader" DROP COLUMN "phone";\n');
        return write(folder, 'drizzle/20260109090000_add_phones/migration.sql', phones);
      } },
    },
  }],
  'middle snapshot deleted': [{
    story: 'a snapshot in the middle was deleted',
    in: {
      journal: { rule: 'history/files-complete', does: (folder) => {
        remove(folder, 'drizzle/meta/0003_snapshot.json');
        return entry(folder, '0003_create_readers');
      } },
      folders: { rule: 'history/files-complete', does: (folder) => {
        remove(folder, `drizzle/${loans}/snapshot.json`);
        return `drizzle/${loans}/migration.sql:1`;
      } },
    },
  }],
  'newest snapshot deleted': [{
    story: 'the newest snapshot was deleted',
    in: {
      journal: { rule: 'history/files-complete', does: (folder) => {
        remove(folder, 'drizzle/meta/0005_snapshot.json');
        return entry(folder, '0005_create_shelves');
      } },
      folders: { rule: 'history/files-complete', does: (folder) => {
        remove(folder, `drizzle/${shelves}/snapshot.json`);
        return `drizzle/${shelves}/migration.sql:1`;
      } },
    },
  }],
  'journal entry or middle folder deleted': [{
    story: 'what makes a migration one was deleted: its entry, or its folder',
    in: {
      journal: { rule: 'history/files-complete', does: (folder) => {
        editEntries(folder, (entries) => entries.filter(({ tag }) => tag !== '0003_create_readers'));
        return 'drizzle/0003_create_readers.sql:1';
      } },
      folders: { rule: 'history/snapshot-chain', does: (folder) => {
        remove(folder, `drizzle/${loans}`);
        return `drizzle/${shelves}/migration.sql:1`;
      } },
    },
  }, {
    story: 'the newest entry was lost in a merge',
    in: {
      journal: { rule: 'history/files-complete', does: (folder) => {
        editEntries(folder, (entries) => entries.slice(0, -1));
        return 'drizzle/0005_create_shelves.sql:1';
      } },
    },
  }],
  'one number twice': [{
    story: 'two branches numbered alike',
    in: {
      journal: { rule: 'history/numbering', does: (folder) => {
        editEntries(folder, (entries) => entries.map((each) => (each.idx === 4 ? { ...each, idx: 3 } : each)));
        return entry(folder, '0004_create_loans');
      } },
      folders: { rule: 'history/numbering', does: (folder) => {
        rename(folder, 'drizzle/20260106090000_add_subtitles', 'drizzle/20260106100000_add_subtitles');
        return `drizzle/${readers}/migration.sql:1`;
      } },
    },
  }, {
    story: 'a migration was written by hand, with the number of the one before',
    in: {
      journal: { rule: 'history/numbering', does: (folder) => {
        editEntries(folder, (entries) => [...entries, ...entries.slice(-1).map((each) => ({ ...each, idx: 6, when: each.when + 1, tag: '0005_fill_shelves' }))]);
        write(folder, 'drizzle/0005_fill_shelves.down.sql', 'DELETE FROM "shelf" WHERE "label" = \'A\';\n');
        write(folder, 'drizzle/0005_fill_shelves.sql', 'INSERT INTO "shelf" ("label") VALUES (\'A\');\n');
        return entry(folder, '0005_fill_shelves');
      } },
    },
  }],
  'out of order': [{
    story: 'a migration is older than the one that it goes on from',
    in: {
      journal: { rule: 'history/journal-order', does: (folder) => {
        editEntries(folder, (entries) => entries.map((each) => (each.idx === 4 ? { ...each, when: each.when - 172_800_000 } : each)));
        return entry(folder, '0004_create_loans');
      } },
      folders: { rule: 'history/journal-order', does: (folder) => {
        rename(folder, `drizzle/${shelves}`, 'drizzle/20260106110000_create_shelves');
        return 'drizzle/20260106110000_create_shelves/migration.sql:1';
      } },
    },
  }, {
    story: 'two entries have one time',
    in: {
      journal: { rule: 'history/journal-order', does: (folder) => {
        editEntries(folder, (entries) => entries.map((each) => (each.idx === 4 ? { ...each, when: entries[3]?.when ?? 0 } : each)));
        return entry(folder, '0004_create_loans');
      } },
    },
  }],
  'dated in the future': [{
    story: 'the time of the newest migration is decades ahead',
    in: {
      journal: { rule: 'history/journal-future', does: (folder) => {
        editEntries(folder, (entries) => entries.map((each) => (each.idx === 5 ? { ...each, when: 4_102_444_800_000 } : each)));
        return entry(folder, '0005_create_shelves');
      } },
      folders: { rule: 'history/journal-future', does: (folder) => {
        rename(folder, `drizzle/${shelves}`, 'drizzle/21000101000000_create_shelves');
        return 'drizzle/21000101000000_create_shelves/migration.sql:1';
      } },
    },
  }, {
    story: 'the time of a migration in the middle is decades ahead, and the next are older',
    in: {
      journal: { rule: 'history/journal-future', does: (folder) => {
        editEntries(folder, (entries) => entries.map((each) => (each.idx === 3 ? { ...each, when: 4_102_444_800_000 } : each)));
        return entry(folder, '0003_create_readers');
      } },
    },
  }],
  'conflict markers in journal or snapshot': [{
    story: 'a merge of the journal was committed before it was finished',
    in: {
      journal: { rule: 'history/conflict-markers', does: (folder) => conflictAt(folder, journal, '      "when": 1767776400000,\n', '      "when": 1767776400001,\n') },
    },
  }, {
    story: 'a merge of the newest snapshot was committed before it was finished',
    in: {
      journal: { rule: 'history/conflict-markers', does: (folder) => conflictInId(folder, 'drizzle/meta/0005_snapshot.json') },
      folders: { rule: 'history/conflict-markers', does: (folder) => conflictInId(folder, `drizzle/${shelves}/snapshot.json`) },
    },
  }, {
    story: 'a merge of a snapshot in the middle was committed before it was finished',
    in: {
      journal: { rule: 'history/conflict-markers', does: (folder) => conflictInId(folder, 'drizzle/meta/0003_snapshot.json') },
      folders: { rule: 'history/conflict-markers', does: (folder) => conflictInId(folder, `drizzle/${readers}/snapshot.json`) },
    },
  }, {
    story: 'the same in its last lines, long behind what is read of it otherwise',
    in: {
      journal: { rule: 'history/conflict-markers', does: (folder) => conflictAtEnd(folder, 'drizzle/meta/0003_snapshot.json') },
      folders: { rule: 'history/conflict-markers', does: (folder) => conflictAtEnd(folder, `drizzle/${readers}/snapshot.json`) },
    },
  }],
  'conflict markers in SQL': [{
    story: 'a merge of SQL was committed before it was finished',
    in: {
      journal: { rule: 'history/conflict-markers', does: (folder) => conflictAt(folder, 'drizzle/0005_create_shelves.sql', label, otherLabel) },
      folders: { rule: 'history/conflict-markers', does: (folder) => conflictAt(folder, `drizzle/${shelves}/migration.sql`, label, otherLabel) },
    },
  }, {
    story: 'a merge of a down file was committed before it was finished',
    in: {
      journal: { rule: 'history/conflict-markers', does: (folder) => conflictInDown(folder, 'drizzle/0003_create_readers.down.sql') },
      folders: { rule: 'history/conflict-markers', does: (folder) => conflictInDown(folder, `drizzle/${readers}/down.sql`) },
    },
  }],
  'two snapshots go on from one': [{
    story: 'two branches were merged as they were: in folders, two that both set a default of one column',
    in: {
      journal: { rule: 'history/snapshot-chain', does: (folder) => {
        editJson(folder, 'drizzle/meta/0005_snapshot.json', (snapshot) => ({ ...snapshot, prevId: idOf(folder, 'drizzle/meta/0003_snapshot.json') }));
        return entry(folder, '0005_create_shelves');
      } },
      folders: { rule: 'history/snapshot-chain', does: (folder) => {
        cpSync(join(histories, `branches-${snapshotVersion(folder)}`), join(folder, 'drizzle'), { recursive: true });
        return 'drizzle/20260109100000_name_shelves/migration.sql:1';
      } },
    },
  }],
  'snapshot goes on from nothing': [{
    story: 'the snapshot that one goes on from was lost in a rebase',
    in: {
      journal: { rule: 'history/snapshot-chain', does: (folder) => {
        editJson(folder, 'drizzle/meta/0004_snapshot.json', (snapshot) => ({ ...snapshot, prevId: lost }));
        return entry(folder, '0004_create_loans');
      } },
      folders: { rule: 'history/snapshot-chain', does: (folder) => {
        editJson(folder, `drizzle/${loans}/snapshot.json`, (snapshot) => ({ ...snapshot, prevIds: [lost] }));
        return `drizzle/${loans}/migration.sql:1`;
      } },
    },
  }],
  'SQL edited': [{
    story: 'a constraint was taken out of SQL, which its snapshot still has',
    in: {
      journal: { rule: 'history/snapshot-not-replayed', does: (folder) => {
        edit(folder, 'drizzle/0005_create_shelves.sql', label, otherLabel);
        return 'drizzle/0005_create_shelves.sql:1';
      } },
      folders: { rule: 'history/snapshot-not-replayed', does: (folder) => {
        edit(folder, `drizzle/${shelves}/migration.sql`, label, otherLabel);
        return `drizzle/${shelves}/migration.sql:1`;
      } },
    },
  }],
  'folder without a time': [{
    story: 'a folder was given a name by hand',
    in: {
      folders: { rule: 'history/numbering', does: (folder) => {
        rename(folder, `drizzle/${shelves}`, 'drizzle/create_shelves');
        return 'drizzle/create_shelves/migration.sql:1';
      } },
    },
  }],
  'schema changed, nothing generated': [{
    story: 'a column was added to the schema',
    in: { journal: { rule: 'history/schema-not-generated', does: addColumn }, folders: { rule: 'history/schema-not-generated', does: addColumn } },
  }],
};

const phones = 'ALTER TABLE "reader" ADD COLUMN "phone" text;\n';
const [label, otherLabel] = ['\t"label" text NOT NULL\n', '\t"label" text\n'];

/** The corruptions of a layout, with their kind. */
export function corruptionsOf(layout: Layout): readonly (Seeded & { readonly kind: Kind; readonly story: string })[] {
  return kinds.flatMap((kind) => corruptions[kind].flatMap(({ story, in: { [layout]: seeded } }) =>
    (seeded === undefined ? [] : [{ kind, story, ...seeded }])));
}

function addColumn(folder: string): string {
  const line = "  floor: integer('floor'),\n";
  return edit(folder, 'src/schema.ts', "  label: text('label').notNull(),\n", `${line}  label: text('label').notNull(),\n`);
}

function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

function write(folder: string, file: string, text: string): string {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
  return `${file}:1`;
}

function remove(folder: string, path: string): void {
  rmSync(join(folder, path), { recursive: true });
}

function rename(folder: string, from: string, to: string): void {
  renameSync(join(folder, from), join(folder, to));
}

/** Replaces the last of a text, and gives the place where it stood. */
function edit(folder: string, file: string, before: string, after: string): string {
  const text = read(folder, file);
  const start = text.lastIndexOf(before);
  if (start === -1) throw new Error(`${file} has no ${before}`);
  write(folder, file, text.slice(0, start) + after + text.slice(start + before.length));
  return `${file}:${text.slice(0, start).split('\n').length}`;
}

function conflictAt(folder: string, file: string, ours: string, theirs: string): string {
  return edit(folder, file, ours, `<<<<<<< HEAD\n${ours}=======\n${theirs}>>>>>>> shelves\n`);
}

function conflictInId(folder: string, file: string): string {
  const line = `  "id": "${idOf(folder, file)}",\n`;
  return conflictAt(folder, file, line, `  "id": "${own}",\n`);
}

function conflictAtEnd(folder: string, file: string): string {
  const [last = ''] = read(folder, file).trimEnd().split('\n').slice(-1);
  return edit(folder, file, last, `<<<<<<< HEAD\n${last}\n=======\n${last}\n>>>>>>> shelves`);
}

function conflictInDown(folder: string, file: string): string {
  const text = read(folder, file);
  return conflictAt(folder, file, text, `-- irreversible\n${text}`);
}

type Json = Readonly<Record<string, unknown>>;

function editJson(folder: string, file: string, change: (json: Json) => Json): void {
  write(folder, file, JSON.stringify(change(JSON.parse(read(folder, file)) as Json), null, 2));
}

/** Of a history in folders. */
function snapshotVersion(folder: string): string {
  return (JSON.parse(read(folder, `drizzle/${shelves}/snapshot.json`)) as { readonly version: string }).version;
}

function idOf(folder: string, snapshot: string): string {
  return (JSON.parse(read(folder, snapshot)) as { readonly id: string }).id;
}

interface Entry {
  readonly idx: number;
  readonly when: number;
  readonly tag: string;
}

function editEntries(folder: string, change: (entries: readonly Entry[]) => readonly Entry[]): void {
  editJson(folder, journal, (json) => ({ ...json, entries: change(json['entries'] as readonly Entry[]) }));
}

/** The line in which an entry begins. */
function entry(folder: string, tag: string): string {
  const text = read(folder, journal);
  return `${journal}:${text.slice(0, text.lastIndexOf('{', text.indexOf(`"${tag}"`))).split('\n').length}`;
}
