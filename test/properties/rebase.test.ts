import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { afterMigrations } from '../../src/catalog/after-migrations.ts';
import { difference, showDifference } from '../../src/catalog/difference.ts';
import { freshMemory, historyIn, readState } from '../../src/intake/read-state.ts';
import type { Branches, ReadBranch } from '../../src/intake/rebase/own-migrations.ts';
import { rebasePlan, type RebasePlan } from '../../src/intake/rebase/rebase-plan.ts';
import { memoryTexts } from '../kit/sample-project.ts';
import { allChanges, customized, generated, inMigrations, schemaAfter, ungenerated, type Files, type ModelChange } from '../kit/two-branches.ts';

const start = Date.UTC(2026, 4, 1, 8);

/** The library before the two branches. */
const before = await generated({}, { name: 'library', when: start, changes: [] });

interface Step {
  readonly changes: readonly ModelChange[];
  readonly kind: 'generated' | 'custom';
  readonly breakpoints: boolean;
}

/** A branch: migrations that generate some changes each, and custom ones between. */
async function branchOf(files: Files, steps: readonly Step[], begin: number, prefix: string): Promise<Files> {
  let [now, done]: [Files, readonly ModelChange[]] = [files, []];
  for (const [place, { changes, kind, breakpoints }] of steps.entries()) {
    const named = { name: `${prefix}_${String(place)}`, when: begin + place * 60_000 };
    if (kind === 'custom') now = customized(now, named, `-- ${prefix}, by hand\nUPDATE "book" SET "pages" = 1 WHERE false;\n`);
    else {
      done = [...done, ...changes];
      now = await generated(now, { ...named, changes: done, breakpoints });
    }
  }
  return now;
}

/** How the working tree looks after the merge: whose text a file has that both have, and what became of the journal. */
interface Merge {
  readonly taken: 'ours' | 'theirs';
  readonly journal: 'oursBehind' | 'oursBefore' | 'theirs' | 'ours' | 'conflict' | 'notMerged';
}

const merge: fc.Arbitrary<Merge> = fc.record({
  taken: fc.constantFrom('ours', 'theirs'),
  journal: fc.constantFrom('oursBehind', 'oursBefore', 'theirs', 'ours', 'conflict', 'notMerged'),
});

const journalFile = 'drizzle/meta/_journal.json';

function merged(ours: Files, theirs: Files, schema: string, { taken, journal }: Merge): Files {
  if (journal === 'notMerged') return { ...ours, 'src/schema.ts': schema };
  const files = taken === 'ours' ? { ...theirs, ...ours } : { ...ours, ...theirs };
  return { ...files, 'src/schema.ts': schema, [journalFile]: mergedJournal(ours[journalFile] ?? '', theirs[journalFile] ?? '', journal) };
}

interface Journal {
  readonly entries: readonly { readonly tag: string }[];
}

function mergedJournal(ours: string, theirs: string, kind: Exclude<Merge['journal'], 'notMerged'>): string {
  const [one, other] = [JSON.parse(ours) as Journal, JSON.parse(theirs) as Journal];
  const own = one.entries.filter(({ tag }) => other.entries.every((entry) => entry.tag !== tag));
  const [first, ...rest] = other.entries;
  switch (kind) {
    case 'oursBehind': return JSON.stringify({ ...other, entries: [...other.entries, ...own] }, null, 2);
    case 'oursBefore': return JSON.stringify({ ...other, entries: [first, ...own, ...rest] }, null, 2);
    case 'theirs': return theirs;
    case 'ours': return ours;
    case 'conflict': return `<<<<<<< HEAD\n${ours}\n=======\n${theirs}\n>>>>>>> main\n`;
    default: return kind satisfies never;
  }
}

function read(files: Files): ReadBranch {
  const texts = memoryTexts(files);
  return { texts, history: historyIn(texts, 'drizzle', freshMemory()) };
}

function applied(files: Files, plan: Extract<RebasePlan, { kind: 'moves' }>): Files {
  const kept = Object.entries(files).filter(([path]) => !plan.removes.includes(path));
  return { ...Object.fromEntries(kept), ...Object.fromEntries([...plan.restored, ...plan.writes].map(({ path, text }) => [path, text])) };
}

const options = { prefix: null, now: start + 86_400_000 } as const;

/** Changes dealt to two branches, in migrations of one to three. */
const twoBranches = fc.tuple(
  fc.shuffledSubarray([...allChanges], { minLength: 2, maxLength: 9 }), fc.nat(), fc.array(fc.nat(2), { minLength: 12, maxLength: 12 }), fc.boolean(),
).map(([changes, cut, sizes, breakpoints]) => {
  const at = 1 + cut % (changes.length - 1);
  return [stepsOf(changes.slice(0, at), sizes, breakpoints), stepsOf(changes.slice(at), [...sizes].reverse(), true)] as const;
});

