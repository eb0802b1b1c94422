import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { chooseRules } from '../../src/engine/choose-rules.ts';
import { judge } from '../../src/engine/judge.ts';
import { fileJudge, type FileJudgement, type Linted } from '../../src/eslint/model/judgement-for.ts';
import { ruleChoice, type HostChoice } from '../../src/eslint/model/rule-choice.ts';
import { freshMemory } from '../../src/intake/read-state.ts';
import { takeIn } from '../../src/intake/take-in.ts';
import { overlaid } from '../../src/project/overlaid.ts';
import { importResolver } from '../../src/project/resolve-import.ts';
import { standpointWithoutGit } from '../../src/project/root.ts';
import { nodeDisk, type Disk } from '../../src/project/watched-tree.ts';
import { workingTree } from '../../src/project/working-tree.ts';
import type { Finding } from '../../src/rule/finding.ts';
import { Problem } from '../../src/text/problem.ts';

import { temporaryFolder } from '../project/folder.ts';

const repositoryRoot = join(import.meta.dirname, '../..');
const strict: HostChoice = { preset: 'strict', ruleOptions: {} };

/** Clocks that the test turns: no test waits for time to pass. */
interface TurnedDisk extends Disk {
  readonly pass: (milliseconds: number) => void;
}

/** `settled`: everything seems to have been written long ago, so that times of files alone tell what changed. */
function turnedDisk(files: 'settled' | 'recent', on: Disk = nodeDisk): TurnedDisk {
  let now = 0;
  return {
    ...on,
    now: () => now,
    date: () => Date.now() + (files === 'settled' ? 3_600_000 : 0),
    pass: (milliseconds) => { now += milliseconds; },
  };
}

function linted(folder: string, path: string, text?: string, host: HostChoice = strict): Linted {
  const file = join(folder, path);
  return { file, text: text ?? readFileSync(file, 'utf8').replace(/^\uFEFF/, ''), hasBOM: false, cwd: folder, settings: undefined, ...host };
}

function textsOf(judgement: FileJudgement): readonly string[] {
  return judgement.kind === 'judged' ? judgement.findings.map(({ rule, text }) => `${rule}: ${text}`) : [judgement.kind];
}

/** What nobody has in mind: read, and judged, from the beginning. */
function afresh(folder: string, buffers: ReadonlyMap<string, string>, host: HostChoice = strict): Problem | readonly Finding[] {
  const here = standpointWithoutGit(folder);
  const texts = overlaid(workingTree(here.root), buffers);
  try {
    const intake = takeIn(
      { cwd: folder, scope: { kind: 'all' }, paths: [] },
      { here, texts, resolve: importResolver(here.root, texts), memory: freshMemory() },
    );
    const { findings, suppressed } = judge(
      intake.facts, chooseRules(rules, ruleChoice(intake, host, rules)), { ruleIds: rules.map(({ id }) => id), baseline: intake.baseline },
    );
    return [...findings, ...suppressed];
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** Numbers from 0 to 1 that are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The living project, without what does not matter here, and findings to begin with. */
function livingProject(): string {
  const folder = temporaryFolder({
    'package.json': '{ "name": "open-data", "type": "module" }',
    'sluice.config.json': '{ "postgres": 16, "runner": "sluice", "rules": { "naming/identifier-length": "error" } }',
  });
  for (const path of ['drizzle.config.ts', 'drizzle', 'src/db/schemas']) {
    cpSync(join(repositoryRoot, path), join(folder, path), { recursive: true });
  }
  return folder;
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile()).map((path) => relative(folder, join(folder, path))).sort();
}

/** A step of somebody's work on a project. */
interface Work {
  readonly folder: string;
  readonly next: () => number;
  readonly files: () => readonly string[];
  readonly pick: <Item>(items: readonly Item[]) => Item;
  /** Undoes everything, now and then, so that the project does not end in ruins. */
  readonly restore: () => void;
}

const statements = [
  'ALTER TABLE "archive_dataset" ADD COLUMN "callNumber" text;',
  'CREATE INDEX "archive_dataset_title_index" ON "archive_dataset" ("title");',
  'DROP TABLE "archive_keyword";',
  'CREATE TABLE "loan" ("id" integer PRIMARY KEY, "bookTitle" text);',
  'SELECT broken from;',
  '-- a note',
];
const declarations = [
  "export const loan = pgTable('loanTable', { id: bigint('id', { mode: 'number' }).primaryKey(), bookTitle: text('bookTitle') });",
  "export const note = pgTable('access_note', { id: text('id').primaryKey(), person: bigint('person_id', { mode: 'number' }) });",
  "import { pgTable as table } from 'drizzle-orm/pg-core';",
  "export * from './loans';",
  '// a note',
  'export const broken = (',
];

function edited({ next, pick }: Work, path: string, text: string): string {
  const lines = text.split('\n');
  const at = Math.floor(next() * lines.length);
  const line = path.endsWith('.sql') ? `${pick(statements)}\n--> statement-breakpoint` : path.endsWith('.ts') ? pick(declarations) : '';
  switch (pick(['insert', 'append', 'delete', 'rename', 'same'])) {
    case 'insert': return path.endsWith('.ts') ? `${line}\n${text}` : [...lines.slice(0, at), line, ...lines.slice(at)].join('\n');
    case 'append': return path.endsWith('.sql') ? `${text}\n--> statement-breakpoint\n${line}` : `${text}\n${line}`;
    case 'delete': return lines.filter((_, place) => place !== at).join('\n');
    case 'rename': return text.replace('_at', 'At').replace('title', 'headline');
    default: return text;
  }
}

function journalText(work: Work, text: string): string {
  if (text.includes('oops')) return text.replace(' oops', '');
  const journal = JSON.parse(text) as { entries: { tag: string; when: number; idx: number }[] };
  const at = Math.floor(work.next() * journal.entries.length);
  const entry = journal.entries[at];
  switch (work.pick(['drop', 'when', 'swap', 'add', 'broken'])) {
    case 'drop': journal.entries.splice(at, 1); break;
    case 'when': if (entry !== undefined) entry.when += 10_000_000_000; break;
    case 'swap': journal.entries.reverse(); break;
    case 'add': journal.entries.push({ idx: 99, when: 1_999_999_999_999, tag: '0099_loans' }); break;
    default: return text.replace('"entries"', '"entries" oops');
  }
  return JSON.stringify(journal, null, 2);
}

const settings = [
  '{ "postgres": 16, "runner": "sluice", "rules": {} }',
  '{ "postgres": 11, "runner": "drizzle", "rules": { "naming/snake-case": "off" } }',
  '{ "extends": "conventions", "overrides": [{ "files": "drizzle/**", "rules": { "safety/index-without-concurrently": "off" } }] }',
  '{ "startAfter": "0003_index_version_released_by" }',
  '{ "rules": { "no/such-rule": "error" } }',
  '{ "rules": ',
];

/** Each does one thing to the files on disk. */
const works: Readonly<Record<string, (work: Work) => void>> = {
  write: (work) => {
    const path = work.pick(work.files().filter((file) => /\.(?:sql|ts)$/.test(file)));
    writeFileSync(join(work.folder, path), edited(work, path, readFileSync(join(work.folder, path), 'utf8')));
  },
  addSql: ({ folder, pick }) => { writeFileSync(join(folder, `drizzle/${pick(['0099_loans', '0100_notes'])}.sql`), pick(statements)); },
  addSchema: ({ folder, pick }) => {
    writeFileSync(join(folder, 'src/db/schemas/loans.ts'), `import { bigint, pgTable, text } from 'drizzle-orm/pg-core';\n${pick(declarations.slice(0, 2))}`);
    if (pick([true, false])) appendFileSync(join(folder, 'src/db/schemas/index.ts'), "export * from './loans.ts';\n");
  },
  remove: (work) => { rmSync(join(work.folder, work.pick(work.files()))); },
  rename: (work) => {
    const path = work.pick(work.files());
    renameSync(join(work.folder, path), join(work.folder, path.replace(/(\.\w+)$/, 's$1')));
  },
  journal: (work) => {
    const path = join(work.folder, 'drizzle/meta/_journal.json');
    if (existsSync(path)) writeFileSync(path, journalText(work, readFileSync(path, 'utf8')));
  },
  snapshot: ({ folder }) => {
    const path = join(folder, 'drizzle/meta/0016_snapshot.json');
    if (existsSync(path)) writeFileSync(path, readFileSync(path, 'utf8').replace('"notNull": true', '"notNull": false'));
  },
  settings: ({ folder, pick }) => { writeFileSync(join(folder, 'sluice.config.json'), pick(settings)); },
  restore: ({ restore }) => { restore(); },
};

function workOn(folder: string, next: () => number): Work {
  const original = temporaryFolder();
  cpSync(folder, original, { recursive: true });
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] as Item;
  return {
    folder, next, pick,
    files: () => filesOf(folder),
    restore: () => {
      for (const path of filesOf(folder)) if (!existsSync(join(original, path))) rmSync(join(folder, path));
      cpSync(original, folder, { recursive: true, preserveTimestamps: true });
    },
  };
}

