import {
  cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { workingTree } from '../../src/project/working-tree.ts';
import { folderNameOf, layOut, type Layout } from '../kit/folder-layout.ts';
import { write } from '../project/folder.ts';

const root = resolve(import.meta.dirname, '../..');
const parts = ['package.json', 'tsconfig.json', 'drizzle.config.ts', 'sluice.config.ts', 'drizzle', 'src/db', 'src/project'];
const journalFile = 'drizzle/meta/_journal.json';

/** A copy of the living project in a folder outside git; the installed packages and the built tool are this checkout's. */
export function livingCopy(layout: Layout = 'journal'): string {
  const folder = emptyFolder();
  write(folder, livingFiles(layout));
  for (const part of ['node_modules', 'dist']) symlinkSync(join(root, part), join(folder, part));
  return folder;
}

const laidOut = new Map<Layout, Readonly<Record<string, string>>>();

/** Its files, laid out once for each layout: snapshots of drizzle-kit 1.0 take longer to make than all else of a copy. */
function livingFiles(layout: Layout): Readonly<Record<string, string>> {
  const known = laidOut.get(layout);
  if (known !== undefined) return known;
  const folder = emptyFolder();
  for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true });
  layOut(folder, layout);
  const texts = workingTree(folder);
  const files = Object.fromEntries(texts.list('').map((file) => [file, texts.read(file) ?? '']));
  rmSync(folder, { recursive: true });
  laidOut.set(layout, files);
  return files;
}

function emptyFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'sluice-living-')));
}

/** Replaces a text that stands exactly once in a file. */
export function replaceIn(folder: string, file: string, before: string, after: string): void {
  const text = readFileSync(join(folder, file), 'utf8');
  const [start, rest, ...others] = text.split(before);
  if (start === undefined || rest === undefined || others.length > 0) {
    throw new Error(`${file} has ${others.length === 0 ? 'no' : 'more than one'} ${before}`);
  }
  writeFileSync(join(folder, file), `${start}${after}${rest}`);
}

/** Puts a text before all others of a file. */
export function lead(folder: string, file: string, text: string): void {
  writeFileSync(join(folder, file), text + readFileSync(join(folder, file), 'utf8'));
}

/** The line on which a text stands first, from 1. */
export function lineOf(folder: string, file: string, text: string): number {
  const place = readFileSync(join(folder, file), 'utf8').indexOf(text);
  if (place === -1) throw new Error(`${file} has no ${text}`);
  return readFileSync(join(folder, file), 'utf8').slice(0, place).split('\n').length;
}

/** Whether a project's migrations lie in a folder each. */
export function isInFolders(folder: string): boolean {
  return !existsSync(join(folder, journalFile));
}

/** The migration of a name that somebody gave: `create_keywords` is `0002_create_keywords`, or a folder that ends so. */
export function tagOf(folder: string, name: string): string {
  const found = tagsIn(folder).find((tag) => tag.replace(/^\d+_/, '') === name);
  if (found === undefined) throw new Error(`No migration is called ${name}`);
  return found;
}

/** Tags in the order in which they are applied. */
export function tagsIn(folder: string): readonly string[] {
  if (!isInFolders(folder)) return readJournal(folder).entries.map(({ tag }) => tag);
  return readdirSync(join(folder, 'drizzle')).filter((name) => statSync(join(folder, 'drizzle', name)).isDirectory()).sort();
}

/** Where the SQL of a migration lies. */
export function sqlFile(folder: string, tag: string): string {
  return isInFolders(folder) ? `drizzle/${tag}/migration.sql` : `drizzle/${tag}.sql`;
}

export function downFile(folder: string, tag: string): string {
  return isInFolders(folder) ? `drizzle/${tag}/down.sql` : `drizzle/${tag}.down.sql`;
}

export function snapshotFile(folder: string, tag: string): string {
  return isInFolders(folder) ? `drizzle/${tag}/snapshot.json` : `drizzle/meta/${tag.split('_')[0] ?? tag}_snapshot.json`;
}

/** The same for a name that somebody gave. */
export function sqlOf(folder: string, name: string): string {
  return sqlFile(folder, tagOf(folder, name));
}