/** A size of nought is a custom migration. */
function stepsOf(changes: readonly ModelChange[], sizes: readonly number[], breakpoints: boolean): readonly Step[] {
  const steps: Step[] = [];
  let left = changes;
  for (const size of sizes) {
    if (left.length === 0) break;
    steps.push({ kind: size === 0 ? 'custom' : 'generated', changes: left.slice(0, size), breakpoints });
    left = left.slice(size);
  }
  return (left.length === 0 ? steps : [...steps, { kind: 'generated' as const, changes: left, breakpoints }]).flatMap((step) => (
    step.kind === 'custom' ? [step] : inMigrations(step.changes).map((part) => ({ ...step, changes: part }))));
}

const runs = Number(process.env['SLUICE_REBASE_RUNS'] ?? 20);

interface Pair {
  readonly mine: readonly Step[];
  readonly others: readonly Step[];
  readonly how: Merge;
  /** Are the times of our migrations before theirs? */
  readonly isFirst: boolean;
  /** Does git know our branch before the merge? */
  readonly knowsOurs: boolean;
}

describe('independent changes of two branches, either merged first', () => {
  it('come to the declared schema, and drizzle-kit finds nothing to generate', async () => {
    await fc.assert(fc.asyncProperty(twoBranches, merge, fc.boolean(), fc.boolean(), async ([mine, others], how, isFirst, knowsOurs) => {
      await expectRebased({ mine, others, how, isFirst, knowsOurs });
      await expectRebased({ mine: others, others: mine, how, isFirst: !isFirst, knowsOurs });
    }), { numRuns: runs });
  });
});

async function expectRebased({ mine, others, how, isFirst, knowsOurs }: Pair): Promise<void> {
  const [ours, theirs] = [await branchOf(before, mine, start + (isFirst ? 1 : 3) * 3_600_000, 'ours'), await branchOf(before, others, start + 7_200_000, 'theirs')];
  const changes = [...others, ...mine].flatMap((step) => (step.kind === 'custom' ? [] : step.changes));
  const here = merged(ours, theirs, schemaAfter(changes), how);
  const isLossless = how.journal === 'notMerged';
  const branches: Branches = {
    theirs: read(theirs), here: read(here), ours: knowsOurs || !isLossless ? read(ours) : null, whereAdded: () => null, former: () => [],
  };
  const plan = rebasePlan(branches, options);
  if (plan.kind !== 'moves') expect(plan).toMatchObject({ kind: 'moves' });
  if (plan.kind !== 'moves') return;

  const after = applied(here, plan);
  expect(rebasePlan({ ...branches, here: read(after) }, options).kind).toBe('inPlace');
  for (const path of Object.keys(theirs)) {
    if (path.startsWith('drizzle/') && path !== journalFile) expect([path, after[path]]).toEqual([path, theirs[path]]);
  }
  for (const end of ['.sql', '.down.sql'] as const) {
    expect(textsIn(after, end)).toEqual([...textsIn(theirs, end), ...textsIn(ours, end).filter((text) => !textsIn(before, end).includes(text))].sort());
  }

  const state = readState(memoryTexts(after), { schemaFiles: ['src/schema.ts'], out: 'drizzle', casing: null }, () => null, freshMemory());
  expect([...state.history.problems, ...state.history.conflicts, ...state.history.strayFiles, ...state.history.straySnapshots]).toEqual([]);
  const replayed = afterMigrations(state.history.migrations);
  if (state.declared === null) throw new Error('nothing is declared');
  expect(difference(state.declared, replayed).filter(isTold).map((one) => showDifference(one))).toEqual([]);
  const newest = state.history.migrations.at(-1)?.snapshot?.catalog;
  expect(newest === undefined ? 'no snapshot' : difference(newest, replayed).filter(isTold).map((one) => showDifference(one))).toEqual([]);
  expect(await ungenerated(after)).toEqual([]);
}

function isTold({ property }: { readonly property: string | null }): boolean {
  return property !== 'order of columns';
}

/** Down files are no SQL of a migration. */
function textsIn(files: Files, end: '.sql' | '.down.sql'): readonly string[] {
  const isAsked = (path: string): boolean => path.endsWith(end) && (end === '.down.sql') === path.endsWith('.down.sql');
  return Object.keys(files).filter(isAsked).map((path) => files[path] ?? '').sort();
}
