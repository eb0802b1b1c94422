import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runDrizzleKit } from '../../src/drizzle-kit/run-drizzle-kit.ts';
import { freshDatabaseIn } from '../kit/fresh-database.ts';
import { customized, generated, schemaAfter, ungenerated, type Files } from '../kit/two-branches.ts';
import { clone, commit, git, repository, temporaryFolder, write } from '../project/folder.ts';
import { checked, sluice } from './sluice.ts';

const start = Date.UTC(2026, 4, 1, 8);
const hour = 3_600_000;
const root = resolve(import.meta.dirname, '../..');

const project: Files = {
  'package.json': '{ "type": "module" }\n',
  '.gitignore': 'node_modules\n',
  'drizzle.config.ts': "export default { dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle' };\n",
};
/** The library before the branches, ours with two migrations, and the default branch with one. */
const before = await generated(project, { name: 'library', when: start, changes: [] });
/** Our first migration alone. */
const ourFirst = await generated(before, { name: 'loans', when: start + hour, changes: ['loans', 'isbn'], breakpoints: false });
const ours = customized(ourFirst, { name: 'first_loans', when: start + hour + 1 }, '-- By hand: the first.\nINSERT INTO "loan" ("id", "book_id") SELECT "id", "id" FROM "book" WHERE "id" = 1;\n');
const theirs = await generated(before, { name: 'rooms', when: start + 2 * hour, changes: ['rooms', 'country'] });
const both = schemaAfter(['rooms', 'country', 'loans', 'isbn']);

interface Journal {
  readonly entries: readonly { readonly tag: string }[];
}

/** A repository whose branch `loans` is checked out, made before `main` went on. */
function twoBranches(mine: Files = ours, others: Files = theirs): string {
  if (mine === ours && others === theirs) {
    const work = temporaryFolder();
    cpSync(usual, work, { recursive: true, verbatimSymlinks: true });
    return work;
  }
  return branched(repository(before), mine, others);
}

function branched(work: string, mine: Files, others: Files): string {
  git(work, 'switch', '--quiet', '-c', 'loans');
  write(work, mine);
  commit(work, 'Ours');
  git(work, 'switch', '--quiet', 'main');
  write(work, others);
  commit(work, 'Theirs');
  git(work, 'switch', '--quiet', 'loans');
  symlinkSync(join(root, 'node_modules'), join(work, 'node_modules'));
  return work;
}

/** Starts the merge, which conflicts, and settles the schema. */
function merge(work: string, branch = 'main'): void {
  expect(() => git(work, 'merge', '--no-edit', branch)).toThrow();
  write(work, { 'src/schema.ts': both });
  git(work, 'add', 'src/schema.ts');
}

/** Rebases onto main, each conflict resolved in one way. */
function toItsEnd(work: string, resolve: (work: string) => void): void {
  let args: readonly string[] = ['rebase', 'main'];
  for (;;) {
    try {
      git(work, ...args);
      return;
    } catch (thrown) {
      if (git(work, 'diff', '--name-only', '--diff-filter=U') === '') throw thrown;
      resolve(work);
      git(work, 'add', '--all');
      args = ['-c', 'core.editor=true', 'rebase', '--continue'];
    }
  }
}

/** The usual two, made once: git takes its time. */
let usual = '';

beforeAll(() => {
  usual = mkdtempSync(join(tmpdir(), 'sluice-'));
  write(usual, before);
  git(usual, 'init', '--quiet', '--initial-branch=main');
  commit(usual, 'First');
  branched(usual, ours, theirs);
});

afterAll(() => { rmSync(usual, { recursive: true, force: true }); });

function migrationsIn(work: string): readonly string[] {
  return readdirSync(join(work, 'drizzle')).filter((file) => file.endsWith('.sql') && !file.endsWith('.down.sql')).sort();
}

function read(work: string, file: string): string {
  return readFileSync(join(work, file), 'utf8');
}

