import type { RuleDefinition } from '@eslint/core';
import { ownVersion } from '../project/own-version.ts';
import { pageUrl } from '../report/docs-url.ts';
import { atRoot, languages } from './eslint-rule.ts';
import { judgedFile, locationIn, sourceOf } from './linted-file.ts';

/**
 * What `sluice check` ends with exit code 2 for: a project that cannot be read, of which the other rules say nothing. Of
 * ESLint alone, so that a linter that found nothing is not taken for a clean project.
 */
export const setupRule: RuleDefinition = {
  meta: {
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
  },
  create: (context) => atRoot(() => {
    const judgement = judgedFile(context, null);
    if (judgement.kind !== 'problem') return;
    const { message, hint } = judgement;
    context.report({ loc: locationIn(sourceOf(context), { start: 0, end: 0 }), messageId: 'problem', data: { message, hint } });
  }),
};
