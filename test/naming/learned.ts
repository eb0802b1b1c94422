import { rules } from '../../rules/index.ts';
import { chooseRules } from '../../src/engine/choose-rules.ts';
import type { ProjectFacts } from '../../src/engine/facts.ts';
import { judge } from '../../src/engine/judge.ts';
import { catalogOf } from '../../src/engine/object-findings.ts';
import { configurationOf } from '../../src/naming/learn/configuration.ts';
import type { Convention } from '../../src/naming/learn/convention.ts';
import { learnConventions, type Learned } from '../../src/naming/learn/learn.ts';
import type { Origin } from '../../src/text/span.ts';
import { factsOf } from '../kit/sample-project.ts';

/** What is learned of a project. */
export function learnedOf(facts: ProjectFacts): Learned {
  return learnConventions({ catalog: catalogOf(facts), pathOf: (file) => file });
}

/** What is learned of SQL, or of schema files under `src/`. */
export function learn(project: string | Readonly<Record<string, string>>): Learned {
  return learnedOf(factsOfProject(project));
}

export function factsOfProject(project: string | Readonly<Record<string, string>>): ProjectFacts {
  return factsOf({ good: typeof project === 'string' ? project : { files: project } });
}

/** A convention in one line: `Indexes: {table}_{}_idx, 5 of 6, not book.search`; `none` with how the names part. */
export function told(learned: Learned, about: string): string {
  const found = learned.conventions.find((convention) => convention.about === about);
  return found === undefined ? 'not asked' : line(found);
}

function line({ of, claim, split }: Convention): string {
  if (claim === null) return `none of ${of}: ${split.map(({ way, count }) => `${way} ${count}`).join(', ')}`;
  const outliers = claim.outliers.length === 0 ? '' : `, not ${claim.outliers.map(({ name }) => name).join(', ')}`;
  return `${claim.way}, ${claim.following} of ${of}${outliers}`;
}

/**
 * The law: with the settings that were learned, the rules in them find the outliers that were listed, each once, and
 * nothing else. Gives both, which must be equal.
 */
export function foundAndListed(facts: ProjectFacts): { readonly found: readonly string[]; readonly listed: readonly string[] } {
  const learned = learnedOf(facts);
  const settings = configurationOf(learned);
  const chosen = chooseRules(rules, { rules: settings }).filter(({ rule }) => rule.id in settings);
  const { findings } = judge({ ...facts, directed: [] }, chosen);
  const listed = learned.conventions.flatMap(({ claim }) =>
    claim?.outliers.map(({ origin }) => placeOf(claim.setting?.rule ?? 'no rule', origin)) ?? []);
  return { found: findings.map(({ rule, at }) => placeOf(rule, at)).sort(), listed: [...listed].sort() };
}

function placeOf(rule: string, { file, span: { start, end } }: Origin): string {
  return `${rule} ${file}:${start}-${end}`;
}
