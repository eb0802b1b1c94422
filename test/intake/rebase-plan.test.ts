import { describe, expect, test } from 'vitest';
import { freshMemory, historyIn } from '../../src/intake/read-state.ts';
import { rebuiltId, type ReadBranch } from '../../src/intake/rebase/own-migrations.ts';
import { rebasePlan, type RebaseOptions, type RebasePlan } from '../../src/intake/rebase/rebase-plan.ts';
import { memoryTexts } from '../kit/sample-project.ts';
import { customized, generated, type Files } from '../kit/two-branches.ts';

const start = Date.UTC(2026, 4, 1, 8);
const hour = 3_600_000;
const journalFile = 'drizzle/meta/_journal.json';
const before = await generated({}, { name: 'library', when: start, changes: [] });
const loans = await generated(before, { name: 'loans', when: start + hour, changes: ['loans', 'isbn'] });
const rooms = await generated(before, { name: 'rooms', when: start + 2 * hour, changes: ['rooms'] });

function read(files: Files): ReadBranch {
  const texts = memoryTexts(files);
  return { texts, history: historyIn(texts, 'drizzle', freshMemory()) };
}

interface Merged {
  readonly ours: Files;
  readonly theirs: Files;
  /** What is in the working tree beside the two. */
  readonly more?: Files;
  /** Our branch before a rebase that is over. */
  readonly former?: Files;
  readonly prefix?: RebaseOptions['prefix'];
}

/** The plan where theirs won every conflict. */
function planOf({ ours, theirs, more = {}, former, prefix = null }: Merged): RebasePlan {
  const here = { ...ours, ...theirs, ...more };
  const tips = former === undefined ? [] : [{ ...read(former), commit: 'abc', source: 'abc, where loans was before' }];
  return rebasePlan({ theirs: read(theirs), here: read(here), ours: read(ours), whereAdded: () => null, former: () => tips }, { prefix, now: start + 9 * hour });
}

/** Journals, one behind the other: what several have stands there several times. */
function joined(...branches: readonly Files[]): Files {
  const journals = branches.map((files) => JSON.parse(files[journalFile] ?? '') as { readonly entries: readonly unknown[] });
  return { [journalFile]: JSON.stringify({ ...journals[0], entries: journals.flatMap(({ entries }) => entries) }, null, 2) };
}

/** A branch with only the newest entry of its journal. */
function newestOnly(files: Files): Files {
  const journal = JSON.parse(files[journalFile] ?? '') as { readonly entries: readonly unknown[] };
  return { [journalFile]: JSON.stringify({ ...journal, entries: journal.entries.slice(-1) }) };
}

function moved(plan: RebasePlan): Extract<RebasePlan, { readonly kind: 'moves' }> {
  if (plan.kind !== 'moves') throw new Error(`It is ${plan.kind}.`);
  return plan;
}

/** Files and what becomes of them. */
function written(plan: RebasePlan): readonly string[] {
  return moved(plan).writes.map(({ path }) => path).filter((path) => !path.endsWith('_journal.json'));
}

