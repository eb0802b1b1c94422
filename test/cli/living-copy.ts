import { cpSync, mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { layOut, type Layout } from '../kit/folder-layout.ts';

const root = resolve(import.meta.dirname, '../..');
const parts = ['package.json', 'tsconfig.json', 'drizzle.config.ts', 'sluice.config.ts', 'drizzle', 'src/db', 'src/project'];

/** A copy of the living project in a folder outside git; the installed packages and the built tool are this checkout's. */
export function livingCopy(layout: Layout = 'journal'): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-living-')));
  for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true });
  for (const part of ['node_modules', 'dist']) symlinkSync(join(root, part), join(folder, part));
  layOut(folder, layout);
  return folder;
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

/** A custom migration behind the newest, as `drizzle-kit generate --custom` lays it out, with its down file. */
export function addMigration(folder: string, name: string, up: string, down = '-- nothing to undo\nSELECT 1;'): string {
  const file = join(folder, 'drizzle/meta/_journal.json');
  const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: { idx: number; when: number; tag: string }[] };
  const newest = journal.entries.at(-1);
  if (newest === undefined) throw new Error('The journal is empty');
  const prefix = String(newest.idx + 1).padStart(4, '0');
  const tag = `${prefix}_${name}`;
  journal.entries.push({ ...newest, idx: newest.idx + 1, when: newest.when + 1000, tag });
  writeFileSync(file, JSON.stringify(journal, null, 2));
  writeFileSync(join(folder, `drizzle/${tag}.sql`), up);
  writeFileSync(join(folder, `drizzle/${tag}.down.sql`), down);
  writeFileSync(join(folder, `drizzle/meta/${prefix}_snapshot.json`), newSnapshot(folder, newest.tag, newest.idx + 1));
  return tag;
}

/** A custom migration leaves the snapshot as it was, but for its ids. */
function newSnapshot(folder: string, before: string, idx: number): string {
  const file = join(folder, `drizzle/meta/${before.split('_')[0] ?? before}_snapshot.json`);
  const snapshot = JSON.parse(readFileSync(file, 'utf8')) as { id: string; prevId: string };
  return JSON.stringify({ ...snapshot, prevId: snapshot.id, id: `6f1b0c1e-0000-4000-8000-${String(idx).padStart(12, '0')}` }, null, 2);
}

/** A rule that is off until a team asks for it. */
export function switchOn(folder: string, rule: string): void {
  replaceIn(folder, 'sluice.config.ts', "    'indexes/redundant': 'error',\n", `    'indexes/redundant': 'error',\n    '${rule}': 'warn',\n`);
}
