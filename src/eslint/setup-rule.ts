import type { RuleContext, RuleDefinition } from '@eslint/core';
import { ownVersion } from '../project/own-version.ts';
import { pageUrl } from '../report/docs-url.ts';
import { atRoot, languages } from './eslint-rule.ts';
import { judgedFile, locationIn, sourceOf, type JudgedFile } from './linted-file.ts';
import type { FileJudgement } from './model/judgement-for.ts';

/**
 * What `sluice check` ends with exit code 2 for: a project that cannot be read, of which the other rules say nothing. Of
 * ESLint alone, so that a linter that found nothing is not taken for a clean project.
 */
export function setupRule(isMounted: (id: string) => boolean): RuleDefinition {
  return { meta, create: (context) => atRoot(() => { reportProblem(context, isMounted); }) };
}

const meta: NonNullable<RuleDefinition['meta']> = {
  type: 'problem',
  docs: {
    description: 'Tell when a project cannot be judged',
    url: pageUrl('docs/editor.md', ownVersion()),
    recommended: true,
    dialects: ['PostgreSQL', 'TypeScript'],
  },
  messages: { problem: '{{message}} {{hint}}' },
  schema: [],
  languages,
};

function reportProblem(context: RuleContext, isMounted: (id: string) => boolean): void {
  const judgement = judgedFile(context, null);
  const problem = judgement.kind === 'judged' ? notMounted(judgement, isMounted) : judgement;
  if (problem?.kind !== 'problem') return;
  const { message, hint } = problem;
  context.report({ loc: locationIn(sourceOf(context), { start: 0, end: 0 }), messageId: 'problem', data: { message, hint } });
}

/** A rule of the project's own that ESLint does not know would look like one that finds nothing. */
function notMounted({ intake }: JudgedFile, isMounted: (id: string) => boolean): Extract<FileJudgement, { kind: 'problem' }> | null {
  const missing = intake.rules().filter(({ id, needs = [] }) => needs.length === 0 && !isMounted(id)).map(({ id }) => id);
  if (missing.length === 0) return null;
  return {
    kind: 'problem',
    message: `Rules of this project's own do not run here: ${missing.join(', ')}.`,
    hint: 'Restart ESLint if they are new; else spread sluice.configsIn(folder).recommended in its configuration, with the folder of the project.',
  };
}
