import type { Change } from '../facts/change.ts';
import type { BreakingNote } from '../facts/statement.ts';
import type { ProjectFacts } from './facts.ts';
import { judgedDeploys } from './judged-deploys.ts';
import { walkDeploy, type WalkedStep } from './walk-deploy.ts';

/** A statement that breaks code in use, or is said to. */
export interface BreakingStatement {
  /** Tag of its migration. */
  readonly migration: string;
  /** What it breaks: `column book.isbn is dropped`. Empty: only its note tells. */
  readonly what: readonly string[];
  /** Its first words, for what only the note tells. */
  readonly text: string;
  readonly note: BreakingNote | null;
}

/**
 * Statements of the judged migrations that break, deploy by deploy: what a deploy makes and takes away again nobody has
 * met. What a note tells of a statement that the catalog sees nothing break in is believed: functions, data, checks.
 */
export function breakingStatements(facts: ProjectFacts): readonly BreakingStatement[] {
  const judged = new Set(facts.judged);
  return judgedDeploys(facts)
    .flatMap(({ deploy, live }) => walkDeploy(deploy, live, { ...facts, deployed: null }))
    .filter(({ step }) => judged.has(step.migration))
    .flatMap(breakingIn);
}

function breakingIn({ step: { migration, statement }, moments }: WalkedStep): readonly BreakingStatement[] {
  const what = moments.flatMap(({ breaking }) => breaking()?.what ?? []);
  const { breaking: note, changes, origin: { span: { start, end } } } = statement;
  const isBelieved = note !== null && !changes.some(isKnown);
  if (what.length === 0 && !isBelieved) return [];
  return [{ migration: migration.tag, what, text: firstWords(migration.sql?.text.slice(start, end) ?? ''), note }];
}

/** Of these the catalog knows whether they break. */
function isKnown(change: Change): boolean {
  switch (change.kind) {
    case 'dropRelation':
    case 'renameRelation':
    case 'setRelationSchema': return change.relation !== 'index' && change.relation !== 'sequence';
    case 'dropColumn':
    case 'renameColumn':
    case 'setNotNull':
    case 'renameEnumValue':
    case 'dropSchema':
    case 'renameSchema': return true;
    case 'dropOther': return change.object === 'type' || change.object === 'domain';
    default: return false;
  }
}

const mostLetters = 80;

function firstWords(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').replace(/;$/, '');
  return line.length > mostLetters ? `${line.slice(0, mostLetters).replace(/[\ud800-\udbff]$/, '')}…` : line;
}
