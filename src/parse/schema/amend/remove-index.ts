import type { Edit } from '../../../text/edit.ts';
import type { Span } from '../../../text/span.ts';
import { spanOf } from '../ast.ts';
import type { Module } from '../modules.ts';
import type { Node, Program } from '../oxc.ts';
import type { RemoveIndex } from './amend-schema.ts';
import { extraAt, type ExtraAt } from './extra-at.ts';
import { commaBehind, type Writing } from './layout.ts';
import { removeInlineUnique } from './remove-call.ts';
import { identifiersUnder, plainArguments, returned } from './place.ts';
import { withoutImports } from './swapped-imports.ts';

/**
 * An index or unique constraint goes from the third argument of its table, with the imports that it alone used; the third
 * argument goes with the last. Of a column `.unique()` goes. Null where a comment stands beside it, or a name would be left that nothing uses.
 */
export function removeIndex(wish: RemoveIndex, program: Program, module: Module, writing: Writing): readonly Edit[] | null {
  const extra = extraAt(wish.at.span, program, module);
  if (extra === null) return removeInlineUnique(wish.at.span, program, writing);
  const item = itemOf(extra);
  if (item === null) return null;
  const gone = item.others.length === 0 ? wholeArgument(extra, writing) : withoutItem(item, writing);
  if (gone === null || (item.others.length > 0 && !usesParameter(extra, item.others))) return null;
  const imports = withoutImports(importsOnlyIn(gone.span, program, module), program, writing);
  return imports === null ? null : [...imports, gone];
}

interface Item {
  /** `index(…).on(…)`, or `bookIdx: index(…).on(…)`. */
  readonly node: Node;
  readonly list: Node;
  readonly all: readonly Node[];
  readonly others: readonly Node[];
}

/** It as an item of what the function gives back. */
function itemOf({ calls, ancestors, takes }: ExtraAt): Item | null {
  const value: Node | undefined = calls.at(-1);
  const property = ancestors.at(-1);
  const isEntry = property?.type === 'Property' && property.value === value;
  const node = isEntry ? property : value;
  const list = ancestors.at(isEntry ? -2 : -1);
  if (node === undefined || list === undefined || returned(takes) !== list) return null;
  const all = list.type === 'ArrayExpression' ? list.elements : list.type === 'ObjectExpression' ? list.properties : [];
  const items = all.filter((one) => one !== null);
  if (items.length < all.length || !items.some((one) => one === node)) return null;
  return { node, list, all: items, others: items.filter((one) => one !== node) };
}

/** The second argument is the last then. */
function wholeArgument({ table }: ExtraAt, writing: Writing): Edit | null {
  const [, second, third, ...others] = plainArguments(table) ?? [];
  if (second === undefined || third === undefined || others.length > 0) return null;
  const comma = commaBehind(writing, spanOf(second), spanOf(third).start);
  const behind = commaBehind(writing, spanOf(third), spanOf(table).end);
  const start = behind === null || comma === null ? spanOf(second).end : comma + 1;
  return silently(writing, { start, end: behind === null ? spanOf(third).end : behind + 1 });
}

/** A comma goes with it: the one behind it, or of the last the one before it. */
function withoutItem({ node, list, all }: Item, writing: Writing): Edit | null {
  const at = all.indexOf(node);
  const [before, next] = [all[at - 1], all[at + 1]];
  const own = spanOf(node);
  const start = before === undefined ? spanOf(list).start + 1 : spanOf(before).end;
  const end = next === undefined ? spanOf(list).end - 1 : spanOf(next).start;
  if (silently(writing, { start, end }) === null) return null;
  return silently(writing, next === undefined ? { start, end: own.end } : { start: own.start, end });
}

/** Nothing in place of a stretch in which there is no comment. */
function silently({ file, text }: Writing, span: Span): Edit | null {
  return /\/[/*]/.test(text.slice(span.start, span.end).replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, ''))
    ? null : { file, span, text: '' };
}

/** Every parameter stays in use. */
function usesParameter({ takes }: ExtraAt, others: readonly Node[]): boolean {
  const used = new Set(others.flatMap((one) => [...identifiersUnder(one)].map(({ name }) => name)));
  return takes.params.flatMap((one) => [...identifiersUnder(one)]).every(({ name }) => used.has(name));
}

/** Imported names that stand in a stretch and nowhere else. */
function importsOnlyIn(span: Span, program: Program, { imports }: Module): ReadonlySet<string> {
  const all = program.body.filter(({ type }) => type !== 'ImportDeclaration').flatMap((statement) => [...identifiersUnder(statement)]);
  const isInside = (node: Node): boolean => spanOf(node).start >= span.start && spanOf(node).end <= span.end;
  const outside = new Set(all.filter((node) => !isInside(node)).map(({ name }) => name));
  return new Set(all.filter(isInside).map(({ name }) => name).filter((name) => imports.has(name) && !outside.has(name)));
}
