import { rulePrefix, type DirectedFile, type Directive, type DirectiveRule } from '../facts/directive.ts';
import type { DirectiveContext } from '../rule/context.ts';
import type { Report } from '../rule/finding.ts';
import type { Need } from '../rule/rule.ts';
import type { Origin } from '../text/span.ts';
import type { ChosenRule } from './choose-rules.ts';
import type { ProjectFacts } from './facts.ts';
import { list } from './object-findings.ts';
import { linesOf, type Used } from './suppress.ts';

/** The files whose findings comments can take away: those of the schema, and of all migrations. */
export function directedFiles({ directed, history }: Pick<ProjectFacts, 'directed' | 'history'>): readonly DirectedFile[] {
  return [...directed, ...directedMigrations(history.migrations)];
}

function directedMigrations(migrations: ProjectFacts['judged']): readonly DirectedFile[] {
  return migrations.flatMap(({ sql }): readonly DirectedFile[] => {
    if (sql === null || sql.directives.length === 0) return [];
    return [{ file: sql.file, text: sql.text, language: 'sql', directives: sql.directives }];
  });
}

/** Does a judged migration hold such comments? */
export function directsJudged({ judged }: ProjectFacts): boolean {
  return directedMigrations(judged).length > 0;
}

/** What reports about comments rest on. */
export interface Comments {
  readonly facts: ProjectFacts;
  readonly rules: readonly ChosenRule[];
  readonly ruleIds: ReadonlySet<string>;
  /** What comments took away, of old findings too. */
  readonly used: Used;
}

/** Reports about the comments of the schema and of the judged migrations. */
export function directiveReports(chosen: ChosenRule, comments: Comments): readonly Report[] {
  const ask = chosen.rule.check.directive;
  if (ask === undefined) return [];
  const { directed, judged } = comments.facts;
  return [...directed, ...directedMigrations(judged)].flatMap((file) =>
    file.directives.flatMap((directive) => list(ask(directive, contextOf(chosen, directive, file, comments)))));
}

function contextOf(
  { options }: ChosenRule, directive: Directive, file: DirectedFile, comments: Comments,
): DirectiveContext<never> {
  const { facts: { postgres, runner }, ruleIds } = comments;
  return {
    options: options as never, postgres, runner, ruleIds,
    language: file.language,
    isUsed: comments.used.has(directive),
    get line() { return lineOf(directive, file); },
    unused: unusedOf(directive, file, comments),
  };
}

/** From the first column of the line in which the comment begins to its end. */
function lineOf({ origin: { file, span } }: Directive, directed: DirectedFile): Origin {
  const { column } = linesOf(directed).positionAt(span.start);
  return { file, span: { start: span.start - column + 1, end: span.end } };
}

function unusedOf(directive: Directive, { file }: DirectedFile, comments: Comments): DirectiveContext<never>['unused'] {
  if (directive.kind === 'enable' || directive.problem !== null) return [];
  const used = comments.used.get(directive) ?? new Set();
  if (directive.rules.length > 0) return directive.rules.filter((rule) => !used.has(rule.id) && isSettled(rule, file, comments));
  const running = comments.rules.filter(({ rule, levelIn }) => rule.check.directive === undefined && levelIn(file) !== 'off');
  const isAll = used.size === 0 && running.every((chosen) => saysAll(chosen, comments.facts));
  return isAll ? 'all' : [];
}

/** Did the rule run on the file, so that it would have said what there is to say? */
function isSettled({ id }: DirectiveRule, file: string, { rules, facts }: Comments): boolean {
  const running = rules.filter(({ rule, levelIn }) => rulePrefix + rule.id === id && levelIn(file) !== 'off');
  return running.length > 0 && running.every((chosen) => saysAll(chosen, facts));
}

/**
 * Not so a rule that asks for what is there only at times; one about the history where a part of it is judged; and one
 * about comments, which has not spoken yet.
 */
function saysAll({ rule: { check, needs = [] } }: ChosenRule, facts: ProjectFacts): boolean {
  const { judged, history } = facts;
  if (!needs.every((need) => isMet(need, facts))) return false;
  if (check.directive !== undefined) return false;
  return check.history === undefined || judged.length === history.migrations.length;
}

function isMet(need: Need, { base, grouping }: ProjectFacts): boolean {
  switch (need) {
    case 'git': return base !== null && base.declared !== null;
    case 'pending': return grouping === 'together';
    case 'database': return false;
    default: return need satisfies never;
  }
}
