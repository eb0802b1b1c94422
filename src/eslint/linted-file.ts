import { resolve } from 'node:path';
import type { Position, RuleContext } from '@eslint/core';
import { lineMap } from '../text/line-map.ts';
import { Problem } from '../text/problem.ts';
import type { Span } from '../text/span.ts';
import { judgementFor, type FileJudgement } from './model/judgement-for.ts';
import { readSettings } from './settings.ts';

/** A source code of any language that our rules can meet: TypeScript, JavaScript, JSON, and the two of ours. */
export interface LintedSource {
  readonly text: string;
  readonly ast: { readonly type: string };
  /** Whether ESLint took a byte-order mark from the text; languages of others do not all say. */
  readonly hasBOM?: boolean;
  /** Missing in languages made with @eslint/plugin-kit before 0.4. */
  readonly getLocFromIndex?: (offset: number) => Position;
}

/** What the engine says of a file that it can judge. */
export type JudgedFile = Extract<FileJudgement, { kind: 'judged' }>;

/** A rule as an ESLint configuration mounts it. */
export interface MountedRule {
  readonly id: string;
  /** Null: the configuration gives none. */
  readonly options: Readonly<Record<string, unknown>> | null;
}

export function sourceOf(context: RuleContext): LintedSource {
  return context.sourceCode as unknown as LintedSource;
}

/**
 * What the engine says of the file that ESLint lints. A rule is on if ESLint's configuration gives it options, or if
 * none of our configurations is in use; else the project's own settings say whether it is. No rule: the settings alone.
 */
export function judgedFile(context: RuleContext, mounted: MountedRule | null): FileJudgement {
  try {
    const { preset, place } = readSettings(context.settings['sluice']);
    const { text, hasBOM } = sourceOf(context);
    const isWanted = mounted !== null && (mounted.options !== null || preset === null);
    return judgementFor({
      file: fileOf(context),
      text,
      hasBOM: hasBOM === true,
      cwd: context.cwd,
      settings: place,
      preset: preset ?? 'recommended',
      ruleOptions: isWanted ? { [mounted.id]: mounted.options } : {},
    });
  } catch (error) {
    if (error instanceof Problem) return { kind: 'problem', message: error.message, hint: error.hint };
    throw error;
  }
}

/**
 * Absolute. A text without a name, `<input>`, lies in no project; what is linted as SQL is SQL whatever it is called, and
 * TypeScript can hold all that JavaScript can.
 */
function fileOf(context: RuleContext): string {
  const { physicalFilename: name, cwd } = context;
  const isSql = sourceOf(context).ast.type === 'SqlFile';
  if (/^<\w+>$/.test(name)) return resolve('/', isSql ? `${name}.sql` : `${name}.ts`);
  const file = resolve(cwd, name);
  return isSql && !file.endsWith('.sql') ? `${file}.sql` : file;
}

/** Where a span of ESLint's text lies, as the file's language counts lines and columns. */
export function locationIn(source: LintedSource, { start, end }: Span): { start: Position; end: Position } {
  const positionOf = (offset: number): Position => {
    const inside = Math.min(Math.max(offset, 0), source.text.length);
    return source.getLocFromIndex?.(inside) ?? lineMap(source.text).positionAt(inside);
  };
  return { start: positionOf(start), end: positionOf(end) };
}