/** A migration as `addMigration` makes one; gives where its SQL lies. */
export function added(folder: string, name: string, up: string): string {
  return sqlFile(folder, addMigration(folder, name, up));
}

/** Where a fault is told that no statement of a migration has: at its entry, or where its folder's SQL begins. */
export function entryOf(folder: string, tag: string): string {
  if (isInFolders(folder)) return `${sqlFile(folder, tag)}:1`;
  return `${journalFile}:${lineOf(folder, journalFile, `"idx": ${readJournal(folder).entries.find((entry) => entry.tag === tag)?.idx ?? ''},`) - 1}`;
}

/** Gives a migration another time, and says what its tag is then. */
export function redate(folder: string, tag: string, when: number): string {
  if (isInFolders(folder)) {
    const name = folderNameOf(tag, when);
    renameSync(join(folder, 'drizzle', tag), join(folder, 'drizzle', name));
    return name;
  }
  const journal = readJournal(folder);
  const entries = journal.entries.map((entry) => (entry.tag === tag ? { ...entry, when } : entry));
  writeFileSync(join(folder, journalFile), JSON.stringify({ ...journal, entries }, null, 2));
  return tag;
}

/** A custom migration behind the newest, as `drizzle-kit generate --custom` lays it out, with its down file; gives its tag. */
export function addMigration(folder: string, name: string, up: string, down = '-- nothing to undo\nSELECT 1;'): string {
  const newest = tagsIn(folder).at(-1);
  if (newest === undefined) throw new Error('There is no migration to go on from');
  const snapshot = newSnapshot(folder, newest);
  const tag = isInFolders(folder) ? newFolder(folder, name, newest) : newEntry(folder, name);
  writeFileSync(join(folder, sqlFile(folder, tag)), up);
  writeFileSync(join(folder, downFile(folder, tag)), down);
  writeFileSync(join(folder, snapshotFile(folder, tag)), snapshot);
  return tag;
}

function newEntry(folder: string, name: string): string {
  const journal = readJournal(folder);
  const newest = journal.entries.at(-1);
  if (newest === undefined) throw new Error('The journal is empty');
  const tag = `${String(newest.idx + 1).padStart(4, '0')}_${name}`;
  journal.entries.push({ ...newest, idx: newest.idx + 1, when: newest.when + 1000, tag });
  writeFileSync(join(folder, journalFile), JSON.stringify(journal, null, 2));
  return tag;
}

function newFolder(folder: string, name: string, newest: string): string {
  const tag = folderNameOf(name, timeOf(newest) + 1000);
  mkdirSync(join(folder, 'drizzle', tag));
  return tag;
}

/** `20260706091212_…` */
export function timeOf(tag: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(tag) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}

interface Snapshot {
  readonly id: string;
  readonly version: string;
}

/** A custom migration leaves the schema as it was: of the snapshot only the ids change, and one of version 9 holds no deltas. */
function newSnapshot(folder: string, before: string): string {
  const { ddl, deltas, type, ...snapshot } = JSON.parse(readFileSync(join(folder, snapshotFile(folder, before)), 'utf8')) as
    Snapshot & { ddl?: unknown; deltas?: unknown; type?: unknown };
  const id = `6f1b0c1e-0000-4000-8000-${String(tagsIn(folder).length).padStart(12, '0')}`;
  if (!isInFolders(folder)) return JSON.stringify({ ...snapshot, prevId: snapshot.id, id }, null, 2);
  const state = type === undefined && deltas === undefined ? { ddl } : { type: 'diff', deltas: [] };
  return JSON.stringify({ ...snapshot, ...state, prevIds: [snapshot.id], id }, null, 2);
}

interface Journal {
  readonly entries: { readonly idx: number; readonly when: number; readonly tag: string }[];
}

function readJournal(folder: string): Journal {
  return JSON.parse(readFileSync(join(folder, journalFile), 'utf8')) as Journal;
}

/** A rule that is off until a team asks for it. */
export function switchOn(folder: string, rule: string): void {
  replaceIn(folder, 'sluice.config.ts', "    'indexes/redundant': 'error',\n", `    'indexes/redundant': 'error',\n    '${rule}': 'warn',\n`);
}
