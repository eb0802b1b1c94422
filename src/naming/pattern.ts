import type { NamedKind } from './kinds.ts';

/** What may stand in braces in a template; the empty one is anything. */
export const placeholders = [
  '', 'singular', 'plural', 'number', 'schema', 'table', 'column', 'columns', 'parent', 'parent_column', 'parent_columns',
] as const;
export type Placeholder = (typeof placeholders)[number];

export type PatternPart =
  | { readonly kind: 'literal'; readonly text: string }
  /** `joint` stands between columns: `{columns:_and_}`. */
  | { readonly kind: 'placeholder'; readonly name: Placeholder; readonly joint: string };

/** How a name may look: a template with placeholders, or a regular expression. */
export type Pattern =
  | { readonly kind: 'template'; readonly text: string; readonly parts: readonly PatternPart[] }
  | { readonly kind: 'expression'; readonly text: string; readonly expression: RegExp };

const ofEverything: readonly Placeholder[] = ['', 'singular', 'plural', 'number'];
const ofMembers: readonly Placeholder[] = [...ofEverything, 'schema', 'table'];
const ofKeys: readonly Placeholder[] = [...ofMembers, 'column', 'columns'];
const ofParents: readonly Placeholder[] = ['parent', 'parent_column', 'parent_columns'];

/** What a pattern for a kind may speak of. */
export const placeholdersOf = {
  schema: ofEverything, table: [...ofEverything, 'schema'], partition: [...ofEverything, 'schema', 'parent'], view: [...ofEverything, 'schema'],
  materializedView: [...ofEverything, 'schema'], column: ofMembers, enum: [...ofEverything, 'schema'], enumValue: ofEverything,
  domain: [...ofEverything, 'schema'], compositeType: [...ofEverything, 'schema'], index: ofKeys, uniqueIndex: ofKeys, primaryKey: ofKeys,
  foreignKey: [...ofKeys, ...ofParents], unique: ofKeys, check: ofKeys, exclusion: ofKeys, policy: ofMembers,
  sequence: [...ofEverything, 'schema'], routine: [...ofEverything, 'schema'], trigger: ofMembers, migration: ofEverything,
} as const satisfies Readonly<Record<NamedKind, readonly Placeholder[]>>;

/** What a pattern for a column that is the whole of a foreign key may speak of. */
export const placeholdersOfForeignKeyColumn: readonly Placeholder[] = [...ofMembers, ...ofParents];

/**
 * `/…/` is a regular expression, with flags of JavaScript behind it; all else a template. A string instead of a pattern
 * says what is wrong with it.
 */
export function parsePattern(text: string, allowed: readonly Placeholder[]): Pattern | string {
  if (text === '') return 'A pattern says how names look: an empty one fits none';
  const expression = /^\/(.*)\/([a-z]*)$/su.exec(text);
  if (expression === null && text.startsWith('/')) return `${text} begins as a regular expression and lacks the "/" behind it`;
  return expression === null ? parseTemplate(text, allowed) : parseExpression(text, expression[1] ?? '', expression[2] ?? '');
}

function parseExpression(text: string, source: string, flags: string): Pattern | string {
  try {
    return { kind: 'expression', text, expression: new RegExp(source, [...new Set(`${flags.replace(/[gy]/g, '')}u`)].join('')) };
  } catch (error) {
    if (error instanceof SyntaxError) return `${text} is no regular expression: ${error.message}`;
    throw error;
  }
}

/** A glob, or a regular expression without its slashes: read as a template it would ask for names that nobody gives. */
const signOfExpression = /[*^[\]\\]/;

function parseTemplate(text: string, allowed: readonly Placeholder[]): Pattern | string {
  const pieces = text.match(/\{[^{}]*\}|[^{}]+|[{}]/g) ?? [];
  const parts: PatternPart[] = [];
  for (const piece of pieces) {
    const part = parsePart(piece, allowed);
    if (typeof part === 'string') return part;
    parts.push(part);
  }
  return { kind: 'template', text, parts };
}

function parsePart(piece: string, allowed: readonly Placeholder[]): PatternPart | string {
  if (piece === '{' || piece === '}') return `"${piece}" without its other half; names have no braces`;
  const sign = signOfExpression.exec(piece)?.[0];
  if (sign !== undefined) return `"${sign}" stands for itself here; a regular expression stands between two slashes, and {} is anything`;
  if (!piece.startsWith('{')) return { kind: 'literal', text: piece };
  const [, word = '', joint] = /^\{([^:]*)(?::(.*))?\}$/su.exec(piece) ?? [];
  const name = allowed.find((one) => one === word);
  if (name === undefined) return `${piece} says nothing here; there are ${allowed.map((one) => `{${one}}`).join(', ')}`;
  const isList = name === 'columns' || name === 'parent_columns';
  if (joint !== undefined && !isList) return `${piece}: only columns are joined`;
  return { kind: 'placeholder', name, joint: joint ?? '_' };
}