describe('a long session', () => {
  test.each([
    ['settled', 1], ['settled', 2], ['recent', 3],
  ] as const)('says after every step what a fresh look says, files %s, seed %i', (files, seed) => {
    const folder = livingProject();
    const work = workOn(folder, seeded(seed));
    const disk = turnedDisk(files);
    const judged = fileJudge(disk);
    let told = 0;
    for (let step = 0; step < 40; step++) {
      const kind = work.next() < 0.15 ? 'restore' : work.pick(Object.keys(works));
      if (work.next() < 0.5) works[kind]?.(work);
      disk.pass(300);
      const said = `step ${step}, ${kind}`;
      told += compare(folder, judged, new Map(), work, said);
      const path = work.pick([...work.files().filter((file) => /^(?:drizzle\/|src\/)/.test(file) && !file.includes('snapshot')), 'src/db/schemas/new.ts']);
      const before = existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : declarations[0] ?? '';
      const buffer = path.endsWith('_journal.json') ? journalText(work, before) : edited(work, path, before);
      told += compare(folder, judged, new Map([[path, buffer]]), work, `${said}, with a buffer of ${path}`);
    }
    expect(told).toBeGreaterThan(20);
  });
});

/** Of all files as they are on disk, or of the one in the buffer. Gives the number of findings. */
function compare(folder: string, judged: (linted: Linted) => FileJudgement, buffers: ReadonlyMap<string, string>, work: Work, said: string): number {
  const fresh = afresh(folder, buffers);
  const asked = buffers.size > 0 ? [...buffers] : work.files().map((path) => [path, undefined] as const);
  for (const [path, text] of asked) {
    const judgement = judged(linted(folder, path, text));
    if (fresh instanceof Problem) {
      expect(judgement, `${said}: ${path}`).toEqual(judgement.kind === 'foreign' ? { kind: 'foreign' } : { kind: 'problem', message: fresh.message, hint: fresh.hint });
      continue;
    }
    const expected = fresh.filter(({ at }) => at.file === path);
    if (judgement.kind === 'foreign') expect(expected, `${said}: ${path} is foreign`).toEqual([]);
    else expect(judgement.kind === 'judged' ? judgement.findings : judgement, `${said}: ${path}`).toEqual(expected);
  }
  return fresh instanceof Problem ? 0 : fresh.length;
}