describe('the plan of a rebase', () => {
  const custom = (files: Files, name: string, sql: string): Files => customized(files, { name, when: start + 3 * hour }, sql);

  test.each([['under the same words', 'loans'], ['under others', 'daily_nebula']])('takes a cherry-picked migration %s as theirs', async (_, name) => {
    const theirs = await generated(rooms, { name, when: start + 4 * hour, changes: ['rooms', 'loans', 'isbn'] });
    const plan = moved(planOf({ ours: custom(loans, 'first', 'UPDATE "loan" SET "id" = 1 WHERE false;'), theirs }));
    expect(plan.twins.map(({ own, theirs: other }) => [own.migration.tag, other.tag])).toEqual([['0001_loans', `0002_${name}`]]);
    expect(written(plan)).toEqual(['drizzle/0003_first.sql', 'drizzle/0003_first.down.sql', 'drizzle/meta/0003_snapshot.json']);
    expect(plan.removes).toEqual(expect.arrayContaining(['drizzle/0001_loans.sql', 'drizzle/0001_loans.down.sql']));
    expect(plan.removes).not.toContain(`drizzle/0002_${name}.sql`);
  });

  test('takes one of two alike, and moves the other', () => {
    const sql = 'ALTER TABLE "book" ADD COLUMN "shelf" text;';
    const ours = custom(custom(custom(before, 'shelf', sql), 'no_shelf', 'ALTER TABLE "book" DROP COLUMN "shelf";'), 'again', sql);
    const plan = moved(planOf({ ours, theirs: custom(before, 'shelves', sql) }));
    expect(plan.twins.map(({ own }) => own.migration.tag)).toEqual(['0001_shelf']);
    expect(plan.moves.map(({ entry }) => entry.tag)).toEqual(['0002_no_shelf', '0003_again']);
  });

  test('takes one with other comments, white space and breakpoints as theirs', () => {
    const [mine, yours] = ['-- Ours.\nUPDATE "book" SET "pages" = 1;\n', '-- Reviewed.\nupdate "book"\n  set "pages" = 1;\n--> statement-breakpoint\n'];
    const plan = moved(planOf({ ours: custom(before, 'first_page', mine), theirs: custom(rooms, 'first_page', yours) }));
    expect([plan.twins.map(({ own, theirs }) => [own.migration.tag, theirs.tag]), plan.moves, plan.alike]).toEqual([[['0001_first_page', '0002_first_page']], [], []]);
  });

  test('takes one under another name as theirs where its snapshot was rebuilt from ours', () => {
    const ours = custom(before, 'pages', 'UPDATE "book" SET "pages" = 1;');
    const theirs = custom(rooms, 'first', 'UPDATE "book" SET "pages" = 1;');
    const [own, other] = [ours['drizzle/meta/0001_snapshot.json'], theirs['drizzle/meta/0002_snapshot.json']].map((text) => JSON.parse(text ?? '') as { id: string; prevId: string });
    const id = rebuiltId(other?.prevId ?? '', own?.id ?? '', '0002_first');
    const plan = moved(planOf({ ours, theirs: { ...theirs, 'drizzle/meta/0002_snapshot.json': JSON.stringify({ ...other, id }) } }));
    expect([plan.twins.map(({ theirs: { tag } }) => tag), plan.alike]).toEqual([['0002_first'], []]);
  });

  test('has two that are empty but for comments as two where these differ', () => {
    const plan = moved(planOf({ ours: custom(before, 'later', '-- Ours.\n'), theirs: custom(rooms, 'later', '-- Theirs.\n') }));
    expect([plan.twins, plan.alike, plan.moves.length]).toEqual([[], [], 1]);
  });

  test('has two custom migrations that change rows alike as two, and tells', () => {
    const plan = moved(planOf({ ours: custom(before, 'mine', 'UPDATE "book" SET "pages" = 1;'), theirs: custom(before, 'yours', 'UPDATE "book" SET "pages" = 1;') }));
    expect([plan.twins, plan.moves.map(({ entry }) => entry.tag)]).toEqual([[], ['0002_mine']]);
    expect(plan.alike.map(({ own, theirs }) => [own.migration.tag, theirs.tag])).toEqual([['0001_mine', '0001_yours']]);
  });

  test('moves a migration that never had a snapshot, whose number has one of theirs', () => {
    const { 'drizzle/meta/0001_snapshot.json': _, ...ours } = custom(before, 'fix', 'UPDATE "book" SET "pages" = 1;');
    expect(written(planOf({ ours, theirs: rooms }))).toEqual(['drizzle/0002_fix.sql', 'drizzle/0002_fix.down.sql']);
  });

  test('carries the way back along that both have alike', () => {
    const plan = planOf({ ours: custom(before, 'fix', 'UPDATE "book" SET "pages" = 1;'), theirs: custom(before, 'fix', 'UPDATE "book" SET "pages" = 2;') });
    expect(written(plan)).toEqual(['drizzle/0002_fix.sql', 'drizzle/0002_fix.down.sql', 'drizzle/meta/0002_snapshot.json']);
  });

  test('writes over no file that belongs to nobody', () => {
    expect(written(planOf({ ours: loans, theirs: rooms, more: { 'drizzle/0002_loans.sql': 'SELECT 1;' } })).slice(0, 1)).toEqual(['drizzle/0002_loans_2.sql']);
  });

  test('keeps to numbers where drizzle.config has none', () => {
    expect(moved(planOf({ ours: loans, theirs: rooms, prefix: 'none' })).moves.map(({ entry }) => entry.tag)).toEqual(['0002_loans']);
  });

  describe('moves once, as it lies in the working tree, a migration that', () => {
    const sqlFile = 'drizzle/0001_loans.sql';
    const edited = { [sqlFile]: `-- Edited since.\n${loans[sqlFile] ?? ''}` };
    const both = joined(rooms, newestOnly(loans));
    const snapshotFile = 'drizzle/meta/0001_snapshot.json';
    const ownSnapshot = { [snapshotFile]: loans[snapshotFile] ?? '' };
    const remade = { [snapshotFile]: JSON.stringify({ ...JSON.parse(loans[snapshotFile] ?? '') as object, id: 'remade' }) };

    test.each<[string, Omit<Merged, 'theirs' | 'ours'>]>([
      ['was edited', { more: { ...both, ...ownSnapshot, ...edited } }],
      ['was edited, and whose snapshot gave way to theirs', { more: { ...both, ...edited } }],
      ['was edited where nothing is merged yet', { more: { ...joined(loans), ...ownSnapshot, ...edited } }],
      ['was removed and generated again under its name', { more: { ...both, ...remade, ...edited } }],
      ['stands twice in the journal', { more: { ...joined(rooms, newestOnly(loans), newestOnly(loans)), ...ownSnapshot } }],
      ['is in no journal, edited, and lay so on the branch before', { more: edited, former: { ...loans, ...edited } }],
    ])('%s', (_, merged) => {
      const plan = moved(planOf({ ours: loans, theirs: rooms, ...merged }));
      expect(plan.moves.map(({ own: { migration }, entry }) => [migration.tag, entry.tag])).toEqual([['0001_loans', '0002_loans']]);
      expect(plan.moves[0]?.files[0]).toEqual({ path: 'drizzle/0002_loans.sql', text: merged.more?.[sqlFile] ?? loans[sqlFile] });
    });
  });

  test('leaves in place what moved with its snapshot as it was, and was edited since', () => {
    const { 'drizzle/meta/0001_snapshot.json': _, ...theirs } = custom(before, 'loans', 'UPDATE "book" SET "pages" = 1;');
    const once = moved(planOf({ ours: loans, theirs }));
    const more = Object.fromEntries(once.writes.map(({ path, text }) => [path, path.endsWith('_loans.sql') ? `-- Edited since.\n${text}` : text]));
    expect(written(once)).toEqual(['drizzle/0002_loans.sql', 'drizzle/0002_loans.down.sql', 'drizzle/meta/0002_snapshot.json']);
    const { 'drizzle/meta/0001_snapshot.json': __, ...here } = { ...loans, ...theirs, ...more };
    const branches = { theirs: read(theirs), here: read(here), ours: read(loans), whereAdded: () => null, former: () => [] };
    expect(rebasePlan(branches, { prefix: null, now: start + 9 * hour })).toMatchObject({ kind: 'inPlace' });
  });
});
