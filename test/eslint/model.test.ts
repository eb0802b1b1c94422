import {
  appendFileSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

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
import { standpoint, standpointWithoutGit } from '../../src/project/root.ts';
import { nodeDisk, type Disk } from '../../src/project/watched-tree.ts';
import { workingTree } from '../../src/project/working-tree.ts';
import type { Finding } from '../../src/rule/finding.ts';
import { Problem } from '../../src/text/problem.ts';
import { library } from '../cli/library.ts';
import { git, repository, temporaryFolder, write } from '../project/folder.ts';

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
    for (let step = 0; step < 30; step++) {
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
    expect(told).toBeGreaterThan(10);
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

/** The same disk, with what it was asked. */
function countedDisk(): Disk & { readonly asked: { stats: number; texts: string[]; entries: number } } {
  const asked = { stats: 0, texts: [] as string[], entries: 0 };
  return {
    ...nodeDisk, asked,
    stat: (path) => { asked.stats += 1; return nodeDisk.stat(path); },
    text: (path) => { asked.texts.push(path); return nodeDisk.text(path); },
    entries: (path) => { asked.entries += 1; return nodeDisk.entries(path); },
  };
}

describe('what is asked of the disk', () => {
  const migration = 'drizzle/0001_index_titles.sql';

  test('is nothing within 300 ms, and later no text of a file that is the same', () => {
    const folder = temporaryFolder(library);
    const counted = countedDisk();
    const disk = turnedDisk('settled', counted);
    const judged = fileJudge(disk);
    for (const path of [migration, 'src/schema.ts']) judged(linted(folder, path));
    const cold = { ...counted.asked, texts: counted.asked.texts.length };
    disk.pass(299);
    judged(linted(folder, migration));
    judged(linted(folder, 'src/schema.ts'));
    expect({ ...counted.asked, texts: counted.asked.texts.length }).toEqual(cold);
    disk.pass(1);
    judged(linted(folder, migration));
    expect(counted.asked.texts).toHaveLength(cold.texts);
    expect(counted.asked.entries).toBe(cold.entries);
    expect(counted.asked.stats).toBeGreaterThan(cold.stats);
  });

  test('is the text of the file that changed', () => {
    const folder = temporaryFolder(library);
    const counted = countedDisk();
    const disk = turnedDisk('settled', counted);
    const judged = fileJudge(disk);
    judged(linted(folder, migration));
    counted.asked.texts.length = 0;
    appendFileSync(join(folder, 'src/schema.ts'), '// a note\n');
    disk.pass(300);
    judged(linted(folder, migration));
    expect(counted.asked.texts).toEqual([join(folder, 'src/schema.ts')]);
  });

  test('of what was written just now is its text at every look, for its time may stay the same', () => {
    const folder = temporaryFolder(library);
    const counted = countedDisk();
    const disk = turnedDisk('recent', counted);
    const judged = fileJudge(disk);
    judged(linted(folder, migration));
    counted.asked.texts.length = 0;
    disk.pass(300);
    judged(linted(folder, migration));
    expect(counted.asked.texts).toContain(join(folder, 'src/schema.ts'));
  });
});

describe('what is kept', () => {
  test('are the findings, for all files of a project that are as they are on disk', () => {
    const folder = temporaryFolder(library);
    const judged = fileJudge(turnedDisk('settled'));
    const intakes = ['drizzle/0001_index_titles.sql', 'src/schema.ts', 'drizzle/meta/_journal.json'].map((path) => {
      const judgement = judged(linted(folder, path));
      return judgement.kind === 'judged' ? judgement.intake : judgement.kind;
    });
    expect(new Set(intakes).size).toBe(1);
  });

  test('is what a buffer of no part of the project cannot change', () => {
    const folder = temporaryFolder({ ...library, 'src/server.ts': 'export const port = 1;' });
    const counted = countedDisk();
    const judged = fileJudge(counted);
    judged(linted(folder, 'src/schema.ts'));
    const before = counted.asked.texts.length;
    for (let port = 0; port < 50; port++) {
      expect(judged(linted(folder, 'src/server.ts', `export const port = ${port};`))).toEqual({ kind: 'foreign' });
    }
    expect(counted.asked.texts.slice(before).filter((path) => path.endsWith('server.ts'))).toEqual([]);
  });

  test('does not grow with the hours: two thousand edits, and the heap is as it was after two hundred', () => {
    const folder = temporaryFolder(library);
    const disk = turnedDisk('settled');
    const judged = fileJudge(disk);
    const schema = readFileSync(join(folder, 'src/schema.ts'), 'utf8');
    const migration = readFileSync(join(folder, 'drizzle/0000_authors_and_books.sql'), 'utf8');
    const edit = (at: number): void => {
      if (at % 2 === 0) judged(linted(folder, 'src/schema.ts', `${schema}\nexport const loan${at} = pgTable('loan_${at}', { bookTitle: text('bookTitle') });`));
      else judged(linted(folder, 'drizzle/0000_authors_and_books.sql', `${migration}--> statement-breakpoint\nALTER TABLE "book" ADD COLUMN "note_${at}" text;`));
      disk.pass(60);
    };
    const heaps = [200, 2_000].map((edits, part) => {
      for (let at = part === 0 ? 0 : 200; at < edits; at++) edit(at);
      return heapUsed();
    });
    const [early = 0, late = 0] = heaps;
    expect(late - early).toBeLessThan(8_000_000);
  });
});

/** What is left once everything that nobody holds was collected. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

describe('in a process that lives for hours', () => {
  test('what others write is seen within 300 ms, by the real clock', async () => {
    const folder = temporaryFolder(library);
    const judged = fileJudge();
    const of = (path: string): readonly string[] => textsOf(judged(linted(folder, path))).filter((text) => text.startsWith('naming/'));
    expect(of('src/schema.ts')).toHaveLength(1);
    writeFileSync(join(folder, 'src/schema.ts'), readFileSync(join(folder, 'src/schema.ts'), 'utf8').replace("text('bornOn')", "text('born_on')"));
    await pause(301);
    expect(of('src/schema.ts')).toEqual([]);
  });

  test('a file that others add has its finding, and loses it with the file', () => {
    const folder = temporaryFolder(library);
    const disk = turnedDisk('settled');
    const judged = fileJudge(disk);
    const stray = 'drizzle/0099_loans.sql';
    expect(textsOf(judged(linted(folder, stray, 'SELECT 1;')))).toEqual([expect.stringMatching(/^history\/files-complete: No entry/)]);
    write(folder, { [stray]: 'SELECT 1;' });
    disk.pass(300);
    expect(textsOf(judged(linted(folder, stray)))).toEqual([expect.stringMatching(/^history\/files-complete: No entry/)]);
    const entry = { idx: 2, version: '7', when: 1_760_000_200_000, tag: '0099_loans', breakpoints: true };
    const journal = JSON.parse(readFileSync(join(folder, 'drizzle/meta/_journal.json'), 'utf8')) as { entries: unknown[] };
    writeFileSync(join(folder, 'drizzle/meta/_journal.json'), JSON.stringify({ ...journal, entries: [...journal.entries, entry] }));
    disk.pass(300);
    expect(textsOf(judged(linted(folder, stray))).filter((text) => text.includes('No entry'))).toEqual([]);
  });

  test('an index that SQL makes covers the foreign key that TypeScript declares, for as long as it is there', () => {
    const created = 'CREATE INDEX "book_author_id_index" ON "book" USING btree ("author_id");';
    const first = 'drizzle/0000_authors_and_books.sql';
    const without = (path: string, text: string): string => (library[path] ?? '').replace(text, '');
    const folder = temporaryFolder({
      ...library, [first]: without(first, created), 'src/schema.ts': without('src/schema.ts', "    index('book_author_id_index').on(table.authorId),\n"),
    });
    const disk = turnedDisk('settled');
    const judged = fileJudge(disk);
    const isCovered = (): boolean => !textsOf(judged(linted(folder, 'src/schema.ts'))).some((text) => text.startsWith('indexes/foreign-key-covered'));
    const seen = [isCovered()];
    for (const text of [library[first] ?? '', without(first, created)]) {
      writeFileSync(join(folder, first), text);
      disk.pass(300);
      seen.push(isCovered());
    }
    expect(seen).toEqual([false, true, false]);
  });
});

describe('the project of a file', () => {
  const sql = 'CREATE INDEX "loan_index" ON "loan" ("book_id");';

  test('is found without git where git finds it', () => {
    const outer = repository({ ...library, 'packages/db/note.ts': '' });
    const inner = join(outer, 'packages/db');
    git(outer, 'worktree', 'add', '--quiet', join(outer, 'tree'));
    const workspace = temporaryFolder({ 'pnpm-workspace.yaml': '', 'packages/db/package.json': '{}', 'alone/.git/note': '' });
    const folders = [outer, inner, join(outer, 'drizzle/meta'), join(outer, 'tree/src'), workspace, join(workspace, 'packages/db'), join(workspace, 'alone')];
    for (const folder of folders) {
      const { root, folder: below } = standpoint(folder);
      expect(standpointWithoutGit(folder), folder).toEqual({ root, folder: below, git: 'none' });
    }
  });

  test('may be reached through a link', () => {
    const folder = temporaryFolder(library);
    const link = join(temporaryFolder(), 'link');
    symlinkSync(folder, link);
    expect(textsOf(fileJudge()(linted(link, 'src/schema.ts')))).toEqual(textsOf(fileJudge()(linted(folder, 'src/schema.ts'))));
  });

  test('is the one that settings name, with the meaning of the flags', () => {
    const folder = temporaryFolder({ 'db/schema.ts': library['src/schema.ts'] ?? '', 'db/sql/meta/_journal.json': '{}', 'db/sql/0000_loans.sql': sql });
    const named = { ...linted(folder, 'db/schema.ts'), settings: { cwd: 'db', schema: 'schema.ts', out: 'sql' } };
    expect(fileJudge()(named)).toMatchObject({ kind: 'problem', message: expect.stringContaining('_journal.json') as string });
    write(folder, { 'db/sql/meta/_journal.json': '{ "version": "7", "dialect": "postgresql", "entries": [] }' });
    expect(fileJudge()(named).kind).toBe('judged');
  });

  test('may be none: SQL is judged alone, and so is TypeScript that declares tables', () => {
    const folder = temporaryFolder();
    const judged = fileJudge();
    expect(textsOf(judged(linted(folder, 'loans.sql', sql)))).toEqual([
      expect.stringMatching(/^safety\/index-without-concurrently/), expect.stringMatching(/^safety\/missing-lock-timeout/),
    ]);
    expect(textsOf(judged(linted(folder, 'loans.ts', library['src/schema.ts'])))).toEqual([
      expect.stringMatching(/^naming\/snake-case/), expect.stringMatching(/^design\/explicit-on-delete/),
    ]);
    expect(judged(linted(folder, 'server.ts', 'export {};')).kind).toBe('foreign');
  });

  test('is told of no file that is none of it', () => {
    const folder = temporaryFolder({ ...library, 'seeds/loans.sql': sql, 'src/server.ts': 'export {};' });
    const judged = fileJudge();
    for (const path of ['seeds/loans.sql', 'src/server.ts', 'drizzle.config.ts']) expect(judged(linted(folder, path)).kind, path).toBe('foreign');
  });

  test('that cannot be read is a problem to its own files, and to no others', () => {
    const folder = temporaryFolder({ ...library, 'sluice.config.json': '{ "rule": {} }', 'src/server.ts': 'export {};' });
    const judged = fileJudge();
    expect(judged(linted(folder, 'src/schema.ts'))).toMatchObject({ kind: 'problem', message: expect.stringContaining('sluice.config.json') as string });
    expect(judged(linted(folder, 'drizzle/0001_index_titles.sql')).kind).toBe('problem');
    expect(judged(linted(folder, 'src/server.ts')).kind).toBe('foreign');
  });
});

describe('a byte-order mark', () => {
  test('counts in the spans, also where the editor does not tell of it', () => {
    const folder = temporaryFolder({ ...library, 'src/schema.ts': `\uFEFF${library['src/schema.ts'] ?? ''}` });
    const judged = fileJudge();
    const plain = linted(folder, 'src/schema.ts');
    const [told, untold, edited] = [{ ...plain, hasBOM: true }, plain, { ...plain, text: `${plain.text}// a note` }].map(judged);
    expect(told).toMatchObject({ kind: 'judged', offset: 1 });
    expect(untold).toEqual(told);
    expect(edited).toMatchObject({ offset: 1, findings: told?.kind === 'judged' ? told.findings.map(({ at }) => ({ at })) : [] });
  });
});

describe('options of the ESLint configuration', () => {
  test('win over the settings, and turn a rule on', () => {
    const folder = temporaryFolder({ ...library, 'sluice.config.json': '{ "rules": { "naming/snake-case": "off", "history/schema-not-generated": "off", "design/explicit-on-delete": "off" } }' });
    const judged = fileJudge();
    const of = (ruleOptions: HostChoice['ruleOptions']): number => textsOf(judged(linted(folder, 'src/schema.ts', undefined, { preset: 'strict', ruleOptions }))).length;
    expect([of({}), of({ 'naming/snake-case': {} }), of({ 'naming/snake-case': { kinds: ['table'] } }), of({})]).toEqual([0, 1, 0, 0]);
  });
});
