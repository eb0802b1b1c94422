import type { RuleContext, RuleDefinition, RuleFixer, RuleVisitor, SuggestedEdit } from '@eslint/core';
import { editsOf, migrationsPlace } from '../intake/edits-of.ts';
import { ownVersion } from '../project/own-version.ts';
import { docsUrl } from '../report/docs-url.ts';
import { optionsJsonSchema } from '../report/docs.ts';
import type { Finding, Remedy } from '../rule/finding.ts';
import type { Rule } from '../rule/rule.ts';
import { judgedFile, locationIn, sourceOf, type JudgedFile, type LintedSource } from './linted-file.ts';

/** Languages whose files a rule can speak of: schemas, migrations, and the journal in whichever language it is linted. */
export const languages = ['js/js', 'sluice/sql', 'sluice/text', 'json/*', 'jsonc/*'];

const version = ownVersion();

/**
 * One of our rules as a rule of ESLint: the part of the engine's judgement that is about the linted file. ESLint's own
 * syntax tree is not used, so any parser will do. There are no `defaultOptions`: ESLint would hand them over as if the
 * user had written them, and options given to ESLint win over those of the project's settings; the defaults stand in the
 * schema.
 */
export function eslintRule(rule: Rule): RuleDefinition {
  const options = optionsJsonSchema(rule.options);
  return {
    meta: {
      type: rule.level === 'error' ? 'problem' : 'suggestion',
      docs: {
        description: rule.title,
        ...(rule.file === undefined ? { url: docsUrl(rule.id, version) } : {}),
        recommended: rule.level !== 'off',
        dialects: ['PostgreSQL', 'TypeScript'],
      },
      messages: { finding: '{{text}}', remedy: '{{text}}' },
      fixable: 'code',
      hasSuggestions: true,
      schema: options === null ? [] : [inDraft4(options)],
      languages,
    },
    create: (context) => atRoot(() => { reportFindings(rule, context); }),
  };
}

type Draft4 = Extract<NonNullable<NonNullable<RuleDefinition['meta']>['schema']>, readonly unknown[]>[number];

/** ESLint takes JSON Schema of draft 4, in which a list of what is required names something. */
function inDraft4(schema: NonNullable<ReturnType<typeof optionsJsonSchema>>): Draft4 {
  return JSON.parse(JSON.stringify(schema, (key, value: unknown) =>
    (key === 'required' && Array.isArray(value) && value.length === 0 ? undefined : value))) as Draft4;
}

/** Once a file: at the root of each language's tree. `Document` is that of @eslint/json; eslint-plugin-jsonc has `Program`. */
export function atRoot(report: () => void): RuleVisitor {
  return { Program: report, SqlFile: report, TextFile: report, Document: report };
}

function reportFindings(rule: Rule, context: RuleContext): void {
  const [options = null] = context.options as readonly (Readonly<Record<string, unknown>> | undefined)[];
  const judgement = judgedFile(context, { id: rule.id, options });
  if (judgement.kind !== 'judged') return;
  for (const finding of judgement.findings) {
    if (finding.rule === rule.id) reportFinding(finding, judgement, context);
  }
}

function reportFinding(finding: Finding, judged: JudgedFile, context: RuleContext): void {
  const { at: { span }, text } = finding;
  const source = sourceOf(context);
  const { fixes, suggestions } = remediesIn(finding, source);
  const [fix] = fixes.flatMap((remedy) => fixerOf(remedy, finding, judged) ?? []);
  const loc = locationIn(source, { start: span.start - judged.offset, end: span.end - judged.offset });
  const report = {
    messageId: 'finding',
    data: { text },
    ...(fix === undefined ? {} : { fix }),
    suggest: suggestions.flatMap((remedy) => suggestionOf(remedy, finding, judged)),
  };
  if (finding.isBeforeLine === true) reportBeforeLine(loc, (at) => { context.report({ ...report, loc: at }); });
  else context.report({ ...report, loc });
}

type Location = ReturnType<typeof locationIn>;

/**
 * One column before the first: ESLint compares places where it applies comments, and none reaches there. Editors show it
 * at the first; @eslint-community/eslint-plugin-eslint-comments does the same. oxlint (1.94) refuses a place before the
 * text, and lets a block at its beginning reach from its end on.
 */
function reportBeforeLine({ start, end }: Location, report: (at: Location) => void): void {
  try {
    report({ start: { ...start, column: start.column - 1 }, end });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report({ start, end: start });
  }
}

/**
 * A fix is applied when the file is saved. Of a migration nobody here knows whether it is applied already, so what would
 * be a fix there is a suggestion.
 */
function remediesIn({ fix, suggestions }: Finding, { ast }: LintedSource): { fixes: readonly Remedy[]; suggestions: readonly Remedy[] } {
  const fixes = fix === null ? [] : [fix];
  return ast.type === 'Program' ? { fixes, suggestions } : { fixes: [], suggestions: [...fixes, ...suggestions] };
}

function suggestionOf(remedy: Remedy, finding: Finding, judged: JudgedFile): readonly SuggestedEdit[] {
  const fix = fixerOf(remedy, finding, judged);
  return fix === null ? [] : [{ messageId: 'remedy', data: { text: remedy.text }, fix }];
}

/** Null where a remedy cannot be made, or not in the linted file alone: ESLint edits no other. */
function fixerOf({ amendment }: Remedy, { at }: Finding, { intake, offset }: JudgedFile): RuleFixer | null {
  const edits = editsOf(amendment, { textOf: intake.textOf, migrations: migrationsPlace(intake) });
  if (edits === null || edits.some(({ file }) => file !== at.file)) return null;
  return (fixer) => edits.map(({ span, text }) => fixer.replaceTextRange([span.start - offset, span.end - offset], text));
}