const movedFiles = ['0000_library.sql', '0001_rooms.sql', '0002_loans.sql', '0003_first_loans.sql'];

/** sluice check takes it as it is, and there is nothing to generate. */
async function expectSound(work: string): Promise<void> {
  const { report } = await checked(work, '--all');
  expect(report.findings.filter(({ rule }) => rule.startsWith('history/')).map(({ rule, message }) => `${rule} ${message}`)).toEqual([]);
  const snapshots = readdirSync(join(work, 'drizzle/meta')).filter((file) => file.endsWith('_snapshot.json')).map((file) => `drizzle/meta/${file}`);
  expect(await ungenerated(Object.fromEntries(['src/schema.ts', ...snapshots].map((file) => [file, read(work, file)])))).toEqual([]);
}

/** So do drizzle-kit's own commands. */
async function expectSoundToKit(work: string): Promise<void> {
  const kit = { cwd: work, env: process.env, timeoutMs: 60_000 };
  expect(await runDrizzleKit(['check'], kit)).toMatchObject({ outcome: 'done' });
  const files = migrationsIn(work);
  expect(await runDrizzleKit(['generate'], kit)).toMatchObject({ outcome: 'done', output: expect.stringContaining('No schema changes') as unknown });
  expect(migrationsIn(work)).toEqual(files);
}

