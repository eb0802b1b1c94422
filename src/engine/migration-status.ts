import type { History, Migration } from '../facts/history.ts';
import type { Finding, Level } from '../rule/finding.ts';
import { breakingStatements, type BreakingStatement } from './breaking-statements.ts';
import type { ProjectFacts } from './facts.ts';

/** A snapshot that another goes on from. */
export interface Parent {
  readonly id: string;
  /** Null: no migration has a snapshot of that id. */
  readonly tag: string | null;
}

/** What there is to tell of one migration. */
export interface MigrationStatus {
  readonly migration: Migration;
  /** None for a first one; null: its snapshot is missing or says nothing of it. */
  readonly parents: readonly Parent[] | null;
  /** Is its one parent the migration before it? */
  readonly followsPrevious: boolean;
  /** Is it new against the base ref? Null: there is none to compare with. */
  readonly isNew: boolean | null;
  readonly breaking: readonly BreakingStatement[];
  readonly findings: Readonly<Record<Level, number>>;
}

/** The migrations of a project in their order. `findings`: those of a judgement of the whole project. */
export function migrationStatuses(facts: ProjectFacts, findings: readonly Finding[]): readonly MigrationStatus[] {
  const { history: { migrations }, tagsAtBase } = facts;
  const tags = tagsById(facts.history);
  const breaking = breakingStatements(facts);
  const count = (tag: string, level: Level): number =>
    findings.filter((finding) => finding.migration === tag && finding.level === level).length;
  return migrations.map((migration, place) => {
    const { tag, link } = migration;
    const parents = link === null ? null : link.parents.map((id) => ({ id, tag: tags.get(id) ?? null }));
    return {
      migration, parents,
      followsPrevious: parents?.length === 1 && place > 0 && parents[0]?.tag === migrations[place - 1]?.tag,
      isNew: tagsAtBase === null ? null : !tagsAtBase.has(tag),
      breaking: breaking.filter((statement) => statement.migration === tag),
      findings: { error: count(tag, 'error'), warn: count(tag, 'warn'), info: count(tag, 'info') },
    };
  });
}

/** Of two snapshots with one id the older one is meant: the other is its copy. */
function tagsById({ migrations }: History): ReadonlyMap<string, string> {
  return new Map([...migrations].reverse().flatMap(({ tag, link }) => (link === null ? [] : [[link.id, tag] as const])));
}
