import type { Edit } from '../../../text/edit.ts';
import type { Span } from '../../../text/span.ts';
import { spanOf } from '../ast.ts';
import type { Module } from '../modules.ts';
import type { ImportDeclaration, Node, Program } from '../oxc.ts';
import { importedName } from './imported-name.ts';
import type { Writing } from './layout.ts';
import { identifiersUnder } from './place.ts';

/** A place where a function of drizzle-orm/pg-core is called, and the function that is to be called there. */
export interface Swap {
  readonly from: Node;
  readonly into: string;
}

export interface SwappedImports {
  /** What the functions are called in this file. */
  readonly called: ReadonlyMap<string, string>;
  readonly edits: readonly Edit[];
}

/**
 * The imports of a file after other functions are called at some places: what is new is taken in, what nobody calls any
 * more goes. Null where that is not certain.
 */
export function swappedImports(
  swaps: readonly Swap[], program: Program, module: Module, writing: Writing,
): SwappedImports | null {
  const wanted = [...new Set(swaps.map(({ into }) => into))].sort();
  const names = wanted.map((name) => importedName(name, program, module, writing));
  if (!names.every((name) => name !== null)) return null;
  const called = new Map(wanted.map((name, place) => [name, names[place]?.called ?? name]));
  const added = names.flatMap(({ edits }) => edits);
  const unused = unusedAfter(swaps, called, program);
  const removed = unused.size === 0 ? [] : removals(unused, program, writing);
  return removed === null ? null : { called, edits: together(added, removed) };
}

/** What is added before a name that goes, where the comma in front of that name goes with it, comes in its place. */
function together(added: readonly Edit[], removed: readonly Removal[]): readonly Edit[] {
  const isIn = ({ span: { start } }: Edit, { edit }: Removal): boolean => edit.span.start < start && start < edit.span.end;
  return [
    ...added.filter((one) => !removed.some((removal) => isIn(one, removal))),
    ...removed.map((removal) => {
      const inside = added.filter((one) => isIn(one, removal)).map(({ text }) => text).join('');
      return inside === '' ? removal.edit : { ...removal.edit, span: removal.name, text: inside.replace(/,\s*$/, '') };
    }),
  ];
}

interface Removal {
  readonly edit: Edit;
  /** The name alone, without its comma. */
  readonly name: Span;
}

/** The names that only these places use. */
function unusedAfter(swaps: readonly Swap[], called: ReadonlyMap<string, string>, program: Program): ReadonlySet<string> {
  const places = new Set(swaps.filter(({ from, into }) => nameOf(from) !== called.get(into)).map(({ from }) => spanOf(from).start));
  const still = program.body.filter(({ type }) => type !== 'ImportDeclaration').flatMap((statement) => [...identifiersUnder(statement)])
    .filter((identifier) => !places.has(spanOf(identifier).start));
  const used = new Set(still.map(({ name }) => name));
  return new Set(swaps.filter(({ from }) => places.has(spanOf(from).start)).map(({ from }) => nameOf(from)).filter((name) => !used.has(name)));
}

function nameOf(node: Node): string {
  return node.type === 'Identifier' ? node.name : '';
}

/** The imports of a file without names that nothing uses any more; null where that is not certain. */
export function withoutImports(unused: ReadonlySet<string>, program: Program, writing: Writing): readonly Edit[] | null {
  return unused.size === 0 ? [] : removals(unused, program, writing)?.map(({ edit }) => edit) ?? null;
}

/** Null where more than commas stands between what goes, or nothing would be left. */
function removals(unused: ReadonlySet<string>, program: Program, writing: Writing): readonly Removal[] | null {
  const edits = program.body.filter((statement) => statement.type === 'ImportDeclaration')
    .filter(({ specifiers }) => specifiers.some(({ local }) => unused.has(local.name)))
    .map((statement) => without(unused, statement, writing));
  return edits.every((own) => own !== null) ? edits.flat() : null;
}

function without(
  unused: ReadonlySet<string>, { specifiers }: ImportDeclaration, { file, text }: Writing,
): readonly Removal[] | null {
  const named = specifiers.filter(({ type }) => type === 'ImportSpecifier');
  const isKept = named.map(({ local }) => !unused.has(local.name));
  const lastKept = isKept.lastIndexOf(true);
  if (lastKept < 0) return null;
  const edits = named.flatMap((specifier, place) => {
    if (isKept[place] === true) return [];
    const own = spanOf(specifier);
    const [before, next] = [named[place - 1], named[place + 1]];
    const span = place < lastKept && next !== undefined ? { start: own.start, end: spanOf(next).start }
      : { start: before === undefined ? own.start : spanOf(before).end, end: own.end };
    return [{ edit: { file, span, text: '' }, name: own }];
  });
  return edits.every(({ edit: { span } }) => /^[\w$\s,]*$/.test(text.slice(span.start, span.end))) ? edits : null;
}
