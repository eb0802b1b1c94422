import { ConfigCommentParser } from '@eslint/plugin-kit';
import type { DirectedLanguage, Directive, DirectiveRule } from '../../facts/directive.ts';
import type { Origin, Span } from '../../text/span.ts';
import { readConfigured } from './read-configured.ts';

/** A comment with its signs: `-- …`, `// …` or `/* … *` + `/`. */
export interface WrittenComment {
  readonly style: 'line' | 'block';
  readonly span: Span;
}

const parser = new ConfigCommentParser();

/**
 * The comments among `comments` that take findings away, as ESLint 10 reads them: in TypeScript a `//` comment speaks of
 * its own line or the next, and only a block of a range or of the file; in SQL a `--` comment can do all. Of comments
 * that configure a rule the first counts. Never throws.
 */
export function readDirectives(
  file: string, text: string, comments: readonly WrittenComment[], language: DirectedLanguage,
): readonly Directive[] {
  if (!text.includes('eslint')) return [];
  const configured = new Set<string>();
  return comments.flatMap(({ style, span }) => {
    const directives = directivesOf({ file, span }, text.slice(span.start, span.end), style, { language, configured });
    for (const { kind, rules } of directives) if (kind === 'configure') rules.forEach(({ id }) => configured.add(id));
    return directives;
  });
}

type Kind = Directive['kind'];
const kinds: Readonly<Record<string, Kind>> = {
  eslint: 'configure',
  'eslint-disable': 'disable',
  'eslint-enable': 'enable',
  'eslint-disable-line': 'disable-line',
  'eslint-disable-next-line': 'disable-next-line',
};

interface Surroundings {
  readonly language: DirectedLanguage;
  /** Rules of ours that a comment further up configures. */
  readonly configured: ReadonlySet<string>;
}

function directivesOf(
  origin: Origin, written: string, style: WrittenComment['style'], { language, configured }: Surroundings,
): readonly Directive[] {
  const { label, value, justification } = parser.parseDirective(inside(written, style, language)) ?? {};
  const kind = kinds[label ?? ''];
  if (label === undefined || value === undefined || kind === undefined) return [];
  if (language === 'typescript' && style === 'line' && !isOfLines(kind)) return [];
  const reason = justification === undefined || justification === '' ? null : justification;
  const at = written.indexOf(value, written.indexOf(label) + label.length);
  if (kind === 'configure') return readConfigured({ origin, reason, value, at: origin.span.start + at, language, configured });
  const rules = rulesIn(value, origin, at);
  const problem = problemOf({ kind, rules, reason }, written, language);
  return [{ kind, origin, rules, reason, problem }];
}

function isOfLines(kind: Kind): boolean {
  return kind === 'disable-line' || kind === 'disable-next-line';
}

/** VS Code's quick fix writes a block with two stars into SQL. In TypeScript that is none of ESLint's. */
function inside(written: string, style: WrittenComment['style'], language: DirectedLanguage): string {
  if (style === 'line') return written.slice(2);
  const block = written.slice(2).replace(/\*\/$/, '');
  return language === 'sql' ? block.replace(/^\*/, '') : block;
}

/** The names of a list, read one by one so that each has its place. `at` is where the list stands in the comment. */
function rulesIn(list: string, { file, span }: Origin, at: number): readonly DirectiveRule[] {
  const rules = new Map<string, DirectiveRule>();
  let from = span.start + at;
  for (const piece of list.split(',')) {
    const [id] = Object.keys(parser.parseListConfig(piece));
    const start = from + piece.length - piece.trimStart().length;
    if (id !== undefined && !rules.has(id)) {
      rules.set(id, { id, origin: { file, span: { start, end: start + piece.trim().length } } });
    }
    from += piece.length + 1;
  }
  return [...rules.values()];
}

const endOfLine = { sql: /[\n\r]/, typescript: /[\n\r\u2028\u2029]/ };

/**
 * ESLint refuses an `eslint-disable-line` of several lines (getDisableDirectives of its JavaScript, 10.15). Ours alone is
 * that in SQL a comment without rule and reason takes nothing away: it would take away that the reason is missing, too.
 */
function problemOf(
  { kind, rules, reason }: Pick<Directive, 'kind' | 'rules' | 'reason'>, written: string, language: DirectedLanguage,
): string | null {
  if (kind === 'disable-line' && endOfLine[language].test(written)) return 'eslint-disable-line takes nothing away in a comment of several lines.';
  const isBare = rules.length === 0 && reason === null && kind !== 'enable';
  return language === 'sql' && isBare ? `eslint-${kind} takes nothing away without a rule and a reason.` : null;
}
