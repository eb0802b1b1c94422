import { posix } from 'node:path';
import { rules } from '../../rules/index.ts';
import { chooseRules } from '../../src/engine/choose-rules.ts';
import type { ProjectFacts } from '../../src/engine/facts.ts';
import { applyFixes, type ChangedTexts, type Fixes } from '../../src/engine/fixes.ts';
import { judge } from '../../src/engine/judge.ts';
import { editsOf } from '../../src/intake/edits-of.ts';
import { freshMemory, readState } from '../../src/intake/read-state.ts';
import type { MigrationsPlace } from '../../src/parse/drizzle/add-migration.ts';
import { overlaid } from '../../src/project/overlaid.ts';
import type { Finding } from '../../src/rule/finding.ts';
import type { Rule } from '../../src/rule/rule.ts';
import { memoryTexts, statisticsIn } from './sample-project.ts';

type Files = Readonly<Record<string, string>>;

/** What a project of files in memory is judged by. */
export interface Judging extends Partial<Pick<ProjectFacts, 'runner' | 'tagsAtBase' | 'postgres' | 'casing'>> {
  /** Every rule at its own level, unless others are chosen. */
  readonly rules?: readonly Rule[];
  readonly settings?: Parameters<typeof chooseRules>[1]['rules'];
  /** The judged part of the history, from this migration on. */
  readonly from?: number;
}

/** Where the migrations of a sample lie. */
export const migrations: MigrationsPlace = { layout: 'journal', folder: 'drizzle', journalFile: 'drizzle/meta/_journal.json', prefix: null };

export const nextSteps = new Set(rules.flatMap(({ id, nextStep }) => (nextStep === undefined ? [] : [id])));

/** What every rule says of files in memory; null if the schema does not parse. */
export function findingsIn(files: Files, judging: Judging = {}, changed: ChangedTexts = new Map()): readonly Finding[] | null {
  const texts = overlaid(memoryTexts(files), changed);
  const schemaFiles = texts.list('src').filter((file) => file.endsWith('.ts'));
  const place = { schemaFiles, out: 'drizzle', casing: judging.casing ?? null };
  const resolve = (specifier: string, from: string): string | null =>
    (specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(from), specifier)) : null);
  const { unreadable, ...state } = readState(texts, place, resolve, freshMemory());
  if (unreadable.length > 0) return null;
  const { rules: asked = rules, settings = {}, from = 0, ...facts } = judging;
  return judge({
    ...state, judged: state.history.migrations.slice(from), grouping: 'oneByOne', base: null, tagsAtBase: null, now: Date.UTC(2026, 0, 5, 9), postgres: 16,
    runner: 'drizzle', casing: null, schemaFiles, folder: '', ...statisticsIn(texts), ...facts,
  }, chooseRules(asked, { rules: settings })).findings;
}

/** The files with every safe fix of every rule. */
export function fixFiles(files: Files, judging: Judging = {}): Fixes {
  return applyFixes(findingsIn(files, judging) ?? [], {
    textOf: (file) => files[file] ?? null, editsOf: (amendment, textOf) => editsOf(amendment, { textOf, migrations }), mayFix: () => true, mayChange: () => true,
    judge: (changed) => findingsIn(files, judging, changed), nextSteps,
  });
}
