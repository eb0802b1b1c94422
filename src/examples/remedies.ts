import { judge } from '../engine/judge.ts';
import { editsOf, placeIn } from '../intake/edits-of.ts';
import { freshMemory } from '../intake/read-state.ts';
import type { JournalPlace, MigrationsPlace } from '../parse/drizzle/add-migration.ts';
import { readHistory } from '../parse/drizzle/history.ts';
import { readSql } from '../parse/sql/sql-file.ts';
import { spellType } from '../parse/sql/types.ts';
import type { Example } from '../rule/example.ts';
import type { Finding, Remedy } from '../rule/finding.ts';
import type { Rule } from '../rule/rule.ts';
import { applyEdits } from '../text/apply-edits.ts';
import { chosenFor } from './reports-of.ts';
import { exampleFiles, factsOf, memoryTexts, type Files } from './sample-project.ts';

/** What a finding of a bad example offers. */
export interface Offered {
  readonly rule: Rule;
  readonly example: Example;
  readonly finding: Finding;
  readonly remedy: Remedy;
  readonly kind: 'fix' | 'suggestion';
}

/** What came of a remedy. */
export interface Remedied {
  /** The file that examples are about as it is then: `src/schema.ts`, or the judged migration. */
  readonly text: string | undefined;
  /** Is the finding gone? */
  readonly isCured: boolean;
  /** Rules that find more than before, those apart that tell of the next step. `unreadable`: the schema is none any more. */
  readonly worsened: readonly string[] | 'unreadable';
}

/** Where the migrations of an example lie, if they are not in folders. */
const exampleMigrations: JournalPlace = { layout: 'journal', folder: 'drizzle', journalFile: 'drizzle/meta/_journal.json', prefix: null };

/** Everything that a bad example offers and that can be made. A suggestion may turn out not to be possible, a fix may not. */
export function offeredBy(rule: Rule, example: Example, rules: readonly Rule[]): readonly Offered[] {
  if (example.bad === undefined) return [];
  const files = exampleFiles(example);
  const findings = (findingsIn(files, rule, example, rules) ?? []).filter((finding) => finding.rule === rule.id);
  return findings.flatMap((finding): readonly Offered[] => [
    ...(finding.fix === null ? [] : [{ rule, example, finding, remedy: finding.fix, kind: 'fix' as const }]),
    ...finding.suggestions.filter((remedy) => changed(files, remedy) !== null)
      .map((remedy) => ({ rule, example, finding, remedy, kind: 'suggestion' as const })),
  ]);
}

/** Applies a remedy to its example and judges again; null: it cannot be made. */
export function remediedBy({ rule, example, finding, remedy }: Offered, rules: readonly Rule[]): Remedied | null {
  const files = exampleFiles(example);
  const after = changed(files, remedy);
  if (after === null) return null;
  const then = findingsIn(after, rule, example, rules);
  return {
    text: after['src/schema.ts'] ?? after['drizzle/0001_change.sql'],
    isCured: then?.every((one) => one.rule !== finding.rule || one.text !== finding.text) ?? false,
    worsened: then === null ? 'unreadable' : worsened(findingsIn(files, rule, example, rules) ?? [], then, rules),
  };
}

/** What every rule says of files in the place of an example's; null if the schema does not parse. */
function findingsIn(files: Files, rule: Rule, example: Example, rules: readonly Rule[]): readonly Finding[] | null {
  const facts = factsOf(example, freshMemory(), files);
  return facts.unreadable.length > 0 ? null : judge(facts, chosenFor(rule, example, rules)).findings;
}

function migrationsIn(files: Files): MigrationsPlace | null {
  if (files[exampleMigrations.journalFile] !== undefined) return exampleMigrations;
  return placeIn(readHistory(memoryTexts(files), exampleMigrations.folder, { readSql, spellType }), null, new Map());
}

function changed(files: Files, { amendment }: Remedy): Files | null {
  const edits = editsOf(amendment, { textOf: (file) => files[file] ?? null, migrations: migrationsIn(files) });
  if (edits === null) return null;
  const paths = new Set([...Object.keys(files), ...edits.map(({ file }) => file)]);
  return Object.fromEntries([...paths].map((path) => [path, applyEdits(files[path] ?? '', edits.filter(({ file }) => file === path))]));
}

function worsened(before: readonly Finding[], after: readonly Finding[], rules: readonly Rule[]): readonly string[] {
  const nextSteps = new Set(rules.filter(({ nextStep }) => nextStep !== undefined).map(({ id }) => id));
  const count = (all: readonly Finding[], id: string): number => all.filter(({ rule }) => rule === id).length;
  return [...new Set(after.map(({ rule }) => rule))].filter((id) => !nextSteps.has(id) && count(after, id) > count(before, id));
}
