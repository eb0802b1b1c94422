import type { Origin } from '../text/span.ts';

/**
 * A comment that takes findings away, in ESLint's own words:
 * https://eslint.org/docs/latest/use/configure/rules#disabling-rules
 */
export interface Directive {
  /** `configure`: a comment that turns rules off for the whole file, as in `eslint sluice/naming/snake-case: "off"`. */
  readonly kind: 'disable' | 'enable' | 'disable-line' | 'disable-next-line' | 'configure';
  /** The whole comment. */
  readonly origin: Origin;
  /** The rules it names, each once; none: all rules. Of a comment that configures rules, those of ours. */
  readonly rules: readonly DirectiveRule[];
  /** What stands behind ` -- `; null if nothing does. */
  readonly reason: string | null;
  /** Why it takes nothing away, whatever is found: a sentence. Null for one that works. */
  readonly problem: string | null;
}

/** A rule as a comment names it. */
export interface DirectiveRule {
  /** With its plugin, without quotes: `sluice/naming/snake-case`. */
  readonly id: string;
  /** The name, its quotes too. */
  readonly origin: Origin;
}

/** A file that holds such comments. */
export interface DirectedFile {
  readonly file: string;
  readonly text: string;
  readonly language: DirectedLanguage;
  /** In the order of the text. */
  readonly directives: readonly Directive[];
}

/** In SQL every rule is ours; in TypeScript others have rules too. */
export type DirectedLanguage = 'sql' | 'typescript';

/** The word that the comment begins with. */
export function wordOf({ kind }: Pick<Directive, 'kind'>): string {
  return kind === 'configure' ? 'eslint' : `eslint-${kind}`;
}

/** What the names of our rules begin with in a comment, as in the configuration of ESLint. */
export const rulePrefix = 'sluice/';