describe('sluice rebase', () => {
  test('in a merge with conflicts shows its plan, carries it out, and has nothing to do a second time', async () => {
    const work = twoBranches();
    merge(work);
    expect(read(work, 'drizzle/meta/_journal.json')).toContain('<<<<<<<');

    const status = git(work, 'status', '--porcelain');
    const dry = await sluice(work, 'rebase', '--dry-run');
    expect(dry).toEqual({
      code: 0, stderr: '', stdout: `Would move 2 migrations behind 0001_rooms of main:
  drizzle/0001_loans.sql -> drizzle/0002_loans.sql (with down file and snapshot), in the journal at ${timeIn(dry.stdout, 0)}
  drizzle/0002_first_loans.sql -> drizzle/0003_first_loans.sql (with down file and snapshot), in the journal at ${timeIn(dry.stdout, 1)}
Would take from main:
  drizzle/meta/0001_snapshot.json
`,
    });
    expect(git(work, 'status', '--porcelain')).toBe(status);

    const done = await sluice(work, 'rebase');
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(done.stdout).toMatch(/^Moved 2 migrations behind 0001_rooms of main:\n/);
    expect(done.stdout).toMatch(/\nNext: git add drizzle, and finish the merge\.\n$/);
    expect(migrationsIn(work)).toEqual(movedFiles);
    for (const [from, to] of [['0001_loans', '0002_loans'], ['0002_first_loans', '0003_first_loans']]) {
      expect(read(work, `drizzle/${to ?? ''}.sql`)).toBe(ours[`drizzle/${from ?? ''}.sql`]);
      expect(read(work, `drizzle/${to ?? ''}.down.sql`)).toBe(ours[`drizzle/${from ?? ''}.down.sql`]);
    }
    for (const file of ['0001_rooms.sql', '0001_rooms.down.sql', 'meta/0001_snapshot.json']) {
      expect(read(work, `drizzle/${file}`)).toBe(theirs[`drizzle/${file}`]);
    }
    expect(read(work, 'drizzle/meta/_journal.json').startsWith((theirs['drizzle/meta/_journal.json'] ?? '').replace(/\s*\]\s*\}\s*$/, ''))).toBe(true);
    expect(JSON.parse(read(work, 'drizzle/meta/_journal.json'))).toMatchObject({
      entries: [{}, {}, { idx: 2, tag: '0002_loans', breakpoints: false }, { idx: 3, tag: '0003_first_loans', breakpoints: true }],
    });
    await expectSound(work);
    await expectSoundToKit(work);

    const again = await sluice(work, 'rebase');
    expect(again).toEqual({ code: 0, stderr: '', stdout: '0002_loans, 0003_first_loans stand behind main already: there is nothing to move.\n' });
    commit(work, 'Merged');
    expect(await sluice(work, 'rebase', '--onto', 'main')).toEqual(again);
  });

  test.each(['ours', 'theirs'])('after a merge in which %s won every conflict', async (side) => {
    const work = twoBranches();
    expect(() => git(work, 'merge', '--no-edit', 'main')).toThrow();
    git(work, 'checkout', `--${side}`, 'drizzle', 'src');
    write(work, { 'src/schema.ts': both });
    commit(work, 'Merged');
    expect(await sluice(work, 'rebase')).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/Next: sluice check, and git add drizzle\.\n$/) as unknown });
    expect(migrationsIn(work)).toEqual(movedFiles);
    await expectSound(work);
  });

  test('before the merge, onto a branch that is named', async () => {
    const work = twoBranches();
    write(work, { 'src/schema.ts': both });
    const { code, stderr, stdout } = await sluice(work, 'rebase', '--onto', 'main');
    expect([code, stderr, stdout]).toEqual([0, '', expect.stringMatching(/\nNext: git add drizzle, git commit, and git merge main: its migrations are here now/)]);
    expect(migrationsIn(work)).toEqual(movedFiles);
    await expectSound(work);
    commit(work, 'Moved');
    expect(() => git(work, 'merge', '--no-edit', 'main')).toThrow();
    expect(await sluice(work, 'rebase')).toMatchObject({
      code: 0, stdout: expect.stringMatching(/^Wrote the journal with 2 migrations behind 0001_rooms of main:\n {2}drizzle\/0002_loans\.sql stays[^]*\nNext: resolve src\/schema\.ts and git add it, git add drizzle, and finish/) as unknown,
    });
    expect(migrationsIn(work)).toEqual(movedFiles);
  });

  test('on the default branch moves what is merged into it, not its own', async () => {
    const work = twoBranches();
    git(work, 'switch', '--quiet', 'main');
    merge(work, 'loans');
    expect(await sluice(work, 'rebase')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Moved 2 migrations behind 0001_rooms of main:/) as unknown });
    expect(migrationsIn(work)).toEqual(movedFiles);
    await expectSound(work);
  });

  test('in a rebase that stopped goes on from what is there', async () => {
    const work = twoBranches();
    expect(() => git(work, 'rebase', 'main')).toThrow();
    write(work, { 'src/schema.ts': both });
    const { code, stdout } = await sluice(work, 'rebase');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/Next: resolve src\/schema\.ts and git add it, git add drizzle, and git rebase --continue\.\n$/)]);
    expect(migrationsIn(work)).toEqual(movedFiles);
    await expectSound(work);
  });

  describe('after a git rebase', () => {
    /** A branch of two commits that was rebased to the end, each conflict resolved in one way. */
    function rebased(resolve: (work: string) => void): string {
      const work = repository(before);
      git(work, 'switch', '--quiet', '-c', 'loans');
      write(work, ourFirst);
      commit(work, 'Our first');
      git(work, 'switch', '--quiet', 'main');
      write(work, theirs);
      commit(work, 'Theirs');
      git(work, 'switch', '--quiet', 'loans');
      write(work, ours);
      commit(work, 'Ours');
      toItsEnd(work, resolve);
      write(work, { 'src/schema.ts': both });
      commit(work, 'The schema of both');
      return work;
    }

    const from = (work: string): string => `${git(work, 'rev-parse', 'ORIG_HEAD').slice(0, 9)}, where loans was before it was rebased (git reflog loans)`;

    test('in which theirs won: what is lost is read from where the branch was', async () => {
      const work = rebased((at) => { git(at, 'checkout', '--ours', '.'); });
      const told = `Lost in the rebase, and read from ${from(work)}:
  of 0001_loans: its entry in the journal, snapshot
  of 0002_first_loans: its entry in the journal`;
      const dry = await sluice(work, 'rebase', '--dry-run');
      expect([dry.code, dry.stderr]).toEqual([0, '']);
      expect(dry.stdout).toContain(told);
      expect(git(work, 'status', '--porcelain')).toBe('');
      const done = await sluice(work, 'rebase');
      expect([done.code, done.stdout]).toEqual([0, expect.stringContaining(told)]);
      expect(migrationsIn(work)).toEqual(movedFiles);
      for (const name of ['loans', 'first_loans']) {
        const [now, then] = name === 'loans' ? ['0002_loans', '0001_loans'] : ['0003_first_loans', '0002_first_loans'];
        expect([read(work, `drizzle/${now}.sql`), read(work, `drizzle/${now}.down.sql`)]).toEqual([ours[`drizzle/${then}.sql`], ours[`drizzle/${then}.down.sql`]]);
      }
      await expectSound(work);
      expect(await sluice(work, 'rebase')).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing to move') as unknown });
      commit(work, 'Moved');
      expect(await sluice(work, 'rebase')).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing to move') as unknown });
    });

    test('in which ours won: all of it is here, and theirs comes from main', async () => {
      const work = rebased((at) => { git(at, 'checkout', '--theirs', '.'); });
      const { code, stdout } = await sluice(work, 'rebase');
      expect([code, stdout]).toEqual([0, expect.stringMatching(/^Moved 2 migrations behind 0001_rooms of main:/)]);
      expect(stdout).not.toContain('Lost');
      expect(migrationsIn(work)).toEqual(movedFiles);
      await expectSound(work);
    });

    test('with the entries of both, and a snapshot lost', async () => {
      const work = rebased((at) => {
        git(at, 'checkout', '--ours', '.');
        const journal = (files: Files): Journal => JSON.parse(files['drizzle/meta/_journal.json'] ?? '') as Journal;
        const entries = [...journal(theirs).entries, ...journal(ours).entries.slice(1).filter(({ tag }) => existsSync(join(at, `drizzle/${tag}.sql`)))];
        write(at, { 'drizzle/meta/_journal.json': JSON.stringify({ ...journal(theirs), entries }, null, 2) });
      });
      const { code, stdout } = await sluice(work, 'rebase');
      expect([code, stdout]).toEqual([0, expect.stringContaining(`Lost in the rebase, and read from ${from(work)}:\n  of 0001_loans: snapshot\n`)]);
      expect(migrationsIn(work)).toEqual(movedFiles);
      await expectSound(work);
    });

    test('whose reflog is gone, says what it cannot move, and does not guess', async () => {
      const work = rebased((at) => { git(at, 'checkout', '--ours', '.'); });
      rmSync(join(work, '.git/logs'), { recursive: true });
      git(work, 'update-ref', '-d', 'ORIG_HEAD');
      const status = git(work, 'status', '--porcelain');
      const { code, stdout } = await sluice(work, 'rebase');
      expect([code, stdout]).toEqual([1, expect.stringContaining('But drizzle/0001_loans.sql, drizzle/0002_first_loans.sql are in no journal')]);
      expect(git(work, 'status', '--porcelain')).toBe(status);
    });
  });

  test('after a rebase that kept both entries moves once what was edited since', async () => {
    const work = branched(repository(before), ourFirst, theirs);
    toItsEnd(work, (at) => {
      git(at, 'checkout', '--theirs', '.');
      const [mine, others] = [ourFirst, theirs].map((files) => JSON.parse(files['drizzle/meta/_journal.json'] ?? '') as Journal);
      write(at, {
        'src/schema.ts': both,
        'drizzle/meta/_journal.json': `${JSON.stringify({ ...others, entries: [...others?.entries ?? [], ...mine?.entries.slice(1) ?? []] }, null, 2)}\n`,
      });
    });
    const edited = `-- Edited since.\n${ourFirst['drizzle/0001_loans.sql'] ?? ''}`;
    write(work, { 'drizzle/0001_loans.sql': edited });
    commit(work, 'Edited');
    const { code, stdout, stderr } = await sluice(work, 'rebase', '--onto', 'main');
    expect([code, stderr, stdout]).toEqual([0, '', expect.stringMatching(/^Moved 1 migration behind 0001_rooms of main:\n/)]);
    expect(stdout).not.toContain('Lost in the rebase');
    expect(migrationsIn(work)).toEqual(['0000_library.sql', '0001_rooms.sql', '0002_loans.sql']);
    expect(read(work, 'drizzle/0002_loans.sql')).toBe(edited);
    await expectSound(work);
  });

  test('after two rebases finds what the first lost', async () => {
    const work = twoBranches();
    const theirsWin = (at: string): void => { git(at, 'checkout', '--ours', '.'); };
    toItsEnd(work, theirsWin);
    git(work, 'switch', '--quiet', 'main');
    write(work, await generated(theirs, { name: 'joined', when: start + 3 * hour, changes: ['rooms', 'country', 'joinedOn'] }));
    commit(work, 'More of theirs');
    git(work, 'switch', '--quiet', 'loans');
    toItsEnd(work, theirsWin);
    write(work, { 'src/schema.ts': schemaAfter(['rooms', 'country', 'loans', 'isbn', 'joinedOn']) });
    expect(await sluice(work, 'rebase')).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('of 0001_loans: its entry in the journal, snapshot') as unknown });
    expect(migrationsIn(work)).toEqual(['0000_library.sql', '0001_rooms.sql', '0002_joined.sql', '0003_loans.sql', '0004_first_loans.sql']);
    await expectSound(work);
  });

  test('after a rebase in which both had one name brings our SQL back, and leaves out what was dropped', async () => {
    const names = { name: 'more', when: start + hour };
    const mine = customized(await generated(before, { ...names, changes: ['loans', 'isbn'] }), { name: 'dropped', when: start + hour + 1 }, 'SELECT 1;\n');
    const work = twoBranches(mine, await generated(before, { ...names, changes: ['rooms', 'country'] }));
    expect(() => git(work, 'rebase', 'main')).toThrow();
    git(work, 'checkout', '--ours', '.');
    for (const file of ['0002_dropped.sql', '0002_dropped.down.sql', 'meta/0002_snapshot.json']) rmSync(join(work, 'drizzle', file));
    write(work, { 'src/schema.ts': both });
    git(work, 'add', '--all');
    git(work, '-c', 'core.editor=true', 'rebase', '--continue');
    expect(await sluice(work, 'rebase')).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('of 0001_more: its entry in the journal, SQL, ') as unknown });
    expect(migrationsIn(work)).toEqual(['0000_library.sql', '0001_more.sql', '0002_more.sql']);
    expect(read(work, 'drizzle/0002_more.sql')).toBe(mine['drizzle/0001_more.sql']);
    await expectSound(work);
    write(work, { 'drizzle/0002_more.sql': `-- Edited since.\n${mine['drizzle/0001_more.sql'] ?? ''}` });
    expect(await sluice(work, 'rebase')).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing to move') as unknown });
  });

  test('after git pull --rebase on the default branch itself', async () => {
    const upstream = repository(before);
    const work = clone(upstream);
    write(upstream, theirs);
    commit(upstream, 'Theirs');
    write(work, ours);
    commit(work, 'Ours');
    expect(() => git(work, 'pull', '--quiet', '--rebase')).toThrow();
    git(work, 'checkout', '--ours', '.');
    write(work, { 'src/schema.ts': both });
    git(work, 'add', '--all');
    git(work, '-c', 'core.editor=true', 'rebase', '--continue');
    const was = git(work, 'rev-parse', 'ORIG_HEAD').slice(0, 9);
    const { code, stdout } = await sluice(work, 'rebase');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Moved 2 migrations behind 0001_rooms of origin\/main:/)]);
    expect(stdout).toContain(`Lost in the rebase, and read from ${was}, where main was before it was rebased (git reflog main):`);
    expect(migrationsIn(work)).toEqual(movedFiles);
    symlinkSync(join(root, 'node_modules'), join(work, 'node_modules'));
    await expectSound(work);
  });

  test('in a squash merge that is not committed loses nothing of either side', async () => {
    const work = twoBranches();
    git(work, 'switch', '--quiet', 'main');
    expect(() => git(work, 'merge', '--squash', 'loans')).toThrow();
    write(work, { 'src/schema.ts': both });
    const { code, stdout } = await sluice(work, 'rebase');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Moved 2 migrations behind 0001_rooms of main:[^]*Next: resolve src\/schema\.ts and git add it, git add drizzle, and git commit\.\n$/)]);
    expect(migrationsIn(work)).toEqual(movedFiles);
    await expectSound(work);
  });

  test('on the default branch says which merge left migrations that stand wrongly, and how to move them', async () => {
    const work = twoBranches();
    git(work, 'switch', '--quiet', 'main');
    merge(work, 'loans');
    const entries = (files: Files): readonly unknown[] => (JSON.parse(files['drizzle/meta/_journal.json'] ?? '') as { readonly entries: readonly unknown[] }).entries;
    git(work, 'checkout', '--ours', 'drizzle/meta');
    write(work, { 'drizzle/meta/_journal.json': JSON.stringify({ version: '7', dialect: 'postgresql', entries: [...entries(theirs), ...entries(ours).slice(1)] }) });
    commit(work, 'Merged');
    commit(work, 'More');
    const merged = git(work, 'rev-parse', 'HEAD^').slice(0, 9);
    const { code, stdout } = await sluice(work, 'rebase');
    expect([code, stdout]).toEqual([1, `This branch has no migrations that main has not: there is nothing to move.
But this is main itself, and what came in with ${merged} does not stand behind what was there before. As long as no database has it: sluice rebase --onto ${merged}^
`]);
    expect(await sluice(work, 'rebase', '--onto', `${merged}^`)).toMatchObject({ code: 0, stderr: '' });
    expect(migrationsIn(work)).toEqual(movedFiles);
    commit(work, 'Mended');
    expect(await sluice(work, 'rebase')).toMatchObject({ code: 0, stdout: 'This branch has no migrations that main has not: there is nothing to move.\n' });
    await expectSound(work);
  });

  test('finds a snapshot that an earlier merge put another in place of', async () => {
    const work = twoBranches();
    merge(work);
    git(work, 'checkout', '--theirs', 'drizzle/meta');
    write(work, { 'drizzle/meta/_journal.json': theirs['drizzle/meta/_journal.json'] ?? '' });
    commit(work, 'Merged');
    git(work, 'switch', '--quiet', 'main');
    write(work, await generated(theirs, { name: 'joined', when: start + 3 * hour, changes: ['rooms', 'country', 'joinedOn'] }));
    commit(work, 'More of theirs');
    git(work, 'switch', '--quiet', 'loans');
    const journal = JSON.parse(ours['drizzle/meta/_journal.json'] ?? '') as { readonly entries: readonly unknown[] };
    write(work, { 'drizzle/meta/_journal.json': JSON.stringify(journal, null, 2), 'src/schema.ts': schemaAfter(['rooms', 'country', 'loans', 'isbn', 'joinedOn']) });
    expect(await sluice(work, 'rebase')).toMatchObject({ code: 0, stderr: '' });
    expect(migrationsIn(work)).toEqual(['0000_library.sql', '0001_rooms.sql', '0002_joined.sql', '0003_loans.sql', '0004_first_loans.sql']);
    await expectSound(work);
  });

  test('refuses where marks show an entry that neither side has', async () => {
    const work = twoBranches(before);
    git(work, 'reset', '--quiet', '--hard', 'main~1');
    write(work, ours);
    git(work, 'add', 'drizzle', 'src');
    git(work, 'stash', '--quiet');
    git(work, 'merge', '--quiet', 'main');
    expect(() => git(work, 'stash', 'pop')).toThrow();
    const journal = read(work, 'drizzle/meta/_journal.json');
    expect(await sluice(work, 'rebase')).toMatchObject({ code: 2, stderr: expect.stringContaining('show 0001_loans, which neither of the two branches has') as unknown });
    expect(read(work, 'drizzle/meta/_journal.json')).toBe(journal);
  });

  test('says nothing of moves that could not be written', async () => {
    const work = twoBranches();
    write(work, { 'src/schema.ts': both, 'drizzle/meta/0003_snapshot.json/kept': '' });
    const status = git(work, 'status', '--porcelain');
    expect(await sluice(work, 'rebase', '--onto', 'main')).toMatchObject({
      code: 2, stdout: '', stderr: expect.stringMatching(/0003_snapshot\.json cannot be written: [^]*Nothing was written/) as unknown,
    });
    expect(git(work, 'status', '--porcelain')).toBe(status);
  });

  test('stops where both make or change the same, shows both sides, and writes nothing', async () => {
    const mine = await generated(before, { name: 'longer', when: start + hour, changes: ['longNames', 'loans'] });
    const other = await generated(before, { name: 'lending', when: start + 2 * hour, changes: ['loans'] });
    const work = twoBranches(mine, customized(other, { name: 'names', when: start + 3 * hour }, 'ALTER TABLE "author" ALTER COLUMN "name" SET DEFAULT \'\';\n'));
    expect(() => git(work, 'merge', '--no-edit', 'main')).toThrow();
    const status = git(work, 'status', '--porcelain');
    const { code, stdout } = await sluice(work, 'rebase');
    expect(code).toBe(1);
    expect(stdout).toBe(`This branch and main do not agree:
both make table loan
  this branch  drizzle/0001_longer.sql:1  CREATE TABLE "loan" ( "id" integer PRIMARY KEY NOT NULL, "book_id" integer NOT NULL )
  main         drizzle/0001_lending.sql:1  CREATE TABLE "loan" ( "id" integer PRIMARY KEY NOT NULL, "book_id" integer NOT NULL )
both change column author.name
  this branch  drizzle/0001_longer.sql:7  ALTER TABLE "author" ALTER COLUMN "name" SET DATA TYPE varchar(200)
  main         drizzle/0002_names.sql:1  ALTER TABLE "author" ALTER COLUMN "name" SET DEFAULT ''
Nothing was written. Settle in the schema what holds, remove 0001_longer of this branch (SQL, down file, snapshot, entry in the journal), run this again, and then drizzle-kit generate: it writes what is left to do behind main.
`);
    expect(git(work, 'status', '--porcelain')).toBe(status);
  });

  test('has nothing to move where the branch has no migrations of its own', async () => {
    const work = twoBranches();
    git(work, 'switch', '--quiet', '-c', 'notes', 'main~1');
    expect(await sluice(work, 'rebase', '--onto', 'main')).toEqual({
      code: 0, stderr: '', stdout: 'This branch has no migrations that main has not: there is nothing to move.\n',
    });
  });

  test('leaves what a database has as it is', async () => {
    const settings = { 'sluice.config.json': '{ "runner": "sluice", "embeddedDatabase": ".data/library", "rules": { "indexes/foreign-key-covered": "off" } }' };
    const work = twoBranches(ours, { ...theirs, ...settings, '.gitignore': 'node_modules\n.data\n' });
    write(work, settings);
    await freshDatabaseIn(join(work, '.data/library'));
    expect(await sluice(work, 'migrate')).toMatchObject({ code: 0 });
    write(work, { 'src/schema.ts': both });
    const status = git(work, 'status', '--porcelain');
    const { code, stdout } = await sluice(work, 'rebase', '--onto', 'main');
    expect([code, stdout]).toEqual([1, expect.stringMatching(
      /^0001_loans, 0002_first_loans are applied on the database .+, which would apply them again behind main\.\nNothing was written\. Take them back there first/)]);
    expect(git(work, 'status', '--porcelain')).toBe(status);
  });

  test('goes on where the database does not answer, and says so', async () => {
    const work = twoBranches();
    const server = await closedServer();
    write(work, { '.env': `DATABASE_URL=postgresql://ada@127.0.0.1:${String(server)}/library\n`, 'src/schema.ts': both });
    const { code, stdout } = await sluice(work, 'rebase', '--onto', 'main');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Whether these migrations are applied was not asked: The database .+ cannot be reached/)]);
  });

  test('in the folders of drizzle 1.0 has nothing to number, and tells what the branches do to each other', async () => {
    const files = (made: Readonly<Record<string, string>>): Files => ({
      ...project, 'src/schema.ts': before['src/schema.ts'] ?? '',
      ...Object.fromEntries(Object.entries(made).map(([tag, sql]) => [`drizzle/${tag}/migration.sql`, `${sql}\n`])),
    });
    const base = { '20260501080000_library': 'CREATE TABLE "book" ("id" integer);' };
    const work = repository(files(base));
    git(work, 'switch', '--quiet', '-c', 'loans');
    write(work, files({ '20260502080000_loans': 'CREATE TABLE "loan" ("id" integer);' }));
    commit(work, 'Ours');
    git(work, 'switch', '--quiet', 'main');
    write(work, files({ '20260503080000_isbn': 'ALTER TABLE "book" ADD COLUMN "isbn" text;' }));
    commit(work, 'Theirs');
    git(work, 'switch', '--quiet', 'loans');
    const said = 'Migrations in folders need no new numbers: drizzle-orm 1.0 applies each that is not applied yet, wherever it stands.\n';
    expect(await sluice(work, 'rebase', '--onto', 'main')).toEqual({ code: 0, stderr: '', stdout: `${said}This branch and main agree.\n` });
    write(work, files({ '20260504080000_isbn': 'ALTER TABLE "book" ADD COLUMN "isbn" varchar(20);' }));
    const { code, stdout } = await sluice(work, 'rebase', '--onto', 'main');
    expect([code, stdout]).toEqual([1, expect.stringContaining('This branch and main do not agree:\nboth make column book.isbn\n')]);
    git(work, 'stash', '--quiet', '--include-untracked');
    git(work, 'merge', '--quiet', '--no-edit', 'main');
    expect(await sluice(work, 'rebase')).toMatchObject({ code: 0 });
  });

  test.each([
    ['outside git', () => outside(), [], /This is no git repository/],
    ['an unknown ref', () => repository(before), ['--onto', 'nowhere'], /git knows no ref "nowhere"/],
    ['no migrations', () => repository({ ...project, 'src/schema.ts': '' }), [], /There are no migrations in drizzle/],
    ['nothing in common', () => unrelated(), ['--onto', 'other'], /HEAD and "other" have no commit in common/],
  ] as const)('%s is a problem', async (_, folder, args, message) => {
    expect(await sluice(folder(), 'rebase', ...args)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) as unknown });
  });
});

function outside(): string {
  return temporaryFolder(before);
}

function unrelated(): string {
  const work = repository(before);
  git(work, 'switch', '--quiet', '--orphan', 'other');
  write(work, project);
  commit(work, 'Another beginning');
  git(work, 'switch', '--quiet', 'main');
  return work;
}

/** A port at which nobody listens. */
async function closedServer(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening); });
  const address = server.address();
  await new Promise((closed) => { server.close(closed); });
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function timeIn(text: string, place: number): string {
  return [...text.matchAll(/in the journal at (\S+)/g)][place]?.[1] ?? '';
}
