import { ConfigCommentParser } from '@eslint/plugin-kit';
import { rulePrefix, type DirectedLanguage, type Directive, type DirectiveRule } from '../../facts/directive.ts';
import type { Origin } from '../../text/span.ts';

/** A comment that configures rules: `eslint sluice/naming/snake-case: "off" -- the old tools ask for it`. */
export interface ConfigurationComment {
  readonly origin: Origin;
  readonly reason: string | null;
  /** What stands between the word `eslint` and the reason, and where it begins in the file. */
  readonly value: string;
  readonly at: number;
  readonly language: DirectedLanguage;
  /** Rules of ours that a comment further up configures: ESLint passes over them. */
  readonly configured: ReadonlySet<string>;
}

const parser = new ConfigCommentParser();

/**
 * What such a comment says of rules of ours, those apart that take nothing away, each with why. In TypeScript ESLint
 * turns a rule off for the file, and so does everybody else; what more such a comment can say, a level and options, is
 * ESLint's alone. In SQL it does nothing in any host. Nothing: it cannot be read, or names no rule of ours.
 */
export function readConfigured(comment: ConfigurationComment): readonly Directive[] {
  const { origin, reason, value, language, configured } = comment;
  const reading = parser.parseJSONLikeConfig(value);
  const entries = reading.ok ? Object.entries(reading.config) : [];
  const ours = entries.filter(([id]) => id.startsWith(rulePrefix) && !configured.has(id));
  const directive = (ids: readonly string[], problem: string | null): readonly Directive[] =>
    (ids.length === 0 ? [] : [{ kind: 'configure', origin, rules: ids.map((id) => named(id, comment)), reason, problem }]);
  if (language === 'sql') return directive(ours.map(([id]) => id), inSql);
  const problems = ours.map(([id, setting]) => ({ id, problem: problemOf(id, setting, reason) }));
  return [
    ...directive(problems.filter(({ problem }) => problem === null).map(({ id }) => id), null),
    ...problems.flatMap(({ id, problem }) => (problem === null ? [] : directive([id], problem))),
  ];
}

const inSql = 'A comment configures no rule in SQL: the settings say which rules run, and eslint-disable takes findings away.';

/** The rule that asks for reasons does not run in ESLint where it is off, and could not say that this one is missing. */
function problemOf(id: string, setting: unknown, reason: string | null): string | null {
  if (!isOff(setting)) return `Only ESLint reads what is configured for ${id} here: sluice check has it from the settings.`;
  return id === `${rulePrefix}suppression/reason` && reason === null ? `Only ESLint turns ${id} off without a reason.` : null;
}

function isOff(setting: unknown): boolean {
  const [level] = [setting].flat() as readonly unknown[];
  return level === 0 || level === 'off';
}

/** With its quotes, if it has any. */
function named(id: string, { origin: { file }, value, at }: ConfigurationComment): DirectiveRule {
  const quoted = ['"', "'"].map((quote) => quote + id + quote).find((written) => value.includes(written)) ?? id;
  const start = at + value.indexOf(quoted);
  return { id, origin: { file, span: { start, end: start + quoted.length } } };
}
